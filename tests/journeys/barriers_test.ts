/**
 * No barrier in what one rarely has in sight: what happened to a room, its questions and its dialogs, one's
 * account and one's picture. Each is opened once in each language and looked at in both themes.
 */
import { assertEquals } from "@std/assert";
import { pinches } from "../helpers/touch.ts";
import { evening } from "../helpers/picture.ts";
import { HttpClient } from "../helpers/http_client.ts";
import { type Journey, journey } from "../helpers/journey.ts";
import type { Person, Setting } from "../helpers/person.ts";
import { openSettings } from "../helpers/room_form.ts";
import { claims, PASSWORD, signsIn } from "../helpers/sign_in.ts";
import { WsClient } from "../helpers/ws_client.ts";

const DESK: Setting = { width: 1280, height: 800, still: true };
const PHONE: Setting = { width: 390, height: 844, phone: true, still: true };

/** A private room of Ada's in which everything has happened that leaves a line; returns its name on the wire. */
async function furnishes({ server: { url } }: Journey): Promise<string> {
  const client = new HttpClient(url);
  await client.asks("POST", "/api/session", { name: "Ada", password: PASSWORD });
  await using ada = await WsClient.withCookie(url, client.cookie);
  ada.send({ type: "create_room", room: "Plans", private: true, ref: "room" });
  const { room } = await ada.hears("room_created", ({ ref }) => ref === "room");
  await ada.joins(room);
  ada.send({ type: "members", room, add: ["Boris", "Vera"] });
  ada.send({ type: "members", room, remove: "Vera" });
  ada.send({ type: "topic", room, text: "Who brings what on Friday" });
  ada.send({ type: "rename_room", room, to: "Party" });
  // Nothing is pinned while a room is being renamed.
  await ada.hears("room_renamed");
  const { id } = await ada.says("The *kettle* is with Boris", room);
  ada.send({ type: "pin", room, id, on: true });
  await ada.hears("pinned");
  const files = `${url}/api/rooms/${encodeURIComponent(room)}/files`;
  for (
    const [query, body] of [
      ["width=600&height=800&text=The pond&name=pond.png", evening(600, 800)],
      ["text=&name=songs.pdf", new Uint8Array(1000)],
    ] as const
  ) {
    const headers = { origin: url, cookie: client.cookie };
    const answer = await fetch(`${files}?${query}`, { method: "POST", headers, body });
    assertEquals(answer.status, 201, await answer.text());
  }
  return room;
}

/** Ada at her room, and what is in the way of somebody wherever `looks` was called. */
class Walk {
  readonly ada: Person;
  readonly found: string[] = [];

  constructor(ada: Person) {
    this.ada = ada;
  }

  /** Looks at what is open; nothing but colours changes with the theme. */
  async looks(state: string): Promise<void> {
    const { ada, found } = this;
    for (const [theme, rules] of [["dark", ["color-contrast"]], ["light", undefined]] as const) {
      await ada.page.emulateMedia({ colorScheme: theme });
      const barriers = await ada.barriers(rules && [...rules]);
      found.push(...barriers.map((one) => `${state}, ${theme}: ${one.slice(0, 600)}`));
    }
  }

  /** Opens one of the things in the menu of the room. */
  async chooses(item: string, shown: string): Promise<void> {
    await this.ada.presses("[data-test=room-menu]");
    await this.ada.presses(`[data-test=${item}]`);
    await this.ada.page.locator(shown).first().waitFor();
  }

  /** Leaves what is open. */
  async leaves(dialog = "dialog"): Promise<void> {
    await this.ada.page.keyboard.press("Escape");
    await this.ada.page.locator(dialog).waitFor({ state: "detached" });
  }
}

async function seesTheRoom(walk: Walk): Promise<void> {
  const { ada } = walk;
  await ada.page.locator("[data-test=room-event]").nth(4).waitFor();
  await ada.page.locator("[data-test=pinned]").waitFor();
  await walk.looks("lines of events, and the bar");
  await ada.presses("[data-test=topic]");
  await walk.looks("the whole topic");
  await openSettings(ada);
  await ada.fills("[data-test=room-form] input[name=topic]", "Who brings what");
  await walk.looks("the topic, edited");
  await walk.leaves();
  await walk.chooses("room-members", "[data-test=members]");
  await ada.presses("[data-name=Boris] [data-test=hand-over]");
  await ada.page.locator("[data-test=hand-over-now]").waitFor();
  await walk.looks("the question who makes the room from now on");
  await ada.presses("[data-test=invite]");
  await ada.page.locator("[data-test=qr]").waitFor();
  await walk.looks("an invitation to the room");
  await walk.leaves();
  await walk.chooses("room-files", "[data-test=shared-pictures] li");
  await walk.looks("pictures of the room");
  await ada.presses("[data-test=files-other]");
  await ada.page.locator("[data-test=shared-list] li").waitFor();
  await walk.looks("files of the room");
  await walk.leaves();
}

async function seesThePicture(walk: Walk): Promise<void> {
  const { ada } = walk;
  await ada.presses("[data-test=picture]");
  await ada.page.locator("[data-test=lightbox] .lightbox__image").waitFor();
  const stage = (scale: string) =>
    ada.page.locator(`[data-test=picture-stage][data-scale="${scale}"]`).waitFor();
  await stage("1.00");
  if (ada.hand === "mouse") {
    for (let i = 0; i < 3; i++) await ada.page.keyboard.press("+");
    await stage("3.38");
  } else {
    const [y, middle] = [450, 195];
    const apart = (by: number) => [{ x: middle - by, y }, { x: middle + by, y }] as const;
    await pinches(ada, [...apart(50)], [...apart(100)]);
    await stage("2.00");
  }
  await walk.looks("a picture, drawn nearer");
  await walk.leaves("[data-test=lightbox]");
}

async function seesTheAccount(walk: Walk): Promise<void> {
  const { ada } = walk;
  const back = ada.page.locator(".head__back");
  if (await back.isVisible()) await ada.presses(back);
  await ada.presses("[data-test=settings]");
  for (const part of ["password-form", "sessions", "own-data", "delete-form"]) {
    await ada.presses(`details:has([data-test=${part}]) summary`);
    await ada.page.locator(`[data-test=${part}]`).waitFor();
  }
  await ada.page.locator("[data-test=sessions] .devices__end").first().waitFor();
  await walk.looks("settings, with devices and the way out for good");
  await walk.leaves();
  await ada.presses("[data-test=settings]");
  await ada.presses("[data-test=profile]");
  await ada.fills("input[name=status]", "In the garden");
  await ada.presses("[data-test=status-save]");
  await ada.page.locator("[data-test=status-now]").waitFor();
  await walk.looks("a line of status");
  await ada.presses("[data-test=status-emoji]");
  await ada.page.locator("[data-test=picker] button.emoji").first().waitFor();
  await walk.looks("an emoji for the status");
}

for (
  const [locale, setting, where] of [
    ["en", DESK, "at a desk"],
    ["uk", PHONE, "on a phone"],
    ["ru", DESK, "at a desk"],
    ["th", PHONE, "on a phone"],
  ] as const
) {
  journey(`what one rarely sees has no barrier ${where}, ${locale}`, async (way) => {
    await claims(way, "Ada", "Boris", "Vera");
    const room = await furnishes(way);
    const ada = await way.visitor({ ...setting, locale });
    await signsIn(ada, "Ada");
    await ada.page.goto(`${way.server.url}/#/${encodeURIComponent(room)}`);
    const walk = new Walk(ada);
    await seesTheRoom(walk);
    await seesThePicture(walk);
    await seesTheAccount(walk);
    assertEquals(walk.found, []);
  });
}
