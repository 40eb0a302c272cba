import { assertEquals } from "@std/assert";
import { Chat } from "../../helpers/chat.ts";

/** A crowd of 120 in general, each of whom takes a tenth of a millisecond to tell, and two in a small room. */
function start() {
  const chat = new Chat();
  chat.joins("Maker").asks({ type: "create_room", room: "small" });
  const crowd = Array.from({ length: 120 }, (_, i) => chat.joins(`p${i}`));
  const [ada, eve] = [chat.joins("Ada", "small"), chat.joins("Eve", "small")];
  chat.turn.end();
  while (chat.turns());
  for (const { listener: { transport } } of crowd) {
    const send = transport.send.bind(transport);
    transport.send = (frame) => {
      chat.clock.set(chat.clock.now() + 0.1);
      send(frame);
    };
  }
  const [talker, hearer] = [crowd[0]!, crowd[119]!];
  hearer.hears();
  eve.hears();
  const say = (text: string) => talker.asks({ type: "message", room: "general", text });
  const heard = () => hearer.hearsOf("message").map(({ text }) => text);
  return { chat, ada, eve, say, heard };
}

Deno.test("Turn rests after telling a crowd for as long as that took; what was said meanwhile goes out together", () => {
  const { chat, say, heard } = start();
  say("one");
  while (chat.turns());
  assertEquals(heard(), ["one"]);
  say("two");
  while (chat.turns());
  say("three");
  while (chat.turns());
  assertEquals(heard(), [], "the telling took 12 ms");
  assertEquals(chat.file().trimEnd().split("\n").slice(-2).map((line) => line.slice(-5)), [
    ": two",
    "three",
  ], "it is in the file at once");
  chat.clock.advance(11);
  while (chat.turns());
  assertEquals(heard(), []);
  chat.clock.advance(2);
  while (chat.turns());
  assertEquals(heard(), ["two", "three"]);
});

Deno.test("Turn lets few hear at once while a crowd waits, and the crowd too when the chat ends", () => {
  const { chat, ada, eve, say, heard } = start();
  say("one");
  while (chat.turns());
  heard();
  say("two");
  ada.asks({ type: "message", room: "small", text: "here" });
  while (chat.turns());
  assertEquals(eve.hearsOf("message").map(({ text }) => text), ["here"]);
  assertEquals(heard(), []);
  chat.turn.end();
  while (chat.turns());
  assertEquals(heard(), ["two"]);
});

Deno.test("Turn never rests longer than 20 ms, however long it took", () => {
  const { chat, say, heard } = start();
  say("one");
  for (let i = 0; i < 3; i++) chat.turns();
  chat.clock.set(chat.clock.now() + 5000);
  while (chat.turns());
  heard();
  say("two");
  while (chat.turns());
  assertEquals(heard(), []);
  chat.clock.advance(21);
  while (chat.turns());
  assertEquals(heard(), ["two"]);
});

Deno.test("Turn begins no other turn while it hands frames over", () => {
  const { chat, say, heard } = start();
  say("one");
  chat.turns();
  say("two");
  chat.turns();
  assertEquals(chat.file().includes("two"), false, "120 frames take five turns of the loop");
  while (chat.turns());
  assertEquals(chat.file().includes("two"), true);
  assertEquals(heard(), ["one"]);
});
