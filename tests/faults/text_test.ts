/** What people can write: accepted text is the same in the answer, the file and the next run. */
import { assert, assertEquals } from "@std/assert";
import { Chat } from "../helpers/chat.ts";
import { forgedTexts, naughtyTexts, oddNames, oddRooms, scripts } from "../helpers/hostile.ts";
import { random, randomText } from "../helpers/random.ts";
import { ChatError } from "../../server/base/errors.ts";
import { foldName, personName, roomName } from "../../server/people/names.ts";
import type { Message } from "../../server/protocol.ts";

/** What a name or a text would be stored as, or null where it is refused with a sentence. */
function accepted(read: (value: string) => string, value: string): string | null {
  try {
    return read(value);
  } catch (error) {
    assert(error instanceof ChatError, `${JSON.stringify(value)}: ${error}`);
    assert(/^Cannot .*[^.]$/.test(error.message), error.message);
    return null;
  }
}

async function all(chat: Chat): Promise<Message[]> {
  const { history } = chat.rooms.get("general");
  const pages: Message[][] = [];
  let page = await history.before(null, 1_000_000);
  pages.unshift(page.messages);
  while (page.more) {
    page = await history.before(page.start, 1_000_000);
    pages.unshift(page.messages);
  }
  return pages.flat();
}

Deno.test("accepted text is the same in the answer, in the file and after a restart", async () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const next = random(11);
  const sent = [...naughtyTexts(), ...Array.from({ length: 10_000 }, () => randomText(next))];
  const told: Message[] = [];
  let refused = 0;
  for (const [i, text] of sent.entries()) {
    ada.asks({ type: "message", room: "general", text, ref: `r${i}` });
    chat.scheduler.flushNow();
    const [event] = ada.hears();
    if (event?.type === "message") {
      const { type: _type, room: _room, ref: _ref, ...message } = event;
      told.push(message);
      assert(event.text.isWellFormed());
      // Only line ends, controls and lone surrogates are anything else than what was sent.
      // deno-lint-ignore no-control-regex -- these are what may change
      if (!/[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]/.test(text) && text.isWellFormed()) {
        assertEquals(event.text, text);
      }
    } else {
      assert(event?.type === "error" && ["empty", "too_long"].includes(event.code));
      refused++;
    }
  }
  assert(told.length > 9000 && told.length + refused === sent.length);
  assertEquals(await all(chat.restarts()), told);
  // What `cat` shows: whole UTF-8 and nothing that drives a terminal.
  const file = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
    .decode(chat.disk.files.get("data/rooms/general.txt")!.bytes);
  // deno-lint-ignore no-control-regex -- these must not be there
  assertEquals(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u2029]/.test(file), false);
});

Deno.test("no text and no name can forge a line: as many lines as messages", async () => {
  const names = [...new Set(oddNames().map((name) => accepted(personName, name)))]
    .filter((name) => name !== null);
  const texts = forgedTexts();
  assert(texts.length >= 200 && oddNames().length >= 100 && names.length > 20);
  const chat = new Chat();
  const sent: [string, string][] = [];
  for (const name of names) {
    const client = chat.joins(name);
    for (const text of texts) {
      client.asks({ type: "message", room: "general", text });
      chat.scheduler.flushNow();
      for (const { text: told } of client.hearsOf("message")) sent.push([name, told]);
    }
    client.asks({ type: "leave", room: "general" });
    client.drops();
  }
  assertEquals(sent.length, names.length * texts.length);
  const messages = await all(chat.restarts());
  assertEquals(messages.map(({ name, text }) => [name, text]), sent);
  assert(!messages.some(({ erased, edited, reactions }) => erased || edited || reactions));
  // As `grep -c` counts, with the line that says who made the room.
  const stamped = chat.file().split("\n").filter((line) => /^\[....-/.test(line));
  assertEquals(stamped.length, sent.length + 1);
});

Deno.test("no name of a room leads out of its folder, and no two lead to one file", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const rooms = oddRooms();
  assert(rooms.length >= 150, String(rooms.length));
  for (const room of rooms) {
    ada.asks({ type: "create_room", room });
    chat.scheduler.flushNow();
    for (const event of ada.hears()) {
      assert(["room_created", "error"].includes(event.type), `${room}: ${event.type}`);
      if (event.type === "error") assert(["bad_name", "exists"].includes(event.code), event.code);
    }
  }
  const files = [...chat.disk.files.keys()].filter((path) => !path.startsWith("data/index/"));
  for (const path of files) assert(/^data\/rooms\/[^/\\\0]+\.txt$/.test(path), path);
  const folded = files.map((path) => path.normalize("NFKC").toUpperCase().normalize("NFKC"));
  assertEquals(
    new Set(folded).size,
    folded.length,
    "a file system that ignores case keeps them apart",
  );
  for (const path of files) assert(new TextEncoder().encode(path.slice(11)).length <= 200, path);
  assertEquals(chat.bugs, []);
  assertEquals(chat.restarts().rooms.list(null).rooms.length, files.length);
});

Deno.test("no markup is a name, whatever it would run", () => {
  const all = scripts();
  assert(all.length > 2000, String(all.length));
  for (const script of all) {
    assertEquals(accepted(personName, script), null);
    assertEquals(accepted(roomName, script), null);
  }
});

Deno.test("a name that is accepted stays what it is however often it is read", () => {
  for (const name of [...oddNames(), ...oddRooms()]) {
    const once = accepted(personName, name);
    if (once === null) continue;
    assertEquals(personName(once), once);
    assertEquals(foldName(foldName(once)), foldName(once));
  }
});
