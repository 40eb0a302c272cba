import { assert, assertEquals } from "@std/assert";
import { TalkBench } from "../../../helpers/talk_bench.ts";

const [ONE, TWO] = ["abcd", "xyz2"].map((begin) => `+${begin.padEnd(26, "a")}`) as [string, string];
const PRIVATE = { room: ONE, private: true, name: "Kitchen", topic: "Soup" } as const;

Deno.test("talk calls a private room by its name, in the list, the prompt and by Tab", async () => {
  const bench = new TalkBench();
  await bench.welcomes({ rooms: [PRIVATE, { room: "attic" }] });
  bench.sent.splice(0);
  await bench.types("/join kit\t");
  assertEquals(bench.terminal.input, "general> /join +Kitchen");
  await bench.types("\r");
  assertEquals(bench.sent, [{ type: "join", room: ONE }]);
  bench.shows(ONE, [{ id: 45, text: "Salt?" }]);
  bench.socket.tells({ type: "users", room: ONE, users: [{ name: "Ada", account: true }] });
  await bench.settles();
  assertEquals(bench.terminal.input, "+Kitchen>");
  assertEquals(bench.terminal.title, "+Kitchen: Soup - Plaintalk");
  await bench.types("/rooms\r");
  for (const part of ["-- Topic: Soup\n-- In +Kitchen: Ada.", "    * +Kitchen  Soup\n"]) {
    assert(bench.seen.includes(part), bench.seen);
  }
  assert(!bench.seen.includes(ONE), bench.seen);
  // Another one of that name: from now on both say which they are.
  bench.socket.tells({
    ...{ type: "room_created", room: TWO, by: "Vera", epoch: "e", end: 1 },
    ...{ private: true, name: "Kitchen" },
  });
  await bench.types("/join +kitchen\r");
  assertEquals(bench.terminal.input, "+Kitchen (abcd)>");
  assert(bench.seen.includes("-- Vera added you to +Kitchen (xyz2)"), bench.seen);
  assert(bench.seen.includes("is: +Kitchen (abcd), +Kitchen (xyz2)"), bench.seen);
  bench.sent.splice(0);
  await bench.types("/join +Kitchen (xyz2)\r");
  assertEquals(bench.sent, [{ type: "join", room: TWO }]);
});

Deno.test("talk finds the room of the command line by the name of a private one", async () => {
  const bench = new TalkBench({ room: "kitchen" });
  await bench.welcomes({ rooms: [PRIVATE] });
  assertEquals(bench.sent[0], { type: "join", room: ONE });
  assertEquals(bench.terminal.input, "+Kitchen>");
});

Deno.test("talk makes rooms and goes there, private ones as it is said", async () => {
  const bench = new TalkBench();
  await bench.welcomes();
  bench.sent.splice(0);
  await bench.types("/create The attic\r/create Ours --private --history joined\r");
  assertEquals(bench.sent, [
    { type: "create_room", room: "The attic", ref: "ref1" },
    { type: "create_room", room: "Ours", ref: "ref2", private: true, history: "joined" },
  ]);
  bench.socket.tells(
    { type: "room_created", room: "other", by: "Vera", epoch: "e", end: 1 },
    {
      ...{ type: "room_created", room: ONE, by: "Ada", epoch: "e", end: 1 },
      ...{ private: true, name: "Ours", ref: "ref2" },
    },
  );
  assertEquals(bench.sent, [{ type: "join", room: ONE }]);
  await bench.types("/create\r/create x --secret\r/create x --history all\r");
  await bench.types("/create x --private --history some\r");
  assertEquals(bench.seen.match(/-- Cannot make "x --/g)?.length, 3);
  assertEquals(bench.sent, []);
  bench.socket.tells({ type: "error", code: "name_taken", text: "It is taken", ref: "ref2" });
  assert(bench.seen.includes("-- It is taken"), bench.seen);
});

Deno.test("talk changes a room, and tells members of a private one alone", async () => {
  const bench = new TalkBench();
  await bench.welcomes({ rooms: [PRIVATE], messages: [{ id: 45, text: "Hello" }] });
  await bench.types("/members\r/add Vera\r");
  assertEquals(bench.seen.match(/-- general is everybody's: /g)?.length, 2);
  bench.sent.splice(0);
  const room = "general";
  const cases: [line: string, sent: Record<string, unknown>][] = [
    ["/topic Tea and cake", { type: "topic", room, text: "Tea and cake" }],
    ["/topic --clear", { type: "topic", room, text: "" }],
    ["/pin 1", { type: "pin", room, id: 45, on: true }],
    ["/unpin 1", { type: "pin", room, id: 45, on: false }],
    ["/rename The lounge", { type: "rename_room", room, to: "The lounge" }],
    ["/archive", { type: "archive_room", room }],
    ["/restore", { type: "restore_room", room }],
    ["/restore gone", { type: "restore_room", room: "gone" }],
    ["/restore kitchen", { type: "restore_room", room: ONE }],
    ["/join kitchen", { type: "join", room: ONE }],
  ];
  for (const [line, sent] of cases) {
    await bench.types(`${line}\r`);
    assertEquals(bench.sent, [sent] as never, line);
  }
  bench.shows(ONE, [{ id: 45, text: "Salt?" }]);
  bench.sent.splice(0);
  await bench.types("/members\r/add @boris, Vera Pavlova\r/remove Boris\r");
  assertEquals(bench.sent, [
    { type: "members", room: ONE },
    { type: "members", room: ONE, add: ["Boris", "Vera Pavlova"] },
    { type: "members", room: ONE, remove: ["Boris"] },
  ] as never);
  const members = [{ name: "Vera", maker: true }, { name: "Ada" }, { name: "Jo", guest: true }];
  bench.socket.tells({ type: "members", room: ONE, members });
  bench.socket.tells({ type: "members", room: ONE, members, by: "Vera" });
  assertEquals(bench.seen.match(/In \+Kitchen: Vera \(made the room\), Ada, Jo/g)?.length, 1);
  // Leaving is asked about once, and something else said between asks again.
  await bench.types("/leave\r");
  bench.socket.tells({ type: "members", room: ONE, members });
  assert(bench.seen.includes("-- Leave +Kitchen? You cannot read it then"), bench.seen);
  await bench.types("/who\r/leave\r");
  assertEquals(bench.sent, [{ type: "members", room: ONE }, { type: "members", room: ONE }]);
  bench.socket.tells({ type: "members", room: ONE, members: [{ name: "Ada" }, members[2]!] });
  assert(bench.seen.includes("You are its last member, and it is deleted then"), bench.seen);
  await bench.types("/leave\r");
  assertEquals(bench.sent, [{ type: "members", room: ONE, remove: "Ada" }]);
  bench.socket.tells({ type: "members", room: ONE, members: [], by: "Ada" });
  assert(bench.seen.includes("-- You left +Kitchen"), bench.seen);
  assertEquals(bench.sent, [{ type: "join", room: "general", after: 45, epoch: "e" }]);
  bench.shows("general", []);
  assertEquals(bench.sent, []);
});

Deno.test("talk tells what happens to a room once, and goes by its new name", async () => {
  const bench = new TalkBench();
  const happened = { type: "room_event", room: "general", time: "2025-11-19T23:46:36Z" };
  await bench.welcomes({ rooms: [{ room: "attic" }] });
  bench.shows("general", [{ id: 1045, text: "Hello" }, { id: 1090, text: "there" }], {
    events: [{ ...happened, id: 1060, name: "Vera", event: "added", who: "Jo" }],
    reset: true,
  });
  const pin = { ...happened, id: 1120, name: "Vera", event: "pinned", target: 1045 };
  bench.socket.tells(
    pin,
    { type: "pinned", room: "general", id: 1045, name: "Vera", on: true },
    { type: "pinned", room: "general", id: 1045, name: "Vera", on: false },
    { type: "topic", room: "general", text: "Tea", name: "Vera" },
    { ...happened, id: 1150, name: "Vera", event: "topic", text: "Tea" },
    { type: "room_renamed", room: "general", to: "lounge", by: "Vera" },
    { ...happened, room: "lounge", id: 1170, name: "Vera", event: "renamed", to: "lounge" },
    { type: "room_renamed", room: "attic", to: "loft", by: "Vera" },
    { type: "room_archived", room: "lounge", by: "Vera" },
  );
  // After a gap the server tells again what was there.
  bench.shows("lounge", [], { events: [pin] });
  await bench.settles();
  assertEquals(bench.terminal.input, "[archived] lounge>");
  assertEquals(bench.terminal.title, "lounge: Tea - Plaintalk");
  assertEquals(bench.seen.split("\n").slice(-9, -1).map((line) => line.replace(/\d\d:\d\d /, "")), [
    "  1 Boris: Hello",
    "-- Vera added Jo",
    "  2 Boris: there",
    "-- Vera pinned 1 (Boris: Hello)",
    "-- Vera unpinned 1 (Boris: Hello)",
    "-- Vera set the topic: Tea",
    "-- Vera renamed the room to lounge",
    "-- Vera renamed attic to loft",
  ]);
  bench.sent.splice(0);
  await bench.types("/1 yes\r", "/join attic\r");
  assertEquals(bench.sent.map((one) => "room" in one ? one.room : ""), ["lounge", "loft"]);
});

Deno.test("talk completes @all and @here for who made the room, or was made its owner", async () => {
  const bench = new TalkBench();
  const rooms = [{ room: "garden", mine: true as const }, PRIVATE];
  await bench.welcomes({ rooms, users: ["Ada", "Alla", "Boris"] });
  const completed = async (typed: string) => {
    await bench.types(`${typed}\t`);
    const { input } = bench.terminal;
    await bench.types("\x15");
    return input.replace(/^.*?> /, "");
  };
  assertEquals(await completed("@al"), "@Alla");
  bench.client.join("garden");
  bench.shows("garden", []);
  assertEquals([await completed("@her"), await completed("her")], ["@here", "her"]);
  bench.client.join(ONE);
  bench.shows(ONE, []);
  assertEquals(await completed("@her"), "@her");
  bench.socket.tells({ type: "members", room: ONE, members: [{ name: "Ada", maker: true }] });
  assertEquals(await completed("@her"), "@here");
  bench.socket.tells({ type: "room_created", room: "attic", by: "Ada", epoch: "e", end: 1 });
  bench.client.join("attic");
  bench.shows("attic", []);
  assertEquals(await completed("hello @he"), "hello @here");
});
