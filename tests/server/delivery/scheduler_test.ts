import { assertEquals } from "@std/assert";
import { Chat } from "../../helpers/chat.ts";

/** A crowd of 120 in general, each of whom takes a tenth of a millisecond to tell, and two in a small room. */
function start() {
  const chat = new Chat();
  chat.joins("Maker").asks({ type: "create_room", room: "small" });
  const crowd = Array.from({ length: 120 }, (_, i) => chat.joins(`p${i}`));
  const [ada, eve] = [chat.joins("Ada", "small"), chat.joins("Eve", "small")];
  chat.scheduler.flushNow();
  while (chat.turns());
  for (const { connection: { transport } } of crowd) {
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

/** Says something, and two things more while it is told: the crowd rests now. */
function rest({ chat, say, heard }: ReturnType<typeof start>, meanwhile = () => {}): void {
  say("one");
  chat.turns();
  say("two");
  say("three");
  meanwhile();
  while (chat.turns());
  assertEquals(heard(), ["one"], "the telling took 12 ms");
}

Deno.test("TickScheduler rests as long as telling a crowd took, and batches meanwhile", () => {
  const here = start();
  const { chat, say, heard } = here;
  rest(here);
  say("four");
  while (chat.turns());
  assertEquals(heard(), []);
  assertEquals(
    chat.file().trimEnd().split("\n").at(-1)?.slice(-6),
    ": four",
    "it is in the file at once",
  );
  chat.clock.advance(11);
  while (chat.turns());
  assertEquals(heard(), []);
  chat.clock.advance(2);
  while (chat.turns());
  assertEquals(heard(), ["two", "three", "four"]);
});

Deno.test("Turn does not rest where a message comes now and then", () => {
  const { chat, say, heard } = start();
  say("one");
  chat.turns();
  say("two");
  while (chat.turns());
  assertEquals(heard(), ["one", "two"]);
});

Deno.test("TickScheduler serves few at once while a crowd waits, and all at the end", () => {
  const here = start();
  const { chat, ada, eve, heard } = here;
  rest(here);
  ada.asks({ type: "message", room: "small", text: "here" });
  while (chat.turns());
  assertEquals(eve.hearsOf("message").map(({ text }) => text), ["here"]);
  assertEquals(heard(), []);
  chat.scheduler.flushNow();
  while (chat.turns());
  assertEquals(heard(), ["two", "three"]);
});

Deno.test("Turn never rests longer than 20 ms, however long it took", () => {
  const here = start();
  const { chat, heard } = here;
  rest(here, () => chat.clock.set(chat.clock.now() + 5000));
  chat.clock.advance(21);
  while (chat.turns());
  assertEquals(heard(), ["two", "three"]);
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
  assertEquals(heard(), ["one", "two"]);
});
