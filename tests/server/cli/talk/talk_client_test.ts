import { assert, assertEquals } from "@std/assert";
import { TalkBench } from "../../../helpers/talk_bench.ts";
import { clockTime, dayOf } from "../../../../server/cli/talk/message_lines.ts";

const TIME = "2025-11-19T23:46:36Z";
const [AT, DAY] = [clockTime(TIME), dayOf(TIME)];

Deno.test("talk shows what could drive the terminal or forge a line (security L5)", async () => {
  const evil = "\x1b]0;pwned\x07\u009b2J\u202egpj.exe\u2066\r";
  for (const setting of [{}, { piped: "" }]) {
    const bench = new TalkBench(setting);
    const room = `+${"k".repeat(26)}`;
    await bench.welcomes({
      rooms: [{ room: `a${evil}`, topic: evil }, { room, private: true, name: `b${evil}` }],
      users: [`Eve${evil}`],
    });
    const happened = { type: "room_event", room: "general", time: TIME, name: `Eve${evil}` };
    bench.socket.tells(
      { type: "joined", room: "general", name: `Mallory${evil}`, account: false },
      {
        ...{ type: "message", room: "general", id: 50, time: TIME, name: `Eve${evil}` },
        text: `one${evil}\n23:46 Ada: I owe you 1000`,
        file: { id: "x", type: "x", size: 1, name: `holiday${evil}.jpg` },
        to: { id: 9, name: `Eve${evil}`, text: `two${evil}` },
        reactions: [{ emoji: `🎉${evil}`, names: ["Eve"] }],
      },
      { type: "edited", room: "general", id: 50, name: "Eve", text: `x${evil}\n-- Ada left` },
      { type: "room_created", room: `b${evil}`, by: `Eve${evil}`, epoch: "e", end: 1 },
      { type: "activity", room: `@Eve${evil}`, end: 1, messages: 1 },
      { type: "topic", room: "general", text: `t${evil}`, name: `Eve${evil}` },
      { ...happened, id: 300, event: "topic", text: `t${evil}` },
      { ...happened, id: 310, event: "renamed", to: `r${evil}` },
      { ...happened, id: 320, event: "added", who: `Vera${evil}` },
      { ...happened, id: 330, event: "pinned", target: 50 },
      { type: "pinned", room: "general", id: 50, name: `Eve${evil}`, on: false },
      { type: "room_renamed", room, to: room, by: `Eve${evil}`, name: `c${evil}` },
      { type: "error", code: "x", text: `no${evil}` },
    );
    await bench.types("/rooms\r/unread\r/who\r/topic\r/join +\t\t\x15@Eve\t\t\x15");
    const all = setting.piped === undefined ? bench.seen : bench.printed.join("\n");
    // deno-lint-ignore no-control-regex
    const driving = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;
    assertEquals(driving.exec(all), null, all);
    assert(all.includes("\\u001b]0;pwned\\u0007"), all);
    const own = all.split("\n").filter((line) => /^(\d\d:\d\d Ada|-- Ada left)/.test(line));
    assertEquals(own, []);
    await bench.types("\x04");
    bench.client.cancel();
    await bench.terminal.types(null);
    await bench.ended;
  }
});

Deno.test("talk shows a room with numbers, who is there, and what happens to messages", async () => {
  const bench = new TalkBench();
  await bench.welcomes({
    messages: [
      { id: 45, text: "Hello" },
      { id: 60, name: "Vera", text: "tea?", to: { id: 45, name: "Boris", text: "Hello" } },
      { id: 80, text: "", file: { id: "f", type: "image/jpeg", size: 34012, name: "tea.jpg" } },
      { id: 90, erased: true, reactions: [] },
    ],
  });
  await bench.hears({ id: 100, text: "two\nlines", edited: true });
  bench.socket.tells(
    { type: "reacted", room: "general", id: 45, name: "Vera", emoji: "🎉", on: true },
    { type: "edited", room: "general", id: 60, name: "Vera", text: "tea!" },
    { type: "erased", room: "general", id: 80, name: "Boris" },
    { type: "erased", room: "general", id: 7, name: "Boris" },
    { type: "joined", room: "general", name: "Vera", account: true },
    { type: "left", room: "general", name: "Boris" },
  );
  assertEquals(bench.seen.split("\n"), [
    `-- ${DAY}`,
    `  1 ${AT} Boris: Hello`,
    `  2 ${AT} Vera (to 1 Boris: Hello): tea?`,
    `  3 ${AT} Boris: [tea.jpg, 34 KB]`,
    `  4 ${AT} Boris: (erased)`,
    "-- In general: Ada, Boris. /help shows what can be done",
    `  5 ${AT} Boris: two`,
    "    lines (edited)",
    "-- Vera put 🎉 on 1 (Boris: Hello)",
    "-- Vera edited 2 (Vera: tea?): tea!",
    "-- Boris erased 3 (Boris: [tea.jpg, 34 KB])",
    "-- Boris erased an older message",
    "-- Vera came in",
    "-- Boris left",
    "general>",
  ]);
  assertEquals(bench.terminal.cursor, { row: 14, column: 9 });
  await bench.types("\x04");
  assertEquals(await bench.ended, 0);
});

Deno.test("talk answers, reacts, edits and erases by number, or what was said last", async () => {
  const bench = new TalkBench();
  await bench.welcomes({
    messages: [
      { id: 45, text: "Hello" },
      { id: 60, name: "Ada", text: "mine" },
      { id: 80, text: "last", reactions: [{ emoji: "🎉", names: ["Ada"] }] },
    ],
  });
  assertEquals(bench.sent, [{ type: "join", room: "general" }]);
  const cases: [line: string, sent: Record<string, unknown>][] = [
    ["/1 hello :tada: you", { type: "message", to: 45, text: "hello 🎉 you" }],
    ["/reply 1 hi", { type: "message", to: 45, text: "hi" }],
    ["/r hi", { type: "message", to: 80, text: "hi" }],
    ["/react 1 :tada:", { type: "react", id: 45, emoji: "🎉", on: true }],
    ["/1 +tea", { type: "react", id: 45, emoji: "🍵", on: true }],
    ["/react 1 ❤", { type: "react", id: 45, emoji: "❤️", on: true }],
    ["+:tada:", { type: "react", id: 80, emoji: "🎉", on: false }],
    ["/edit our word", { type: "edit", id: 60, text: "our word" }],
    ["/edit 2 3 words", { type: "edit", id: 60, text: "3 words" }],
    ["/erase", { type: "erase", id: 60 }],
    ["/delete 2", { type: "erase", id: 60 }],
    ["+1", { type: "message", text: "+1" }],
    ["//shrug", { type: "message", text: "/shrug" }],
    ["/etc/passwd is a file", { type: "message", text: "/etc/passwd is a file" }],
    ["at 10:30: `:tada:`", { type: "message", text: "at 10:30: `:tada:`" }],
  ];
  for (const [line, wanted] of cases) {
    await bench.types(`${line}\r`);
    const [sent, ...others] = bench.sent;
    assertEquals(others, [], line);
    const { ref, ...rest } = sent as unknown as Record<string, unknown>;
    assertEquals(rest, { room: "general", ...wanted }, line);
    // Whatever came of it, the next can go.
    bench.socket.tells({ type: "reacted", room: "general", id: 1, name: "Ada", emoji: "x", ref });
  }
  await bench.types("/edit 2\r");
  assertEquals(bench.terminal.input, "general> /edit 2 mine");
  await bench.types("\x15/77 what?\r/react 1 nonsense\r/repyl x\r/edit 2\r");
  for (
    const sentence of [
      "-- No message has the number 77",
      '-- There is no emoji "nonsense"',
      "-- There is no /repyl: did you mean /reply? To say it, write //repyl",
    ]
  ) assert(bench.seen.includes(sentence), bench.seen);
  assertEquals(bench.sent, []);
});

Deno.test("talk sends in order, one at a time, and again after a loss, once", async () => {
  const bench = new TalkBench();
  await bench.welcomes();
  assertEquals(bench.sent.length, 1);
  await bench.types("one\rtwo\r");
  const [one, ...none] = bench.sent;
  assertEquals([one, none], [
    { type: "message", room: "general", text: "one", ref: "ref1" } as never,
    [],
  ]);
  // Too fast: the same is tried again, and nothing overtakes it.
  bench.socket.tells({ type: "error", code: "too_fast", text: "Slow", ref: "ref1", wait: 700 });
  bench.clock.advance(600);
  assertEquals(bench.sent, []);
  bench.clock.advance(100);
  assertEquals(bench.sent, [one!]);
  bench.socket.closes(1006);
  await bench.settles();
  assert(
    bench.seen.includes(
      "-- No connection; trying again. What you write is sent then.",
    ),
  );
  assertEquals(bench.terminal.input, "[offline] [2 unsent] general>");
  await bench.types("three\r");
  assertEquals(bench.terminal.input, "[offline] [3 unsent] general>");
  bench.clock.advance(500);
  await bench.settles();
  assertEquals(bench.sockets.length, 2);
  await bench.welcomes();
  const [join, again] = bench.sent;
  assertEquals(join, { type: "join", room: "general", after: 999, epoch: "e" });
  assertEquals(again, one!);
  await bench.confirms(1001, again!);
  const [two] = bench.sent;
  await bench.confirms(1002, two!);
  const [three] = bench.sent;
  await bench.confirms(1003, three!);
  assertEquals(bench.sent, []);
  assertEquals(bench.seen.split("\n").filter((line) => / Ada: /.test(line)), [
    `  1 ${AT} Ada: one`,
    `  2 ${AT} Ada: two`,
    `  3 ${AT} Ada: three`,
  ]);
  assertEquals(bench.terminal.input, "general>");
  assert(bench.seen.includes("-- Connected again"));
});

Deno.test("talk tells what was not sent, and leaves with 1", async () => {
  const bench = new TalkBench();
  await bench.welcomes();
  await bench.types("one\r");
  bench.socket.tells({ type: "error", code: "muted", text: "You are muted", ref: "ref1" });
  await bench.settles();
  assert(bench.seen.includes("-- Not sent: one: You are muted"), bench.seen);
  bench.socket.closes(1006);
  await bench.types("two\r", "\x04");
  bench.clock.advance(30_000);
  await bench.settles();
  bench.clock.advance(30_000);
  assertEquals(await bench.ended, 1);
  assert(bench.seen.endsWith("-- Not sent: two"), bench.seen);
  assertEquals([bench.terminal.isRaw, bench.terminal.isReleased], [false, true]);
  assertEquals([...bench.terminal.modes], []);
});

Deno.test("talk notices a line that is dead without saying so", async () => {
  const bench = new TalkBench();
  await bench.welcomes();
  bench.clock.advance(26_000);
  assertEquals(bench.socket.sent.at(-1), { type: "ping" });
  bench.socket.tells({ type: "pong" });
  bench.clock.advance(26_000);
  bench.clock.advance(15_000);
  await bench.settles();
  assert(bench.seen.includes("-- No connection"), bench.seen);
  bench.clock.advance(1000);
  await bench.settles();
  assertEquals(bench.sockets.length, 2);
});

Deno.test("talk ends with the server's sentence where nobody is let in", async () => {
  const problem = { code: "banned", text: "You are banned" };
  const bench = new TalkBench({ refusal: problem });
  bench.socket.closes(1006);
  assertEquals(await bench.ended, 1);
  assert(bench.seen.endsWith("-- You are banned"), bench.seen);
  const other = new TalkBench();
  await other.welcomes();
  other.socket.closes(4001);
  assertEquals(await other.ended, 1);
  assert(other.seen.endsWith("-- You were signed out"), other.seen);
});

Deno.test("talk rings for a call, wherever it is, and /next goes there", async () => {
  let calls = 0;
  const bench = new TalkBench({
    answers: (request) =>
      request.url.includes("/%40Vera/unread")
        ? Response.json({
          room: "@Vera",
          epoch: "e",
          messages: calls,
          mentions: 0,
          end: 1,
          more: false,
        })
        : request.url.includes("/kitchen/unread")
        ? Response.json({
          room: "kitchen",
          epoch: "e",
          messages: 3,
          mentions: 1,
          end: 1,
          more: false,
        })
        : undefined,
  });
  await bench.welcomes({ rooms: [{ room: "kitchen", read: 5 }, { room: "attic", read: 0 }] });
  assertEquals(bench.requests.filter((request) => /unread/.test(request)), [
    "GET api/rooms/kitchen/unread?after=5",
  ]);
  assertEquals(bench.terminal.input, "[1 call] general>");
  await bench.hears({ id: 1000, text: "no call for @Adam or ada" });
  assertEquals(bench.terminal.bells, 0);
  await bench.hears({ id: 1010, text: "a call @ada" });
  await bench.hears({ id: 1020, text: "so", to: { id: 60, name: "Ada", text: "x" } });
  await bench.hears({ id: 1030, name: "Ada", text: "not by oneself, @Ada" });
  assertEquals(bench.terminal.bells, 2);
  bench.socket.tells({ type: "activity", room: "attic", end: 9, messages: 2 });
  // One's own words, in another window.
  bench.socket.tells({ type: "activity", room: "@Vera", end: 9 });
  await bench.settles();
  assertEquals(bench.terminal.bells, 2);
  calls = 1;
  bench.socket.tells({ type: "activity", room: "@Vera", end: 10 });
  await bench.settles();
  bench.socket.tells({ type: "activity", room: "@Vera", end: 10, amended: true });
  await bench.settles();
  assertEquals(bench.terminal.bells, 3);
  assertEquals(bench.terminal.input, "[2 calls] general>");
  bench.sent.splice(0);
  await bench.types("/unread\r", "/next\r");
  assert(
    bench.seen.includes(
      "    @Vera  1 unread, 1 calling\n    kitchen  3 unread, 1 calling\n    attic  2 unread",
    ),
  );
  // What calls first, and of that where was spoken last.
  assertEquals(bench.sent, [{ type: "join", room: "@Vera" }]);
  bench.shows("@Vera", [{ id: 45, text: "here" }]);
  await bench.settles();
  assertEquals(bench.sent, [{ type: "leave", room: "general" }]);
  assertEquals(bench.terminal.input, "[1 call] @Vera>");
  await bench.types("\x1ba");
  assertEquals(bench.sent, [{ type: "join", room: "kitchen" }]);
});

Deno.test("talk goes back to a room where it left it, and stays where it is refused", async () => {
  const bench = new TalkBench();
  await bench.welcomes({ rooms: [{ room: "kitchen" }], messages: [{ id: 45, text: "Hello" }] });
  await bench.types("/join nowhere\r");
  bench.socket.tells({
    ...{ type: "error", code: "not_found", room: "nowhere" },
    text: 'Cannot find a room named "nowhere"',
  });
  await bench.settles();
  assertEquals(bench.terminal.input, "general>");
  assert(bench.seen.includes('-- Cannot find a room named "nowhere"'));
  await bench.types("/join kitchen\r");
  bench.shows("kitchen", [{ id: 45, text: "pots" }]);
  bench.sent.splice(0);
  await bench.types("/join general\r");
  assertEquals(bench.sent, [{ type: "join", room: "general", after: 45, epoch: "e" }]);
  bench.shows("general", [{ id: 60, text: "news" }]);
  await bench.settles();
  assertEquals(bench.seen.match(/ Hello$/gm)?.length, 1);
  assert(bench.seen.includes(`-- general\n-- ${DAY}\n  3 ${AT} Boris: news`), bench.seen);
  // Another file under the same name: its numbers mean other messages.
  bench.shows("general", [{ id: 45, text: "new age" }], { epoch: "f", reset: true });
  await bench.types("/3 what?\r");
  assert(bench.seen.includes("-- No message has the number 3"));
});

Deno.test("talk marks as read what somebody saw, and nothing while nobody presses a key", async () => {
  const bench = new TalkBench();
  await bench.welcomes({ messages: [{ id: 45, text: "Hello" }] });
  const reads = () => bench.socket.sent.splice(0).filter(({ type }) => /read|active/.test(type));
  await bench.hears({ id: 60, text: "more" });
  assertEquals(reads(), []);
  await bench.types("x");
  assertEquals(reads(), [{ type: "active", on: true }, { type: "read", room: "general", id: 60 }]);
  await bench.hears({ id: 80, text: "more" });
  await bench.types("y");
  assertEquals(reads(), []);
  bench.clock.advance(2000);
  await bench.types("z");
  assertEquals(reads(), [{ type: "read", room: "general", id: 80 }]);
});

Deno.test("talk writes in private without leaving the room, and to names with spaces", async () => {
  const bench = new TalkBench();
  await bench.welcomes({ users: ["Ada", "Vera", "Vera Pavlova"] });
  bench.sent.splice(0);
  await bench.types("/msg vera pavlova are you there?\r");
  const [join, leave, sent] = bench.sent;
  const room = "@Vera Pavlova";
  assertEquals([join, leave], [{ type: "join", room }, { type: "leave", room }]);
  assertEquals(sent, {
    ...{ type: "message", room: "@Vera Pavlova", text: "are you there?", ref: "ref1" },
  } as never);
  await bench.hears({ ...sent, id: 10, name: "Ada", room: "@Vera Pavlova" });
  assert(bench.seen.includes(`  1 ${AT} @Vera Pavlova Ada: are you there?`), bench.seen);
  await bench.types("/msg @Vera\r", '/msg "Some One"\r');
  assertEquals(bench.sent, [{ type: "join", room: "@Vera" }, { type: "join", room: "@Some One" }]);
});

Deno.test("talk in a pipe says each line, in order, and shows the room as plain lines", async () => {
  const bench = new TalkBench({ piped: "one\n\n/rooms\n\u0442\u0432\u0430\n", colours: "none" });
  await bench.welcomes({ messages: [{ id: 45, text: "Hello" }] });
  bench.sent.splice(0);
  await bench.confirms(1001, { type: "message", room: "general", text: "one", ref: "ref1" });
  await bench.confirms(1002, bench.sent[0]!);
  assertEquals(await bench.ended, 0);
  assertEquals(
    bench.printed,
    [
      `-- ${DAY}`,
      `${AT} Boris: Hello`,
      "-- In general: Ada, Boris. /help shows what can be done",
      "-- Rooms:\n    * general",
      `${AT} Ada: one`,
      `${AT} Ada: \u0442\u0432\u0430`,
    ].sort((a, b) => Number(a.includes("Rooms")) - Number(b.includes("Rooms")) && 0),
  );
  assertEquals(bench.terminal.written, "");
});

Deno.test("talk refuses a text that is too long before it is sent, and gives it back", async () => {
  const bench = new TalkBench();
  await bench.welcomes();
  bench.sent.splice(0);
  await bench.types(`${"x".repeat(4001)}\r`);
  assertEquals(bench.sent, []);
  assert(bench.seen.includes("-- Cannot send this: 4001 characters, at most 4000"));
  await bench.types("\x7f\r");
  assertEquals(bench.sent.length, 1);
});

Deno.test("talk searches, and shows what was said before", async () => {
  const hit = { id: 5, time: TIME, name: "Vera", text: "old tea" };
  const bench = new TalkBench({
    answers({ url }) {
      if (url.includes("/search?q=tea")) {
        const lines = [{ room: "general", message: hit }, { done: 0.5 }, { done: 1 }];
        return new Response(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
      }
      if (url.includes("search?q=none")) return new Response("");
      if (url.includes("/messages?before=45")) {
        return Response.json({ messages: [hit], start: 5, end: 45, more: false });
      }
    },
  });
  await bench.welcomes({ messages: [{ id: 45, text: "Hello" }] });
  await bench.types("/search tea\r", "/s * none\r", "/history\r", "/2 still?\r");
  for (
    const part of [
      `-- 1 message in general:\n  2 ${AT} Vera: old tea\n`,
      '-- Nothing in all rooms says "none"\n',
      `-- Before, from 2025-11-19:\n  2 ${AT} Vera: old tea\n-- This is where it began\n`,
    ]
  ) assert(bench.seen.includes(part), bench.seen);
  assert(bench.requests.includes("GET api/search?q=none"), `${bench.requests}`);
  assertEquals(bench.sent.at(-1), {
    ...{ type: "message", room: "general", text: "still?", to: 5, ref: "ref1" },
  } as never);
});

Deno.test("talk sends a file with its words, and refuses one that is too large before", async () => {
  const sent: [string, string][] = [];
  const bench = new TalkBench({
    async answers(request) {
      if (!request.url.includes("/files?")) return undefined;
      sent.push([new URL(request.url).searchParams.get("name")!, await request.text()]);
      return Response.json({ id: "f1", type: "text/plain", size: 5, name: "my notes.txt" });
    },
  });
  bench.files.files.set("/home/ada/my notes.txt", "words");
  bench.files.files.set("/home/ada/film.mkv", "x".repeat(1001));
  await bench.welcomes();
  bench.sent.splice(0);
  await bench.types("/attach ~/my\\ notes.txt read :tea: this\r");
  assertEquals(sent, [["my notes.txt", "words"]]);
  assertEquals(bench.sent, [
    { type: "message", room: "general", text: "read 🍵 this", file: "f1", ref: "ref1" } as never,
  ]);
  await bench.types("/attach '/home/ada/film.mkv'\r", "/attach nothing\r");
  assert(
    bench.seen.includes(`"/home/ada/film.mkv": it has 1.0 KB, and a file may have 1.0 KB`),
    bench.seen,
  );
  assert(bench.seen.includes('-- Cannot attach "nothing": there is no such file'));
  assertEquals([sent.length, bench.terminal.input], [1, "general>"]);
});

Deno.test("talk breaks off a file with Ctrl-C, and writing goes on meanwhile", async () => {
  const going = Promise.withResolvers<Response>();
  const bench = new TalkBench({
    answers: (request) => {
      if (!request.url.includes("/files?")) return undefined;
      request.signal.addEventListener("abort", () => going.reject(request.signal.reason));
      return going.promise;
    },
  });
  bench.files.files.set("/home/ada/a.txt", "words");
  await bench.welcomes();
  bench.sent.splice(0);
  await bench.types("/attach ~/a.txt\r", "meanwhile\r");
  assertEquals(bench.sent.length, 1);
  await bench.types("\x03");
  assert(bench.seen.includes('-- "~/a.txt" was not sent'), bench.seen);
  assertEquals(bench.terminal.input, "general>");
});

Deno.test("talk saves a file beside its namesakes, under a name that leads nowhere else", async () => {
  const bench = new TalkBench({
    answers: ({ url }) => url.includes("/files/") ? new Response("bytes") : undefined,
  });
  const file = { id: "f1", type: "x", size: 5, name: "../.bash\u202ehsrc" };
  await bench.welcomes({ messages: [{ id: 45, text: "take", file }, { id: 60, text: "none" }] });
  bench.files.files.set("/tmp/x/y", "");
  await bench.types("/save 1\r", "/save 1\r", "/save 1 /tmp/x\r", "/save 1 ~/own\r");
  assertEquals([...bench.files.files.keys()], [
    "/tmp/x/y",
    "_.bash_hsrc",
    "_ (2).bash_hsrc",
    "/tmp/x/_.bash_hsrc",
    "/home/ada/own",
  ]);
  await bench.types("/save 1 ~/own\r", "/save 2\r", "/open 1\r");
  assert(
    bench.seen.includes('-- Cannot save "/home/ada/own": there is a file already'),
    bench.seen,
  );
  assert(bench.seen.includes("-- Cannot save: there is no file in this message"));
  assert(bench.seen.includes("-- http://localhost:8000/files/f1"));
});

Deno.test("talk rings where everybody is called by who may, and for no plain @all", async () => {
  const bench = new TalkBench();
  await bench.welcomes();
  await bench.hears({ id: 1010, text: "plain @all words" });
  assertEquals(bench.terminal.bells, 0);
  await bench.hears({ id: 1020, text: "@all come", calls: "all" });
  await bench.hears({ id: 1030, text: "@here too", calls: "here" });
  await bench.hears({ id: 1040, name: "Ada", text: "@all mine", calls: "all" });
  assertEquals(bench.terminal.bells, 2);
  assert(bench.seen.includes(`  2 ${AT} !Boris: @all come`), bench.seen);
  assert(bench.seen.includes(`  4 ${AT} Ada: @all mine`), bench.seen);
});
