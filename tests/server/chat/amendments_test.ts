import { assert, assertEquals } from "@std/assert";
import { Chat, type FakeClient } from "../../helpers/chat.ts";

function say(chat: Chat, client: FakeClient, text: string): number {
  client.asks({ type: "message", room: "general", text, ref: text.slice(0, 30) });
  chat.scheduler.flushNow();
  return client.hearsOf("message").find((event) => event.text === text)!.id;
}

function codes(chat: Chat, client: FakeClient, command: Record<string, unknown>): string[] {
  client.asks({ room: "general", ...command });
  chat.scheduler.flushNow();
  return client.hears().map((event) => event.type === "error" ? event.code : event.type);
}

Deno.test("Amendments.edit() changes one's own message for everybody, now and later", () => {
  const chat = new Chat();
  const [ada, boris] = [chat.joins("Ada"), chat.joins("Boris")];
  const id = say(chat, ada, "teh cat");
  boris.hears();
  assertEquals(codes(chat, ada, { type: "edit", id, text: "the cat\nsat" }), ["edited"]);
  assertEquals(boris.hearsOf("edited").map(({ text, name }) => [text, name]), [[
    "the cat\nsat",
    "Ada",
  ]]);
  assertEquals(
    codes(chat, ada, { type: "edit", id, text: "the cat\nsat" }),
    [],
    "the same again is nothing",
  );
  const later = chat.restarts();
  const message = later.rooms.get("general").history.last(1).messages[0]!;
  assertEquals([message.text, message.edited], ["the cat\nsat", true]);
});

Deno.test("Amendments.erase() takes the words off the disk, of the message and of its edits", () => {
  const chat = new Chat();
  const [ada, boris] = [chat.joins("Ada"), chat.joins("Boris")];
  const id = say(chat, ada, "a password, oops");
  codes(chat, ada, { type: "edit", id, text: "another password" });
  codes(chat, boris, { type: "react", id, emoji: "👍", on: true });
  ada.hears();
  const { length } = chat.disk.files.get("data/rooms/general.txt")!.bytes;
  assertEquals(codes(chat, ada, { type: "erase", id }), ["erased"]);
  assertEquals(boris.hearsOf("erased").map(({ id }) => id), [id]);
  const file = chat.file();
  assert(!file.includes("password") && file.includes("Ada: ----------------\n"), file);
  assertEquals(
    file.length - file.lastIndexOf("[2025"),
    chat.disk.files.get("data/rooms/general.txt")!.bytes.length - length,
  );
  assertEquals(codes(chat, ada, { type: "erase", id }), ["not_found"]);
  assertEquals(codes(chat, ada, { type: "edit", id, text: "x" }), ["not_found"]);
  const message = chat.restarts().rooms.get("general").history.last(1).messages[0]!;
  assertEquals([message.erased, message.text, message.reactions], [true, "", undefined]);
});

Deno.test("Amendments takes no edit of a message that is being erased (issue 15, 8)", () => {
  const chat = new Chat();
  const [ada, boris] = [chat.joins("Ada"), chat.joins("Boris")];
  const id = say(chat, ada, "a password, oops");
  boris.hears();
  ada.asks({ type: "erase", room: "general", id });
  const edit = { type: "edit", id, text: "another password" };
  assertEquals(codes(chat, ada, edit), ["not_found", "erased"]);
  assertEquals(boris.hears().map(({ type }) => type), ["erased"]);
  assert(!chat.file().includes("password"), chat.file());
});

Deno.test("Notes takes an edit again where the disk refused the erasure before it", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const id = say(chat, ada, "one");
  const write = chat.disk.onAppend;
  chat.disk.onAppend = () => {
    throw new Error("no space left");
  };
  assertEquals(codes(chat, ada, { type: "erase", id }), ["disk"]);
  chat.disk.onAppend = write;
  assertEquals(codes(chat, ada, { type: "edit", id, text: "two" }), ["edited"]);
});

Deno.test("Notes finishes at the next start what the disk refused of an erasure", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const id = say(chat, ada, "a password, oops");
  chat.disk.onCall = (call) => {
    if (call === "overwrite") throw new Error("EIO");
  };
  assertEquals(
    codes(chat, ada, { type: "erase", id }),
    ["erased"],
    "it is erased for everybody at once",
  );
  assert(chat.file().includes("password"));
  say(chat, ada, "and on");
  chat.disk.onCall = () => {};
  const later = chat.restarts({ cleanShutdown: false });
  assert(!later.file().includes("password"), later.file());
});

Deno.test("Amendments lets a guest touch its session's messages, an account its name's", () => {
  const chat = new Chat();
  const first = chat.joins("Ada", "general", { session: "s1" });
  const id = say(chat, first, "mine");
  first.drops();
  const second = chat.joins("Ada", "general", { session: "s2" });
  assertEquals(codes(chat, second, { type: "edit", id, text: "not mine" }), ["not_allowed"]);
  assertEquals(codes(chat, second, { type: "erase", id }), ["not_allowed"]);
  second.drops();
  const again = chat.joins("Ada", "general", { session: "s1" });
  assertEquals(codes(chat, again, { type: "edit", id, text: "mine still" }), ["edited"]);
  again.drops();
  const owner = chat.joins("Ada", "general", { session: "s3", account: true });
  assertEquals(codes(chat, owner, { type: "erase", id }), ["erased"]);
});

Deno.test("Notes lets admins erase anybody's message, and edit none but their own", () => {
  const chat = new Chat();
  const [ada, boris] = [
    chat.joins("Ada", "general", { admin: true, account: true }),
    chat.joins("Boris"),
  ];
  const id = say(chat, boris, "rude");
  ada.hears();
  assertEquals(codes(chat, ada, { type: "edit", id, text: "kind" }), ["not_allowed"]);
  assertEquals(codes(chat, ada, { type: "erase", id }), ["erased"]);
});

Deno.test("Commands tells a muted person for how long, and lets them read", async () => {
  const chat = new Chat();
  const [ada, boris] = [chat.joins("Ada"), chat.joins("Boris")];
  const id = say(chat, boris, "loud");
  ada.hears();
  const until = chat.clock.now() + 600_000;
  await chat.moderation.add({ what: "mute", name: "BORIS", addressKey: "", until, by: "Ada" });
  for (
    const command of [
      { type: "message", text: "x" },
      { type: "edit", id, text: "y" },
      { type: "react", id, emoji: "👍", on: true },
      { type: "typing" },
      { type: "create_room", room: "Club" },
    ]
  ) assertEquals(codes(chat, boris, command), ["muted"], command.type);
  boris.asks({ type: "message", room: "general", text: "x", ref: "r" });
  chat.scheduler.flushNow();
  const [error] = boris.hearsOf("error");
  assertEquals([error?.text, error?.wait], [
    "You are muted for another 10 minutes, by Ada",
    600_000,
  ]);
  assertEquals(codes(chat, boris, { type: "erase", id }), ["erased"], "taking back is allowed");
  assertEquals(chat.restarts().moderation.list().length, 1, "a restart does not forget");
  chat.clock.advance(600_000);
  say(chat, boris, "calm now");
});

Deno.test("Commands lets only admins make rooms where the house says so", () => {
  const chat = new Chat({ adminsManage: true });
  const [ada, boris] = [
    chat.joins("Ada", "general", { admin: true, account: true }),
    chat.joins("Boris"),
  ];
  assertEquals(codes(chat, boris, { type: "create_room", room: "Club" }), ["not_allowed"]);
  ada.hears();
  assertEquals(codes(chat, ada, { type: "create_room", room: "Club" }), ["room_created"]);
});

Deno.test("ReadMarks move forward alone, survive a restart and mean one epoch", async () => {
  const chat = new Chat({ accounts: ["Ada"] });
  const ada = chat.joins("Ada", "general", { account: true });
  const ids = ["one", "two", "three"].map((text) => say(chat, ada, text));
  const mark = (c: Chat) =>
    c.rooms.list(ada.connection.member).rooms.find(({ room }) => room === "general")!.read;
  assertEquals(mark(chat), 0);
  codes(chat, ada, { type: "read", id: ids[1] });
  codes(chat, ada, { type: "read", id: ids[0] });
  codes(chat, ada, { type: "read", id: ids[2]! + 1 });
  codes(chat, ada, { type: "read", id: 1e12 });
  assertEquals(mark(chat), ids[1]);
  await chat.marks.close();
  const later = chat.restarts();
  assertEquals(mark(later), ids[1]);
  chat.disk.put("data/rooms/general.txt", "[2025-01-01 00:00:00] Old: other\n");
  assertEquals(mark(later.restarts()), 0);
});

Deno.test("Amendments refuses what would make a message cost too much (security H4)", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const id = say(chat, ada, "v0");
  for (let i = 1; i <= 200; i++) ada.asks({ type: "edit", room: "general", id, text: `v${i}` });
  chat.scheduler.flushNow();
  ada.hears();
  assertEquals(codes(chat, ada, { type: "edit", id, text: "v201" }), ["too_many"]);
  const emoji = [..."👍👎👏🙌👋🤝🙏💪🔥⭐🎉🎁🍎🍌🍒🍇🍉🍓🍍🥝🥑"];
  for (const one of emoji.slice(0, 20)) {
    assertEquals(codes(chat, ada, { type: "react", id, emoji: one, on: true }), ["reacted"]);
  }
  assertEquals(codes(chat, ada, { type: "react", id, emoji: emoji[20], on: true }), ["too_many"]);
  for (let i = 0; i < 980; i++) {
    chat.joins(`G${i}`).asks({ type: "react", room: "general", id, emoji: "👍", on: true });
    chat.scheduler.flushNow();
  }
  const last = chat.joins("Last");
  ada.hears();
  assertEquals(codes(chat, last, { type: "react", id, emoji: "👍", on: true }), ["too_many"]);
  assertEquals(codes(chat, ada, { type: "react", id, emoji: "👍", on: false }), ["reacted"]);
  assertEquals(codes(chat, ada, { type: "erase", id }), ["erased"]);
});

Deno.test("Notes answers with the ref of who asked, and nobody else hears it (report 8)", () => {
  const chat = new Chat();
  const [ada, boris] = [chat.joins("Ada"), chat.joins("Boris")];
  const id = say(chat, ada, "teh cat");
  const all = (client: FakeClient) => {
    chat.scheduler.flushNow();
    return client.hears().map((event) => [event.type, "ref" in event ? event.ref : "none"]);
  };
  all(boris);
  ada.asks({ type: "edit", room: "general", id, text: "the cat", ref: "e" });
  ada.asks({ type: "react", room: "general", id, emoji: "🐈", on: true, ref: "r" });
  ada.asks({ type: "erase", room: "general", id, ref: "x" });
  assertEquals(all(ada), [["edited", "e"], ["reacted", "r"], ["erased", "x"]]);
  assertEquals(all(boris), [["edited", "none"], ["reacted", "none"], ["erased", "none"]]);
});

Deno.test("Notes does nothing twice for one ref, and answers each time (report 8)", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const id = say(chat, ada, "one");
  const edit = { type: "edit", room: "general", id, text: "two", ref: "e" };
  assertEquals(codes(chat, ada, edit), ["edited"]);
  codes(chat, ada, { type: "edit", id, text: "three" });
  const lines = chat.file().split("\n").length;
  ada.asks(edit);
  chat.scheduler.flushNow();
  assertEquals(ada.hearsOf("edited").map(({ text, ref }) => [text, ref]), [["three", "e"]]);
  ada.asks({ type: "react", room: "general", id, emoji: "👍", on: false, ref: "r" });
  chat.scheduler.flushNow();
  assertEquals(ada.hearsOf("reacted").map(({ on, ref }) => [on, ref]), [[false, "r"]]);
  const erase = { type: "erase", room: "general", id, ref: "x" };
  assertEquals([...codes(chat, ada, erase), ...codes(chat, ada, erase)], ["erased", "erased"]);
  assertEquals(codes(chat, ada, edit), ["erased"], "what came of it since");
  assertEquals(chat.file().split("\n").length, lines + 1);
});

Deno.test("Amendments answers who asks again meanwhile, in a room they have not joined", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const id = say(chat, ada, "one");
  const edit = { type: "edit", room: "general", id, text: "two", ref: "e" };
  ada.asks(edit);
  const again = chat.comes("Ada");
  again.asks(edit);
  chat.scheduler.flushNow();
  assertEquals(again.hearsOf("edited").map(({ ref }) => ref), ["e"]);
  assertEquals(chat.file().split("edited").length, 2);
});

Deno.test("Amendments tells what a full disk refused, and does it when asked again", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const id = say(chat, ada, "one");
  const write = chat.disk.onAppend;
  chat.disk.onAppend = () => {
    throw new Error("no space left");
  };
  const edit = { type: "edit", room: "general", id, text: "two", ref: "e" };
  ada.asks(edit);
  chat.scheduler.flushNow();
  assertEquals(ada.hearsOf("error").map(({ code, ref }) => [code, ref]), [["disk", "e"]]);
  chat.disk.onAppend = write;
  assertEquals(codes(chat, ada, edit), ["edited"]);
});

Deno.test("Amendments.react() stores one form of an emoji (report 26)", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const id = say(chat, ada, "look");
  const forms: [string, string][] = [
    ["❤", "❤\ufe0f"],
    ["☺", "☺\ufe0f"],
    ["©", "©\ufe0f"],
    ["1\u20e3", "1\ufe0f\u20e3"],
    ["👍\ufe0f", "👍"],
    ["🏳\u200d🌈", "🏳\ufe0f\u200d🌈"],
    ["👁\u200d🗨", "👁\ufe0f\u200d🗨\ufe0f"],
    ["⛹🏽\u200d♀", "⛹🏽\u200d♀\ufe0f"],
    // A picture of a Unicode that the runtime does not know yet.
    ["\u{1faea}", "\u{1faea}"],
  ];
  for (const [sent, stored] of forms) {
    ada.asks({ type: "react", room: "general", id, emoji: sent, on: true });
    chat.scheduler.flushNow();
    assertEquals(ada.hearsOf("reacted").map(({ emoji }) => emoji), [stored], sent);
  }
  ada.asks({ type: "react", room: "general", id, emoji: "❤\ufe0f", on: true });
  chat.scheduler.flushNow();
  assertEquals(ada.hearsOf("reacted"), [], "it is there already");
  for (const emoji of ["1", "#", "a", "❤❤", "👍👎", "\ufe0f", "", "x\ufe0f"]) {
    assertEquals(codes(chat, ada, { type: "react", id, emoji, on: true }), ["bad_request"], emoji);
  }
});
