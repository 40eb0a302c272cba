/** What is sent again: answers that never arrive, before a restart and after it. Each text is stored once. */
import { assert, assertEquals } from "@std/assert";
import { Bot } from "../helpers/bot.ts";
import { Chat } from "../helpers/chat.ts";
import { eventually } from "../helpers/wait.ts";
import { ServerProcess, temporaryFolder } from "../helpers/process.ts";
import { parse } from "../../server/history/line.ts";

const SENDS = 10_000;
const BOTS = 10;
const KILLS = 5;

Deno.test("10,000 sends, a fifth of the answers lost, five kills: 10,000 lines", async () => {
  await using folder = await temporaryFolder();
  const args = ["--data", folder.path, "--limits", "none"];
  let server = await ServerProcess.start(["--port", "0", ...args]);
  const { url } = server;
  const bots = Array.from({ length: BOTS }, (_, i) => new Bot(`Bot ${i}`, i, SENDS / BOTS));
  const count = (): number => bots.reduce((sum, { confirmed }) => sum + confirmed.size, 0);
  const running = Promise.all(bots.map((bot) => bot.run(() => url)));
  for (let kill = 1; kill <= KILLS; kill++) {
    const enough = kill * SENDS / (KILLS + 1);
    await eventually(`${enough} are confirmed`, () => count() >= enough);
    await server.end("SIGKILL");
    server = await ServerProcess.start(["--port", new URL(url).port, ...args]);
    assertEquals(server.url, url, server.output);
  }
  await running;
  assertEquals(await server.end(), 0);
  const bytes = await Deno.readFile(`${folder.path}/rooms/general.txt`);
  const lines = new TextDecoder().decode(bytes).trimEnd().split("\n").slice(1);
  const texts = lines.map((line) => {
    const entry = parse(line);
    return entry?.kind === "message" ? entry.text : line;
  });
  assertEquals([texts.length, new Set(texts).size, count()], [SENDS, SENDS, SENDS]);
  for (const { confirmed } of bots) {
    for (const [text, id] of confirmed) {
      assert(new TextDecoder().decode(bytes.subarray(id, id + 80)).includes(`: ${text}\n`), text);
    }
  }
});

/** Sends a message whose answer is never heard, and ends the run. */
function losesAnswer(text: string): { later: Chat; after: number; epoch: string } {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  ada.asks({ type: "message", room: "general", text: "known", ref: "r0" });
  chat.scheduler.flushNow();
  const after = ada.hearsOf("message")[0]!.id;
  const { epoch } = chat.rooms.get("general").history;
  ada.asks({ type: "message", room: "general", text, ref: "r1" });
  chat.scheduler.flushNow();
  return { later: chat.restarts({ cleanShutdown: false }), after, epoch };
}

Deno.test("a resend after a restart is known by its ref, whatever its client has seen", () => {
  for (const from of ["the message before", "nothing"]) {
    const { later, after, epoch } = losesAnswer("again");
    const join = { type: "join", room: "general", ...(from === "nothing" ? {} : { after, epoch }) };
    const back = later.comes("Ada").asks(join);
    back.asks({ type: "message", room: "general", text: "again", ref: "r1" });
    later.scheduler.flushNow();
    assertEquals(later.file().split("Ada: again").length, 2, from);
    assertEquals(back.hearsOf("message").map(({ ref }) => ref), ["r1"]);
  }
});

Deno.test("a resend after a restart is known by its words where the note of its ref is gone", () => {
  const { later, after, epoch } = losesAnswer("again");
  later.disk.remove("data/index");
  const back = later.comes("Ada").asks({ type: "join", room: "general", after, epoch });
  back.asks({ type: "message", room: "general", text: "again", ref: "r1" });
  back.asks({ type: "message", room: "general", text: "again", ref: "r2" });
  later.scheduler.flushNow();
  assertEquals(later.file().split("Ada: again").length, 3, "resent once, said anew once");
});

Deno.test("a kill between any two calls of the disk stores no resend twice", () => {
  for (let nth = 1; nth <= 20; nth++) {
    const chat = new Chat();
    const ada = chat.joins("Ada");
    const first = chat.disk.calls;
    chat.disk.onCall = (_call, count) => {
      if (count - first + 1 >= nth) throw new Error("killed");
    };
    const refs = ["one", "two", "three", "four"];
    const say = (client: typeof ada, ref: string) =>
      client.asks({ type: "message", room: "general", text: `say ${ref}`, ref });
    for (const ref of refs) {
      say(ada, ref);
      chat.scheduler.flushNow();
    }
    chat.disk.onCall = () => {};
    const later = chat.restarts({ cleanShutdown: false });
    const back = later.comes("Ada").asks({ type: "join", room: "general" });
    for (const ref of refs) say(back, ref);
    later.scheduler.flushNow();
    for (const ref of refs) {
      assertEquals(
        later.file().split(`Ada: say ${ref}\n`).length,
        2,
        `${ref}, killed at call ${nth}`,
      );
    }
  }
});

Deno.test("nobody else's message, and no other words, pass for a resend", () => {
  const { later, after, epoch } = losesAnswer("again");
  const eve = later.comes("Eve").asks({ type: "join", room: "general", after, epoch });
  eve.asks({ type: "message", room: "general", text: "again", ref: "r1" });
  const ada = later.comes("Ada").asks({ type: "join", room: "general", after, epoch });
  ada.asks({ type: "message", room: "general", text: "something else", ref: "r1" });
  later.scheduler.flushNow();
  assert(later.file().includes("Eve: again\n") && later.file().includes("Ada: something else\n"));
});

Deno.test("a torn note of a ref is no note, and the ones after it are", () => {
  const { later, after, epoch } = losesAnswer("again");
  later.disk.add("data/index/general/refs", "12345 r");
  const back = later.comes("Ada").asks({ type: "join", room: "general", after, epoch });
  back.asks({ type: "message", room: "general", text: "more", ref: "r2" });
  later.scheduler.flushNow();
  const last = later.restarts({ cleanShutdown: false });
  const again = last.comes("Ada").asks({ type: "join", room: "general" });
  again.asks({ type: "message", room: "general", text: "more", ref: "r2" });
  last.scheduler.flushNow();
  assertEquals(last.file().split("Ada: more").length, 2);
});

Deno.test("what the run before noted is known after its file began anew", () => {
  const { later } = losesAnswer("again");
  const ada = later.comes("Ada").asks({ type: "join", room: "general" });
  const size = () => later.disk.size("data/index/general/refs") ?? 0;
  ada.asks({ type: "message", room: "general", text: "new", ref: "first" });
  later.scheduler.flushNow();
  let before = 0;
  for (let i = 0; size() >= before; i++) {
    before = size();
    for (let k = 0; k < 500; k++) {
      const ref = `${i}-${k}`.padEnd(36, ".");
      ada.asks({ type: "message", room: "general", text: ref, ref });
    }
    later.scheduler.flushNow();
  }
  ada.hears();
  ada.asks({ type: "message", room: "general", text: "again", ref: "r1" });
  later.scheduler.flushNow();
  assertEquals(later.file().split("Ada: again").length, 2);
  assertEquals(ada.hearsOf("message").map(({ ref }) => ref), ["r1"]);
});

Deno.test("a client resumes from the last message it has, or from the end it was told", () => {
  const chat = new Chat();
  const boris = chat.comes("Boris").asks({ type: "join", room: "general" });
  const ada = chat.comes("Ada").asks({ type: "join", room: "general" });
  chat.scheduler.flushNow();
  const { end, epoch } = boris.hearsOf("history")[0]!;
  boris.drops();
  ada.asks({ type: "message", room: "general", text: "missed", ref: "r1" });
  chat.scheduler.flushNow();
  const id = ada.hearsOf("message")[0]!.id;
  assertEquals(id, end, "the message came to stand just where the end was");
  const back = chat.comes("Boris").asks({ type: "join", room: "general", after: end, epoch });
  chat.scheduler.flushNow();
  assertEquals(back.hearsOf("history")[0]!.messages.map(({ text }) => text), ["missed"]);
  back.drops();
  const again = chat.comes("Boris").asks({ type: "join", room: "general", after: id, epoch });
  chat.scheduler.flushNow();
  assertEquals(again.hearsOf("history")[0]!.messages, []);
});
