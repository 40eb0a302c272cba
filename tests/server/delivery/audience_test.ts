import { assertEquals } from "@std/assert";
import { Chat } from "../../helpers/chat.ts";

Deno.test("a room of more than a thousand names the first, and tells of no coming", () => {
  const chat = new Chat();
  const first = chat.joins("First");
  for (let i = 0; i < 1000; i++) chat.joins(`p${i}`);
  while (chat.turns());
  first.hears();
  const late = chat.comes("Late").asks({ type: "join", room: "general" });
  while (chat.turns());
  const [users] = late.hearsOf("users");
  assertEquals([users?.users.length, users?.total], [200, 1002]);
  assertEquals(first.hearsOf("joined"), []);
  first.asks({ type: "message", room: "general", text: "everybody hears" });
  while (chat.turns());
  assertEquals(late.hearsOf("message").map(({ text }) => text), ["everybody hears"]);
});

Deno.test("TickScheduler sends a crowd's frames before it makes more, whoever stalls", () => {
  const chat = new Chat();
  const ears = Array.from({ length: 300 }, (_, i) => chat.joins(`p${i}`));
  while (chat.turns());
  let waiting = 100_000;
  for (const { connection } of ears) {
    Object.defineProperty(connection.transport, "waiting", { get: () => waiting });
  }
  ears[0]!.asks({ type: "message", room: "general", text: "one" });
  for (let i = 0; i < 20; i++) chat.turns();
  assertEquals(ears[299]!.hearsOf("message").length, 1);
  ears[0]!.asks({ type: "message", room: "general", text: "two" });
  for (let i = 0; i < 20; i++) chat.turns();
  assertEquals(ears[299]!.hearsOf("message").length, 0, "what was said before is still going out");
  waiting = 0;
  while (chat.turns());
  assertEquals(ears[299]!.hearsOf("message").length, 1);
  // Where nobody reads at all, it goes on after a while.
  waiting = 100_000;
  ears[0]!.asks({ type: "message", room: "general", text: "three" });
  ears[0]!.asks({ type: "message", room: "general", text: "four" });
  for (let i = 0; i < 500; i++) chat.turns();
  ears[0]!.asks({ type: "message", room: "general", text: "five" });
  for (let i = 0; i < 500; i++) chat.turns();
  assertEquals(ears[299]!.hearsOf("message").length, 3);
});
