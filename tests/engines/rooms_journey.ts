/**
 * What a person does in the first week, in any engine: comes by an invitation, answers, pins, talks to a few
 * in private, looks at pictures, goes to a day, and makes the chat their own.
 */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { Engine } from "./driver.ts";
import { Walker } from "./engine_person.ts";
import { HttpClient } from "../helpers/http_client.ts";
import { evening } from "../helpers/picture.ts";
import { ServerProcess, temporaryFolder } from "../helpers/process.ts";
import { PASSWORD } from "../helpers/sign_in.ts";
import { WsClient } from "../helpers/ws_client.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const message = "article.message .message__bubble";

/** Two years of talk, a message a day at noon. */
function diary(): string {
  const lines = ["[2020-01-01 00:00:00] * Eve created the room"];
  for (let day = 0; day < 730; day++) {
    const time = new Date(Date.UTC(2020, 0, 1, 12) + day * DAY_MS).toISOString();
    lines.push(`[${time.slice(0, 10)} 12:00:00] Eve: on ${time.slice(0, 10)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** Who walks, and who is there too, at a socket. */
interface Company {
  ada: Walker;
  boris: WsClient;
  vera: WsClient;
  /** Where files lie that are sent. */
  folder: string;
  datesGoOn: boolean;
}

/** Somebody with an account, who is not at a browser. */
async function claims(url: string, name: string): Promise<HttpClient> {
  const visitor = new HttpClient(url);
  const { status } = await visitor.asks("POST", "/api/accounts", { name, password: PASSWORD });
  assertEquals(status, 200, name);
  return visitor;
}

/** By the link that somebody sent. */
async function comes(ada: Walker, url: string, cookie: string): Promise<void> {
  const eve = Object.assign(new HttpClient(url), { cookie });
  const { body } = await eve.asks("POST", "/api/invites", { name: "friends" });
  await ada.driver.opens(`${url}/#invite=${body.code}`);
  await ada.sees("[data-test=door]", "Eve invites you to");
  await ada.presses("input[name=name]");
  await ada.types("Ada");
  await ada.presses("input[name=password]");
  await ada.types(PASSWORD);
  await ada.strikes("Enter");
  await ada.sees("[data-test=composer]");
  await ada.presses("[data-test=toast] .toast__close");
  await ada.missesNow("[data-test=toast]");
  const address = await ada.driver.evaluates<string>("location.href");
  assert(!address.includes(body.code), address);
}

/** An answer points at its message, and a press on its card leads there. */
async function answers({ ada, boris }: Company): Promise<void> {
  const { id } = await boris.says("Who brings the cake?");
  for (let i = 0; i < 30; i++) await boris.says(`line ${i}`);
  await boris.says("and the candles?");
  await ada.hears("and the candles?");
  await ada.pointsAt(message, "candles");
  await ada.presses("[data-test=reply]");
  await ada.sees("[data-test=answering]", "and the candles?");
  await ada.strikes("Escape");
  await ada.missesNow("[data-test=answering]");
  boris.send({ type: "message", room: "general", text: "Nobody?", ref: "again", to: id });
  await ada.presses("[data-test=answered]", "cake");
  await ada.sees("article.message--target", "Who brings the cake?");
  await ada.pointsAt("article.message--target .message__bubble");
  await ada.presses("article.message--target [data-test=reply]");
  await ada.sees("[data-test=answering]", "Who brings the cake?");
  await ada.types("I do");
  await ada.strikes("Enter");
  await ada.hears("I do");
  const { to } = await boris.hears("message", ({ text }) => text === "I do");
  assertEquals(to?.id, id);
}

/** Any emoji, looked for by its name. */
async function reacts({ ada, boris }: Company): Promise<void> {
  await ada.pointsAt(message, "I do");
  await ada.presses("[data-test=react]");
  await ada.sees("[data-test=picker] button.emoji");
  await ada.types("palm tree");
  await ada.presses("[data-test=picker] button.emoji", "🌴");
  await ada.missesNow("[data-test=picker]");
  await ada.sees("[data-test=reaction]", "🌴");
  await boris.hears("reacted", ({ name, emoji }) => name === "Ada" && emoji === "🌴");
}

/** What the room is about, and what is to stay in sight. */
async function setsTopicAndPins({ ada }: Company): Promise<void> {
  await opensOfRoom(ada, "room-settings");
  await ada.presses("[data-test=room-form] input[name=topic]");
  await ada.types("Cake on Friday");
  await ada.presses("[data-test=save-room]");
  await ada.missesNow("[data-test=room-form]");
  await ada.sees("[data-test=topic]", "Cake on Friday");
  await ada.pointsAt(message, "I do");
  await ada.presses("[data-test=pin]");
  await ada.sees("[data-test=pinned]", "I do");
  await ada.presses("[data-test=pins]");
  await ada.presses("[data-test=go-to-pin]", "I do");
  await ada.missesNow("dialog");
}

/** A room for a few: made with Boris, Vera added and removed again. */
async function meetsInPrivate({ ada, boris, vera }: Company): Promise<void> {
  await ada.presses("[data-test=create-room]");
  await ada.sees("[data-test=create-form]");
  await ada.types("Plans");
  await ada.presses("label:has(input[name=private])");
  await ada.presses("input[name=member]");
  await ada.types("bo");
  await ada.sees("[data-member=Boris]");
  await ada.strikes("Enter");
  await ada.sees(".members__chip", "Boris");
  await ada.presses("[data-test=create-form] button[type=submit]");
  await ada.sees("#room-title", "Plans");
  const { room } = await boris.hears("room_created", ({ name }) => name === "Plans");
  await boris.joins(room);
  await ada.says("the surprise is on Friday");
  await boris.hears("message", ({ text }) => text === "the surprise is on Friday");

  await opensOfRoom(ada, "room-members");
  await ada.presses("input[name=member]");
  await ada.types("ve");
  await ada.sees("[data-member=Vera]");
  await ada.strikes("Enter");
  await ada.presses("[data-test=add]");
  await ada.sees("[data-test=members] [data-name=Vera]");
  await vera.hears("room_created", ({ name }) => name === "Plans");
  await ada.presses("[data-name=Vera] [data-test=remove-member]");
  await ada.missesNow("[data-test=members] [data-name=Vera]");
  await vera.hears("members", ({ members }) => members.length === 0);
  await ada.strikes("Escape");
  await ada.missesNow("dialog");
}

/** Pictures side by side, one after the other, and once more where the room keeps them. */
async function looksThroughPictures({ ada, folder }: Company): Promise<void> {
  for (const [name, width] of [["one", 300], ["two", 200]] as const) {
    const path = `${folder}/${name}.png`;
    await Deno.writeFile(path, evening(width, 200));
    await ada.driver.hands(".composer input[type=file]", path);
    await ada.sees("[data-test=upload][data-state=ready]", name);
  }
  await ada.presses("[data-test=send]");
  await ada.presses('[data-test=picture]:has(img[alt="one.png"])');
  await ada.sees('[data-test=lightbox] img[alt="one.png"]');
  await ada.presses("[data-test=lightbox-next]");
  await ada.sees('[data-test=lightbox] img[alt="two.png"]');
  await ada.strikes("ArrowLeft");
  await ada.sees('[data-test=lightbox] img[alt="one.png"]');
  await ada.strikes("ArrowRight");
  await ada.sees('[data-test=lightbox] img[alt="two.png"]');
  await ada.strikes("Escape");
  await ada.missesNow("[data-test=lightbox]");
  await opensOfRoom(ada, "room-files");
  await ada.presses("[data-test=shared-pictures] li:nth-child(2) .shared__show");
  await ada.sees('[data-test=lightbox] img[alt="one.png"]');
  await ada.presses("[data-test=lightbox-close]");
  await ada.missesNow("[data-test=lightbox]");
  await ada.strikes("Escape");
  await ada.missesNow("dialog");
}

/** A word in all rooms, and a day that is typed. */
async function looksBack({ ada, datesGoOn }: Company): Promise<void> {
  await ada.presses("[data-test=search]");
  await ada.sees("[data-test=search-field]");
  await ada.types("2020-03-15");
  await ada.presses(".search__where");
  await ada.presses("[data-test=hits] .hit", "on 2020-03-15");
  await ada.sees('a[data-room="Diary"][aria-current=page]');
  await ada.sees("article.message--target", "on 2020-03-15");
  await opensOfRoom(ada, "room-date");
  await ada.sees("[data-test=date-field]");
  for (const [i, part] of ["07", "10", "2021"].entries()) {
    if (i > 0 && !datesGoOn) await ada.strikes("Tab");
    await ada.types(part);
  }
  await ada.strikes("Enter");
  await ada.missesNow("dialog");
  await ada.sees("article.message--target", "on 2021-07-10");
}

/** Dark, and called by a sound; not at all from one room. */
async function setsUp({ ada }: Company): Promise<void> {
  const background = () =>
    ada.driver.evaluates<string>("getComputedStyle(document.body).backgroundColor");
  const light = await background();
  await ada.presses("[data-test=settings]");
  await ada.presses(".radio-group__option", "Dark");
  await ada.sees("input[value=dark]:checked");
  await ada.sees("input[name=notify]");
  await ada.presses("label:has(input[name=sound])");
  await ada.sees("input[name=sound]:checked");
  await ada.strikes("Escape");
  await ada.missesNow("dialog");
  assertNotEquals(await background(), light);
  await opensOfRoom(ada, "room-level");
  await ada.presses("label:has(input[value=none])");
  await ada.sees("input[value=none]:checked");
  await ada.strikes("Escape");
  await ada.missesNow("dialog");
}

/** Who somebody is, and a word to them alone. */
async function meets({ ada, boris }: Company): Promise<void> {
  await ada.presses('a[data-room="general"]');
  await boris.says("Here I am");
  await ada.hears("Here I am");
  await ada.presses("button.message__author", "Boris");
  await ada.sees("[data-test=card-kind]", "online");
  await ada.presses("[data-test=card] [data-test=write]");
  await ada.missesNow("dialog");
  await ada.sees("#room-title", "Boris");
  await ada.types("just us");
  await ada.strikes("Enter");
  await ada.hears("just us");
}

/** The same where there is room for one thing at a time. */
async function goesNarrow({ ada, boris }: Company): Promise<void> {
  await ada.driver.resizes(390, 780);
  await ada.presses(".head__back");
  await ada.presses('a[data-room="general"]');
  await ada.says("from a narrow place");
  await boris.hears("message", ({ text }) => text === "from a narrow place");
  await ada.presses("[data-test=room-name]");
  await ada.presses("[data-test=room-search]");
  await ada.sees("[data-test=search-field]");
  await ada.types("who brings");
  await ada.sees("[data-test=hits] .hit[aria-selected=true]", "Who brings the cake?");
  await ada.strikes("Enter");
  await ada.sees("article.message--target", "Who brings the cake?");
}

/** Opens something by the menu behind the room's name. */
async function opensOfRoom(ada: Walker, item: string): Promise<void> {
  await ada.presses("[data-test=room-menu]");
  await ada.presses(`[data-test=${item}]`);
}

/** What is done once one is in, in this order. */
const STEPS = [
  answers,
  reacts,
  setsTopicAndPins,
  meetsInPrivate,
  looksThroughPictures,
  looksBack,
  setsUp,
  meets,
  goesNarrow,
];

/** The whole walk. */
export async function roomsJourney(engine: Engine): Promise<void> {
  await using folder = await temporaryFolder();
  const serves = () =>
    ServerProcess.start(["--port", "0", "--data", folder.path, "--limits", "none"]);
  let server = await serves();
  try {
    const eve = await claims(server.url, "Eve");
    await server.end("SIGTERM");
    await Deno.writeTextFile(`${folder.path}/rooms/Diary.txt`, diary());
    server = await serves();
    const [boris, vera] = await Promise.all(
      ["Boris", "Vera"].map(async (name) =>
        await WsClient.withCookie(server.url, (await claims(server.url, name)).cookie)
      ),
    ) as [WsClient, WsClient];
    await boris.joins("general");
    await using driver = await engine.starts();
    const ada = new Walker(driver);
    await comes(ada, server.url, eve.cookie);
    const { datesGoOn } = engine;
    for (const step of STEPS) await step({ ada, boris, vera, folder: folder.path, datesGoOn });
    await boris.closes();
    await vera.closes();
  } finally {
    await server.end("SIGKILL");
  }
}
