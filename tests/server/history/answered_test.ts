import { assert, assertEquals } from "@std/assert";
import { Chat, type FakeClient } from "../../helpers/chat.ts";
import { format, parse } from "../../../server/history/line.ts";

function say(
  chat: Chat,
  client: FakeClient,
  text: string,
  more: Record<string, unknown> = {},
): number {
  client.asks({ type: "message", room: "general", text, ref: text.slice(0, 30), ...more });
  chat.scheduler.flushNow();
  return client.hearsOf("message").find((event) => event.text === text)!.id;
}

Deno.test("an answer is a line that says what it answers, told with its author (ux 15)", () => {
  const chat = new Chat();
  const [ada, boris] = [chat.joins("Ada"), chat.joins("Boris")];
  const id = say(chat, ada, "Hello");
  boris.hears();
  const answer = say(chat, boris, "Hello yourself", { to: id });
  assert(chat.file().includes(`* Boris answered ${id}: Hello yourself\n`), chat.file());
  const to = { id, name: "Ada", text: "Hello" };
  assertEquals(ada.hearsOf("message").map((event) => event.to), [to]);
  const later = chat.restarts().rooms.get("general").history;
  assertEquals(later.last(1).messages[0]?.to, to);
  assertEquals(later.find(answer)?.to, to);
  assertEquals(later.since(id, 10)?.messages[0]?.to, to);
});

Deno.test("an answer tells the words that stand there now, and no erased ones (ux 15)", () => {
  const chat = new Chat();
  const [ada, boris] = [chat.joins("Ada"), chat.joins("Boris")];
  const id = say(chat, ada, "a password, oops");
  say(chat, boris, "take it back", { to: id });
  const told = () => chat.rooms.get("general").history.last(1).messages[0]?.to?.text;
  ada.asks({ type: "edit", room: "general", id, text: "another password" });
  chat.scheduler.flushNow();
  assertEquals(told(), "another password");
  ada.asks({ type: "erase", room: "general", id });
  chat.scheduler.flushNow();
  assertEquals(told(), "");
  const after = chat.restarts();
  assertEquals(after.rooms.get("general").history.last(1).messages[0]?.to, {
    id,
    name: "Ada",
    text: "",
  });
  assert(!chat.file().includes("password"));
});

Deno.test("an erased answer loses its words and what it answered (ux 15)", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const id = say(chat, ada, "one");
  const answer = say(chat, ada, "secret words", { to: id });
  ada.asks({ type: "erase", room: "general", id: answer });
  chat.scheduler.flushNow();
  assert(chat.file().includes(`* Ada answered ${id}: ------------\n`), chat.file());
  const { erased, to } = chat.rooms.get("general").history.find(answer)!;
  assertEquals([erased, to], [true, undefined]);
});

Deno.test("what is no message of the room cannot be answered, at no loss (ux 15)", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const id = say(chat, ada, "one");
  ada.asks({ type: "react", room: "general", id, emoji: "👍", on: true });
  chat.scheduler.flushNow();
  const { end } = chat.rooms.get("general").history;
  ada.hears();
  for (const to of [id + 1, end, 1e12]) {
    ada.asks({ type: "message", room: "general", text: "x", ref: `r${to}`, to });
    chat.scheduler.flushNow();
    assertEquals(ada.hearsOf("error").map(({ code, ref }) => [code, ref]), [[
      "not_found",
      `r${to}`,
    ]]);
  }
  for (const to of [-1, 1.5, "45", {}]) {
    ada.asks({ type: "message", room: "general", text: "x", to });
    chat.scheduler.flushNow();
    assertEquals(ada.hearsOf("error").map(({ code }) => code), ["bad_request"]);
  }
  assertEquals(chat.rooms.get("general").history.end, end);
});

Deno.test("who is answered is called, elsewhere and in what is unread (ux 15)", async () => {
  const chat = new Chat();
  const [ada, boris] = [chat.joins("Ada"), chat.joins("Boris")];
  const id = say(chat, ada, "who comes?");
  ada.asks({ type: "leave", room: "general" });
  chat.clock.advance(1000);
  ada.hears();
  say(chat, boris, "I do", { to: id });
  assertEquals(ada.hearsOf("activity").map(({ mentioned }) => mentioned), [true]);
  const counting = { key: "ada", isName: () => false };
  assertEquals((await chat.rooms.get("general").history.unread(id, counting)).mentions, 1);
});

Deno.test("parse() reads an answer with words or a file, format() writes it (ux 15)", () => {
  for (
    const line of [
      "[2025-11-19 23:49:00] * Boris answered 45: Hello yourself",
      "[2025-11-19 23:49:00] * Boris answered 45: ",
      '[2025-11-19 23:49:20] * Boris answered 45 with 9f2c41d0a7b3.jpg image/jpeg 34012 "tea.jpg": like this',
      "[2025-11-19 23:49:00] * A answered 1: answered 2: b",
      "[2025-11-19 23:49:00] * Boris answered answered 45: x",
    ]
  ) {
    const entry = parse(line);
    assertEquals(entry && format(entry), line);
  }
  assertEquals(parse("[2025-11-19 23:49:00] * Boris answered: x"), null);
});

Deno.test("erasing an answer with a file overwrites its words and the file's (ux 15)", () => {
  const chat = new Chat({ accounts: ["Boris with x"] });
  const ada = chat.joins("Ada");
  const id = say(chat, ada, "tea?");
  const line = (file: string, name: string, text: string) =>
    `[2025-11-19 23:49:20] * Boris with x answered ${id} with ${file} image/jpeg 34012 "${name}": ${text}\n`;
  chat.disk.add("data/rooms/general.txt", line("9f2c41d0a7b3.jpg", "tea.jpg", "like this"));
  const later = chat.restarts();
  const boris = later.joins("Boris with x", "general", { account: true });
  const message = later.rooms.get("general").history.last(1).messages[0]!;
  assertEquals([message.to?.name, message.file?.name], ["Ada", "tea.jpg"]);
  boris.asks({ type: "erase", room: "general", id: message.id });
  later.scheduler.flushNow();
  assertEquals(boris.hearsOf("erased").length, 1);
  assert(later.file().includes(line("----------------", "-------", "---------")), later.file());
});
