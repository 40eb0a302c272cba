import { assert, assertEquals } from "@std/assert";
import { Chat } from "../../helpers/chat.ts";
import type { Event } from "../../../server/protocol.ts";

type Said = Extract<Event, { type: "message" }>;

function post(text: string, ref?: string, room = "general") {
  return ref === undefined ? { type: "message", room, text } : { type: "message", room, text, ref };
}

Deno.test("Room.post() tells nobody before the line is in the file", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const boris = chat.joins("Boris");
  ada.hears();
  ada.asks(post("hi", "r1"));
  assertEquals([ada.hears(), boris.hears(), chat.file().includes("hi")], [[], [], false]);
  chat.scheduler.flushNow();
  const [heard] = boris.hearsOf("message");
  assertEquals(chat.file().slice(heard!.id), "[2025-11-19 23:46:36] Ada: hi\n");
});

Deno.test("Room.post() gives the ref to its sender alone", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const boris = chat.joins("Boris");
  ada.hears();
  ada.asks(post("one", "ra"));
  boris.asks(post("two", "rb"));
  ada.asks(post("three"));
  chat.scheduler.flushNow();
  const refs = (events: Said[]) => events.map(({ text, ref }) => [text, ref]);
  assertEquals(refs(ada.hearsOf("message")), [
    ["one", "ra"],
    ["two", undefined],
    ["three", undefined],
  ]);
  assertEquals(refs(boris.hearsOf("message")), [["one", undefined], [
    "two",
    "rb",
  ], ["three", undefined]]);
});

Deno.test("Room sends one frame a turn to each connection, whatever happened in it", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const boris = chat.joins("Boris");
  ada.hears();
  for (let i = 0; i < 20; i++) {
    ada.asks(post(`a${i}`, `r${i}`)).asks({ type: "ping" });
  }
  boris.asks({ type: "create_room", room: "Club" });
  chat.scheduler.flushNow();
  assertEquals([ada.frames.length, boris.frames.length], [1, 1]);
  assertEquals(boris.frames[0]!.filter(({ type }) => type === "message").length, 20);
  assertEquals(chat.disk.appends > 0, true);
});

Deno.test("Room answers the same ref with the message that exists, pending or stored", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  ada.asks(post("hi", "r1")).asks(post("hi", "r1"));
  chat.scheduler.flushNow();
  ada.asks(post("hi", "r1"));
  chat.scheduler.flushNow();
  const heard = ada.hearsOf("message");
  assertEquals(new Set(heard.map(({ id }) => id)).size, 1);
  assertEquals(heard.every(({ ref }) => ref === "r1"), true);
  assertEquals(chat.file().split("Ada: hi").length, 2);
});

Deno.test("Room refuses a known ref with another text", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  ada.asks(post("hi", "r1"));
  chat.scheduler.flushNow();
  ada.hears();
  ada.asks(post("ho", "r1"));
  chat.scheduler.flushNow();
  assertEquals(ada.hearsOf("error").map(({ code, ref }) => [code, ref]), [["ref_reused", "r1"]]);
});

Deno.test("Room takes a message resent after a restart for the one that exists", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  ada.asks(post("known", "r0"));
  chat.scheduler.flushNow();
  const last = ada.hearsOf("message")[0]!.id;
  const epoch = chat.rooms.get("general").history.epoch;
  // The answer to this one never arrives.
  ada.asks(post("again", "r1"));
  chat.scheduler.flushNow();
  const later = chat.restarts();
  const back = later.comes("Ada").asks({
    type: "join",
    room: "general",
    after: last,
    epoch,
  });
  back.asks(post("again", "r1")).asks(post("again", "r2"));
  later.scheduler.flushNow();
  assertEquals(later.file().split("Ada: again").length, 3, "resent once, said anew once");
  const heard = back.hearsOf("message");
  assertEquals(heard.map(({ ref }) => ref).sort(), ["r1", "r2"]);
});

Deno.test("Room.join() hands over history and presence with no gap and nothing twice", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  ada.asks(post("before"));
  chat.scheduler.flushNow();
  // Said in the very turn in which Boris joins: before, and after.
  ada.asks(post("first"));
  const boris = chat.comes("Boris").asks({ type: "join", room: "general" });
  ada.asks(post("second"));
  chat.scheduler.flushNow();
  const events = boris.hears();
  const texts = events.flatMap((event) =>
    event.type === "history"
      ? event.messages.map(({ text }) => text)
      : event.type === "message"
      ? [event.text]
      : []
  );
  assertEquals(texts, ["before", "first", "second"]);
  assert(!events.some(({ type }) => type === "joined"), "nobody hears of their own arrival");
});

Deno.test("Room.join() with after gives exactly what was missed", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  for (let i = 0; i < 100; i++) ada.asks(post(`m${i}`));
  chat.scheduler.flushNow();
  const ids = ada.hearsOf("message").map(({ id }) => id);
  const { epoch } = chat.rooms.get("general").history;
  const boris = chat.comes("Boris").asks({
    type: "join",
    room: "general",
    after: ids[10],
    epoch,
  });
  chat.scheduler.flushNow();
  const [history] = boris.hearsOf("history");
  assertEquals(history!.messages.map(({ id }) => id), ids.slice(11));
  assertEquals([history!.reset, history!.end], [false, chat.rooms.get("general").history.end]);
});

Deno.test("Room.join() says reset where a hole would be silent", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  for (let i = 0; i < 300; i++) ada.asks(post(`m${i}`));
  chat.scheduler.flushNow();
  const ids = ada.hearsOf("message").map(({ id }) => id);
  const { epoch } = chat.rooms.get("general").history;
  const froms = [
    { after: ids[10], epoch },
    { after: ids[290], epoch: "other" },
    { after: ids[290]! + 1, epoch },
    { after: 1e9, epoch },
    { after: ids[290] },
  ];
  for (const from of froms) {
    const boris = chat.comes("Boris").asks({
      type: "join",
      room: "general",
      ...from,
    });
    chat.scheduler.flushNow();
    const [history] = boris.hearsOf("history");
    assertEquals([history!.reset, history!.more], [true, true]);
    assertEquals(history!.messages.map(({ id }) => id), ids.slice(-50));
    boris.drops();
  }
});

Deno.test("Room.join() tells what happened meanwhile to messages that one had", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  ada.asks(post("a")).asks(post("b"));
  chat.scheduler.flushNow();
  const [a, b] = ada.hearsOf("message").map(({ id }) => id);
  ada.asks({ type: "react", room: "general", id: a, emoji: "👍", on: true });
  chat.scheduler.flushNow();
  const { epoch } = chat.rooms.get("general").history;
  const boris = chat.comes("Boris").asks({
    type: "join",
    room: "general",
    after: b,
    epoch,
  });
  chat.scheduler.flushNow();
  const [reacted] = boris.hearsOf("reacted");
  assertEquals([reacted?.id, reacted?.emoji, reacted?.on], [a, "👍", true]);
});

Deno.test("Room.drop() is told only to those who stay, after ten quiet seconds", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const boris = chat.joins("Boris");
  assertEquals(ada.hearsOf("joined").map(({ name }) => name), ["Boris"]);
  boris.drops();
  chat.clock.advance(9_999);
  chat.scheduler.flushNow();
  assertEquals(ada.hears(), []);
  chat.clock.advance(1);
  chat.scheduler.flushNow();
  assertEquals(ada.hearsOf("left").map(({ name }) => name), ["Boris"]);
});

Deno.test("Room tells nothing of a person who resumes in time", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const boris = chat.joins("Boris");
  ada.hears();
  boris.drops();
  chat.clock.advance(5000);
  chat.joins("Boris");
  chat.clock.advance(60_000);
  chat.scheduler.flushNow();
  assertEquals(ada.hears(), []);
});

Deno.test("Room takes one person with two tabs for one person", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const [one, two] = [chat.joins("Boris"), chat.joins("Boris")];
  assertEquals(ada.hearsOf("joined").length, 1);
  one.drops();
  chat.clock.advance(60_000);
  chat.scheduler.flushNow();
  assertEquals(ada.hears(), []);
  assertEquals(chat.rooms.get("general").info().people, 2);
  two.asks({ type: "leave", room: "general" });
  chat.scheduler.flushNow();
  assertEquals(ada.hearsOf("left").map(({ name }) => name), ["Boris"]);
});

Deno.test("Room answers a full disk to the sender alone and goes on when the disk does", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const boris = chat.joins("Boris");
  ada.hears();
  chat.disk.onAppend = () => {
    throw new Error("ENOSPC");
  };
  ada.asks(post("lost", "r1"));
  chat.scheduler.flushNow();
  assertEquals(
    ada.hears().map((event) => event.type === "error" && [event.code, event.ref]),
    [["disk", "r1"]],
  );
  assertEquals(boris.hears(), []);
  chat.disk.onAppend = (_count, length) => length;
  ada.asks(post("lost", "r1"));
  chat.scheduler.flushNow();
  assertEquals(boris.hearsOf("message").map(({ text }) => text), ["lost"]);
});

Deno.test("Room.react() folds, tells and refuses what is not there", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  ada.asks(post("hi"));
  chat.scheduler.flushNow();
  const id = ada.hearsOf("message")[0]!.id;
  const react = { type: "react", room: "general", id, emoji: "🇺🇦", on: true };
  ada.asks(react).asks({ ...react, id: id + 1 }).asks({ ...react, emoji: "x" });
  chat.scheduler.flushNow();
  ada.asks(react);
  chat.scheduler.flushNow();
  const events = ada.hears();
  assertEquals(events.filter(({ type }) => type === "reacted").length, 1, "twice is once");
  assertEquals(events.filter(({ type }) => type === "error").length, 2);
  const boris = chat.comes("Boris").asks({ type: "join", room: "general" });
  chat.scheduler.flushNow();
  const message = boris.hearsOf("history")[0]!.messages[0];
  assertEquals(message?.reactions, [{ emoji: "🇺🇦", names: ["Ada"] }]);
});

Deno.test("Room keeps the order of its lines and of their times when the clock steps back", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  ada.asks(post("one"));
  chat.scheduler.flushNow();
  chat.clock.set(chat.clock.now() - 3_600_000);
  ada.asks(post("two"));
  chat.scheduler.flushNow();
  const heard = ada.hearsOf("message");
  assert(heard[0]!.id < heard[1]!.id && heard[0]!.time === heard[1]!.time);
});
