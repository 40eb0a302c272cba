/** Who is told how far somebody has read, and who never is. */
import { assertEquals } from "@std/assert";
import { MAX_SEEN_BY_PEOPLE } from "../../../../server/chat/seen/seen_by.ts";
import { Chat, type FakeClient } from "../../../helpers/chat.ts";

const ACCOUNT = { account: true };

function told(client: FakeClient): [string, string, number][] {
  return client.hearsOf("read_by").map(({ room, name, id }) => [room, name, id]);
}

/** A chat with a room, and three people with accounts in it who have heard everything. */
function start(accounts = ["Ada", "Boris", "Vera"]) {
  const chat = new Chat({ accounts });
  const people = accounts.slice(0, 3).map((name) => chat.comes(name, ACCOUNT));
  for (const one of people) one.asks({ type: "join", room: "general" });
  chat.turns();
  const say = (text: string) => {
    people[0]!.asks({ type: "message", room: "general", text });
    chat.turns();
    const [{ id } = { id: 0 }] = people[1]!.hearsOf("message");
    for (const one of people) one.hears();
    return id;
  };
  return { chat, people: people as [FakeClient, FakeClient, FakeClient], say };
}

Deno.test("read_by tells the other accounts in a small room, and a newcomer all at once", () => {
  const { chat, people: [ada, boris, vera], say } = start();
  const guest = chat.comes("Guest");
  guest.asks({ type: "join", room: "general" });
  const id = say("hello");
  boris.asks({ type: "read", room: "general", id });
  chat.turns();
  assertEquals(told(ada), [["general", "Boris", id]]);
  assertEquals(told(vera), [["general", "Boris", id]]);
  assertEquals([told(boris), told(guest)], [[], []], "neither oneself nor a guest");
  boris.asks({ type: "read", room: "general", id });
  chat.turns();
  assertEquals(told(ada), [], "once");
  const again = chat.comes("Ada", ACCOUNT);
  again.asks({ type: "join", room: "general" });
  chat.turns();
  assertEquals(told(again), [["general", "Boris", id]]);
});

Deno.test("read_by tells a room at most once a second, however fast people read", () => {
  const { chat, people: [ada, boris, vera], say } = start();
  const ids = [];
  for (let i = 0; i < 5; i++) ids.push(say(`word ${i}`));
  for (const id of ids) boris.asks({ type: "read", room: "general", id });
  vera.asks({ type: "read", room: "general", id: ids[0]! });
  vera.asks({ type: "read", room: "general", id: ids[3]! });
  chat.turns();
  assertEquals(told(ada), [["general", "Boris", ids[0]]]);
  chat.clock.advance(1000);
  chat.turns();
  assertEquals(told(ada), [["general", "Boris", ids[4]], ["general", "Vera", ids[3]]]);
  chat.clock.advance(5000);
  chat.turns();
  assertEquals(told(ada), [], "nothing is told twice");
});

Deno.test("who tells nobody how far they read is told of nobody, and is forgotten", () => {
  const { chat, people: [ada, boris, vera], say } = start();
  const id = say("hello");
  boris.asks({ type: "read", room: "general", id });
  chat.turns();
  for (const one of [ada, vera]) one.hears();
  chat.silent.add("boris");
  chat.seenBy.changed(boris.connection.member, [chat.rooms.get("general")]);
  chat.clock.advance(1000);
  ada.asks({ type: "read", room: "general", id });
  chat.turns();
  assertEquals(told(vera), [["general", "Boris", 0], ["general", "Ada", id]]);
  assertEquals(told(boris), []);
  const next = say("and now?");
  boris.asks({ type: "read", room: "general", id: next });
  chat.turns();
  assertEquals([told(ada), told(vera)], [[], []]);
  chat.silent.delete("boris");
  chat.seenBy.changed(boris.connection.member, [chat.rooms.get("general")]);
  chat.turns();
  assertEquals(told(vera), [["general", "Boris", next]]);
  assertEquals(told(boris), [["general", "Ada", id]]);
});

Deno.test("read_by falls silent in a room of more than twenty, and takes back what it told", () => {
  const names = Array.from({ length: MAX_SEEN_BY_PEOPLE + 1 }, (_, i) => `P${i}`);
  const { chat, people: [first, second], say } = start(names);
  const id = say("hello");
  second.asks({ type: "read", room: "general", id });
  chat.turns();
  assertEquals(told(first), [["general", "P1", id]]);
  const others = names.slice(3).map((name) => {
    const one = chat.comes(name, ACCOUNT);
    one.asks({ type: "join", room: "general" });
    one.asks({ type: "read", room: "general", id });
    // Who has read and left belongs to the room all the same.
    one.drops();
    return one;
  });
  chat.clock.advance(20_000);
  chat.turns();
  const last = new Map(told(first).map(([, name, at]) => [name, at]));
  assertEquals([others.length, last.get("P1"), last.get("P3")], [18, 0, 0]);
  const next = say("still here?");
  second.asks({ type: "read", room: "general", id: next });
  first.asks({ type: "read", room: "general", id: next });
  chat.turns();
  assertEquals([told(first), told(second)], [[], []]);
  const late = chat.comes("P3", ACCOUNT);
  late.asks({ type: "join", room: "general" });
  chat.turns();
  assertEquals(told(late), []);
});

Deno.test("in private each of the two is told by the other's name, and nobody else", () => {
  const { chat, people: [ada, boris, vera] } = start();
  ada.asks({ type: "join", room: "@Boris" }).asks({
    type: "message",
    room: "@Boris",
    text: "psst",
  });
  boris.asks({ type: "join", room: "@Ada" });
  chat.turns();
  const [{ id } = { id: 0 }] = ada.hearsOf("message");
  boris.hears();
  boris.asks({ type: "read", room: "@Ada", id });
  vera.asks({ type: "read", room: "@Ada", id });
  chat.turns();
  assertEquals(told(ada), [["@Boris", "Boris", id]]);
  assertEquals([told(boris), told(vera)], [[], []]);
});
