import { assertEquals, assertRejects } from "@std/assert";
import { Activity } from "../../../server/delivery/activity.ts";
import { Chat, type FakeClient } from "../../helpers/chat.ts";

/** Who counts: of those who are there, Boris. */
const BORIS = { key: "boris", isName: (key: string) => ["ada", "boris"].includes(key) };

function say(chat: Chat, client: FakeClient, text: string, room = "general"): number {
  client.asks({ type: "message", room, text, ref: crypto.randomUUID() });
  chat.scheduler.flushNow();
  return client.hearsOf("message").find((event) => event.text === text)!.id;
}

Deno.test("History.unread() counts what others said after a line, and mentions", async () => {
  const chat = new Chat();
  const [ada, boris] = [chat.joins("Ada"), chat.joins("Boris")];
  const first = say(chat, ada, "one");
  say(chat, boris, "mine");
  const third = say(chat, ada, "hey @boris");
  ada.asks({ type: "react", room: "general", id: third, emoji: "👍", on: true });
  chat.scheduler.flushNow();
  const { history } = chat.rooms.get("general");
  const { end } = history;
  assertEquals(await history.unread(first, BORIS), {
    messages: 1,
    mentions: 1,
    first: third,
    first_mention: third,
    end,
    more: false,
  });
  assertEquals(await history.unread(0, BORIS), {
    messages: 2,
    mentions: 1,
    first,
    first_mention: third,
    end,
    more: false,
  });
  assertEquals(await history.unread(third, BORIS), {
    messages: 0,
    mentions: 0,
    end,
    more: false,
  });
  // The end of what was there is a place too: whatever comes next begins there.
  assertEquals((await history.unread(end - 1, BORIS)).messages, 0);
  say(chat, ada, "four");
  assertEquals((await history.unread(end - 1, BORIS)).messages, 1);
  await assertRejects(() => history.unread(first + 3, BORIS), Error, "no line is there");
  await assertRejects(() => history.unread(1e12, BORIS), Error, "no line is there");
});

Deno.test("History.unread() stops at a thousand and says that there are more", async () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  for (let i = 0; i < 1002; i++) ada.asks({ type: "message", room: "general", text: `m${i}` });
  chat.scheduler.flushNow();
  const counted = await chat.rooms.get("general").history.unread(0, BORIS);
  assertEquals([counted.messages, counted.more], [1000, true]);
});

Deno.test("activity says how many were said since where, and to whom", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const [boris, cy] = [chat.comes("Boris"), chat.comes("Cy")];
  const { end: from } = chat.rooms.get("general").history;
  ada.asks({ type: "message", room: "general", text: "one" });
  ada.asks({ type: "message", room: "general", text: "@cy, two" });
  chat.scheduler.flushNow();
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
  chat.scheduler.flushNow();
  assertEquals(there.hearsOf("read"), [{ type: "read", room: "general", id }]);
  assertEquals([here.hearsOf("read"), boris.hearsOf("read")], [[], []]);
  here.asks({ type: "read", room: "general", id });
  chat.scheduler.flushNow();
  assertEquals(there.hearsOf("read"), [], "nothing new was read");
});

Deno.test("read takes the byte before what is to come, for who read all without opening", () => {
  const chat = new Chat({ accounts: ["Ada"] });
  const who = { account: true, session: "s" };
  const [here, there] = [chat.comes("Ada", who), chat.comes("Ada", who)];
  const boris = chat.joins("Boris");
  say(chat, boris, "one");
  const { history } = chat.rooms.get("general");
  const id = history.end - 1;
  for (const wrong of [id - 2, id + 1, id + 2]) {
    here.asks({ type: "read", room: "general", id: wrong });
  }
  here.asks({ type: "read", room: "general", id });
  chat.scheduler.flushNow();
  assertEquals(there.hearsOf("read"), [{ type: "read", room: "general", id }]);
  const mark = () => chat.rooms.list(here.connection.member).rooms[0]!.read;
  assertEquals(mark(), id);
  const second = say(chat, boris, "two");
  here.asks({ type: "read", room: "general", id });
  here.asks({ type: "read", room: "general", id: second });
  assertEquals(mark(), second, "and then a message");
});

Deno.test("History.unread() counts nothing erased, and mentions as they stand (report 23)", async () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const [gone, changed] = [say(chat, ada, "@Boris gone"), say(chat, ada, "@Boris stays")];
  say(chat, ada, "plain");
  const { history } = chat.rooms.get("general");
  assertEquals([
    (await history.unread(0, BORIS)).messages,
    (await history.unread(0, BORIS)).mentions,
  ], [3, 2]);
  ada.asks({ type: "erase", room: "general", id: gone });
  ada.asks({ type: "edit", room: "general", id: changed, text: "nobody is meant" });
  chat.scheduler.flushNow();
  const { messages, mentions } = await history.unread(0, BORIS);
  assertEquals([messages, mentions], [2, 0]);
});

Deno.test("activity tells those elsewhere to count anew after changes (report 23)", () => {
  const chat = new Chat({ accounts: ["Ada", "Boris"] });
  const ada = chat.joins("Ada", "general", { account: true });
  const boris = chat.comes("Boris", { account: true });
  const id = say(chat, ada, "@Boris come");
  boris.hearsOf("activity");
  chat.clock.advance(1000);
  ada.asks({ type: "erase", room: "general", id });
  chat.scheduler.flushNow();
  const [told] = boris.hearsOf("activity");
  assertEquals([told?.amended, told?.messages, told?.mentioned], [true, 0, undefined]);
  const { end } = chat.rooms.get("general").history;
  assertEquals(told?.end, end);
});

Deno.test("activity of a private conversation tells of words that went as well (report 23)", () => {
  const chat = new Chat({ accounts: ["Ada", "Boris"] });
  const ada = chat.joins("Ada", "@Boris", { account: true });
  const boris = chat.comes("Boris", { account: true });
  const id = say(chat, ada, "come", "@Boris");
  boris.hearsOf("activity");
  ada.asks({ type: "erase", room: "@Boris", id });
  chat.scheduler.flushNow();
  assertEquals(boris.hearsOf("activity").map(({ room, amended }) => [room, amended]), [[
    "@Ada",
    true,
  ]]);
});

Deno.test("Activity tells of others alone whoever has blocked one of those who spoke", () => {
  const chat = new Chat();
  const [ada, vera] = [chat.comes("Ada"), chat.comes("Vera")];
  const ignored = new Set(["boris"]);
  const activity = new Activity(
    chat.clock,
    chat.scheduler,
    chat.lobby,
    (key) => key === "ada",
    ({ key }) => key === "ada" ? ignored : new Set(),
  );
  const place = { key: "x", name: "x", history: { end: 99 }, isFor: () => true };
  const said = (id: number, name: string, text: string) =>
    activity.said(place, { id, time: "", name, text });
  const heard = (client: FakeClient) =>
    client.hearsOf("activity").map(({ messages, mentioned }) => [messages, mentioned]);
  said(1, "Boris", "@Ada hello");
  said(2, "Boris", "and again");
  activity.onTick();
  chat.scheduler.flushNow();
  assertEquals([heard(ada), heard(vera)], [[], [[2, undefined]]]);
  chat.clock.advance(1000);
  said(3, "Boris", "@Ada hello");
  said(4, "Vera", "and @Ada here");
  activity.onTick();
  chat.scheduler.flushNow();
  assertEquals([heard(ada), heard(vera)], [[[1, true]], [[2, undefined]]]);
  activity.close();
});
