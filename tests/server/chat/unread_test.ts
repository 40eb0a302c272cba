import { assertEquals, assertRejects } from "@std/assert";
import { callsIn, isCalled } from "../../../server/chat/mentions.ts";
import { mentions } from "../../../client/text/mention.js";
import { foldName } from "../../../server/people/names.ts";
import { Chat, type Ear } from "../../helpers/chat.ts";

function say(chat: Chat, ear: Ear, text: string, room = "general"): number {
  ear.asks({ type: "message", room, text, ref: crypto.randomUUID() });
  chat.turn.end();
  return ear.hearsOf("message").find((event) => event.text === text)!.id;
}

Deno.test("History.unread() counts what others said after a line, and who was called by name", async () => {
  const chat = new Chat();
  const [ada, boris] = [chat.joins("Ada"), chat.joins("Boris")];
  const first = say(chat, ada, "one");
  say(chat, boris, "mine");
  const third = say(chat, ada, "hey @boris");
  ada.asks({ type: "react", room: "general", id: third, emoji: "👍", on: true });
  chat.turn.end();
  const { history } = chat.rooms.get("general");
  const { end } = history;
  assertEquals(await history.unread(first, "boris"), {
    messages: 1,
    mentions: 1,
    end,
    more: false,
  });
  assertEquals(await history.unread(0, "boris"), { messages: 2, mentions: 1, end, more: false });
  assertEquals(await history.unread(third, "boris"), {
    messages: 0,
    mentions: 0,
    end,
    more: false,
  });
  // The end of what was there is a place too: whatever comes next begins there.
  assertEquals((await history.unread(end - 1, "boris")).messages, 0);
  say(chat, ada, "four");
  assertEquals((await history.unread(end - 1, "boris")).messages, 1);
  await assertRejects(() => history.unread(first + 3, "boris"), Error, "no line is there");
  await assertRejects(() => history.unread(1e12, "boris"), Error, "no line is there");
});

Deno.test("History.unread() stops at a thousand and says that there are more", async () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  for (let i = 0; i < 1002; i++) ada.asks({ type: "message", room: "general", text: `m${i}` });
  chat.turn.end();
  const counted = await chat.rooms.get("general").history.unread(0, "boris");
  assertEquals([counted.messages, counted.more], [1000, true]);
});

Deno.test("activity says how many were said since where, and to whom", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const [boris, cy] = [chat.comes("Boris"), chat.comes("Cy")];
  const { end: from } = chat.rooms.get("general").history;
  ada.asks({ type: "message", room: "general", text: "one" });
  ada.asks({ type: "message", room: "general", text: "@cy, two" });
  chat.turn.end();
  const { end } = chat.rooms.get("general").history;
  const told = { type: "activity", room: "general", end, from, messages: 2 } as const;
  assertEquals(boris.hearsOf("activity"), [told]);
  assertEquals(cy.hearsOf("activity"), [{ ...told, mentioned: true }]);
  chat.clock.advance(1000);
  say(chat, ada, "three");
  assertEquals(boris.hearsOf("activity")[0]?.from, end, "it goes on where the last one ended");
});

Deno.test("read is told to the same person's other connections, and to nobody else", () => {
  const chat = new Chat({ accounts: ["Ada"] });
  const who = { account: true, session: "s" };
  const [here, there] = [chat.joins("Ada", "general", who), chat.comes("Ada", who)];
  const boris = chat.joins("Boris");
  const id = say(chat, boris, "hi");
  here.asks({ type: "read", room: "general", id });
  chat.turn.end();
  assertEquals(there.hearsOf("read"), [{ type: "read", room: "general", id }]);
  assertEquals([here.hearsOf("read"), boris.hearsOf("read")], [[], []]);
  here.asks({ type: "read", room: "general", id });
  chat.turn.end();
  assertEquals(there.hearsOf("read"), [], "nothing new was read");
});

Deno.test("mentions() and isCalled() know the same people, whatever the script and the case", () => {
  const names = ["Ada", "Ada Lovelace", "Іра", "Boris 2", "สมชาย", "O'Neil", "Ž"];
  const texts = [
    "@Ada",
    "hi @ada!",
    "@adalbert",
    "mail ada@ada.example",
    "@Ada Lovelace, look",
    "@ІРА дивись",
    "(@boris 2)",
    "@Boris 21",
    "@สมชาย ครับ",
    "@o'neil's",
    "@ž",
    "@@Ada",
    "@",
    "Ada",
    "@\u0041\u0301da",
  ];
  for (const name of names) {
    for (const text of texts) {
      const told = isCalled(callsIn(text), foldName(name));
      assertEquals(mentions(text, name), told, `${name}: ${text}`);
    }
  }
  assertEquals(mentions("@ada!", "Ada"), true);
  assertEquals(mentions("@adalbert", "Ada"), false);
  assertEquals(mentions("x@ada", "Ada"), false);
  assertEquals(mentions("@ІРА", "Іра"), true);
  assertEquals(callsIn("@a ".repeat(1000)).length, 20);
});
