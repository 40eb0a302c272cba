import { assert, assertEquals } from "@std/assert";
import { TalkBench } from "../../../helpers/talk_bench.ts";

const [LEFT, UP] = ["\x1b[D", "\x1b[A"];

Deno.test("TerminalView breaks what is written into rows and keeps the cursor in its place", async () => {
  const bench = new TalkBench({ columns: 20 });
  await bench.welcomes({ users: ["Ada"] });
  const rows = () => bench.seen.split("\n").slice(-3);
  await bench.types("one two three four five");
  assertEquals(rows().slice(1), ["general> one two th", "ree four five"]);
  assertEquals(bench.terminal.cursor.column, 13);
  await bench.types(LEFT.repeat(14), "X");
  assertEquals(rows().slice(1), ["general> one two tX", "hree four five"]);
  assertEquals(bench.terminal.cursor.column, 0);
  await bench.types("\x05\x15", "日本語日本語日本語");
  assertEquals(rows().slice(1), ["general> 日本語日本", "語日本語"]);
  assertEquals(bench.terminal.cursor.column, 8);
});

Deno.test("TerminalView never touches a line that was written, whatever is typed", async () => {
  const bench = new TalkBench({ columns: 30, rows: 8 });
  await bench.welcomes({ users: ["Ada"], messages: [{ id: 45, text: "Hello" }] });
  const before = bench.seen.split("\n").slice(0, -1);
  // The terminal of the test throws where the cursor goes into the scrollback.
  for (let i = 0; i < 30; i++) {
    await bench.types(`${"words กำลัง 👨‍👩‍👧 ".repeat(i % 7)}\x1b\r${"x".repeat(i)}`);
    await bench.hears({ id: 100 + i, text: "word ".repeat(i % 9 + 1) });
    await bench.types(UP, LEFT, "\x15", "\x0b");
  }
  await bench.types("\x01".repeat(2), "\x1b<", "\x0b".repeat(60));
  assertEquals(bench.seen.split("\n").slice(0, before.length), before);
  assertEquals(bench.seen.match(/Boris: word/g)?.length, 30);
});

Deno.test("TerminalView shows what is too high around the cursor", async () => {
  const bench = new TalkBench({ columns: 40, rows: 6 });
  await bench.welcomes({ users: ["Ada"] });
  await bench.types(Array.from({ length: 12 }, (_, i) => `line ${i}`).join("\x1b\r"));
  const rows = () => bench.seen.split("\n").slice(-5);
  assertEquals(rows(), ["· line 7", "· line 8", "· line 9", "· line 10", "· line 11"]);
  await bench.types(UP.repeat(9));
  assertEquals(rows(), ["· line 2", "· line 3", "· line 4", "· line 5", "· line 6"]);
  await bench.types("\r");
  assertEquals(bench.sent.at(-1)?.type, "message");
});

Deno.test("TerminalView draws itself anew in another width, and nothing twice", async () => {
  const bench = new TalkBench({ columns: 60 });
  await bench.welcomes({ users: ["Ada"] });
  await bench.types("some words to break");
  bench.terminal.resizes(90);
  assertEquals(bench.seen.match(/some words/g)?.length, 1);
  await bench.types("!");
  assertEquals(bench.terminal.input, "general> some words to break!");
});

Deno.test("TerminalView takes a paste as text: nothing is sent before Enter", async () => {
  const bench = new TalkBench();
  await bench.welcomes();
  bench.sent.splice(0);
  await bench.types("\x1b[200~one\r/quit\r\x03\x1b[201~");
  assertEquals(bench.sent, []);
  assertEquals(bench.seen.split("\n").slice(-3), ["general> one", "· /quit", "·"]);
  await bench.types("\r");
  assertEquals(bench.sent[0], {
    ...{ type: "message", room: "general", text: "one\n/quit\n", ref: "ref1" },
  } as never);
});

Deno.test("TerminalView empties the line with Ctrl-C, and leaves with two or with Ctrl-D", async () => {
  const bench = new TalkBench();
  await bench.welcomes();
  await bench.types("not sent", "\x03");
  assertEquals(bench.terminal.input, "general>");
  await bench.types(UP);
  assertEquals(bench.terminal.input, "general> not sent");
  await bench.types("\x03", "\x03", "a", "\x7f", "\x03");
  assertEquals(bench.seen.match(/Ctrl-C again leaves/g)?.length, 2);
  assertEquals(bench.terminal.isReleased, false);
  await bench.types("\x03");
  assertEquals(await bench.ended, 0);
  assert(!bench.seen.endsWith(">"), "the prompt is gone");
  const other = new TalkBench();
  await other.welcomes();
  await other.types("word", "\x01", "\x04");
  assertEquals(other.terminal.input, "general> ord");
  await other.types("\x15\x0b", "\x04");
  assertEquals(await other.ended, 0);
});

Deno.test("TerminalView gives the terminal back, whoever ends it", async () => {
  const bench = new TalkBench();
  await bench.welcomes();
  assertEquals([bench.terminal.isRaw, [...bench.terminal.modes]], [true, ["?2004"]]);
  await bench.types("half a line");
  bench.terminal.ends();
  const { isRaw, isReleased, modes } = bench.terminal;
  assertEquals([isRaw, isReleased, [...modes]], [false, true, []]);
  assertEquals(await bench.ended, 0);
});

Deno.test("TerminalView completes commands, names, rooms, emoji and paths with Tab", async () => {
  const bench = new TalkBench({ name: "Ada" });
  bench.files.files.set("/home/ada/My Pictures/tea.jpg", "");
  bench.files.files.set("/home/ada/My Pictures/tea.png", "");
  bench.files.files.set("/home/ada/notes.txt", "");
  bench.files.files.set("/home/ada/.hidden", "");
  await bench.welcomes({
    rooms: [{ room: "kitchen" }],
    users: ["Ada", "Boris", "Борис П", "Beata"],
  });
  const cases: [typed: string, input: string][] = [
    ["/rep", "/reply"],
    ["/re", "/re"],
    ["/join ki", "/join kitchen"],
    ["/msg бо", "/msg Борис П"],
    ["Bo", "@Boris"],
    ["so @БОР", "so @Борис П"],
    ["so @B", "so @B"],
    ["tea :tad", "tea 🎉"],
    ["/react 1 :ta", "/react 1 🎉"],
    ["+:sm", "+😄"],
    ["10:30 :te", "10:30 :tea"],
    ["/attach ~/n", "/attach ~/notes.txt"],
    ["/attach ~/M", "/attach ~/My\\ Pictures/"],
    ["/attach ~/My\\ Pictures/t", "/attach ~/My\\ Pictures/tea."],
    ['/attach "~/My Pictures/tea.j', '/attach "~/My Pictures/tea.jpg"'],
    ["/attach ~/notes.txt Bo", "/attach ~/notes.txt @Boris"],
    ["/help jo", "/help join"],
    ["nobody", "nobody"],
  ];
  for (const [typed, input] of cases) {
    await bench.types(typed, "\t");
    assertEquals(bench.terminal.input.replace(/^general> /, ""), input, typed);
    await bench.types("\x15");
  }
  await bench.types(":te", "\t", "\t");
  assert(bench.seen.includes("\n🍵 :tea:  🫖 :teapot:\ngeneral> :tea"), bench.seen);
  await bench.types("\x15@B", "\t", "\t");
  assert(bench.seen.includes("\nBeata  Boris\n"), bench.seen);
});

Deno.test("TerminalView asks for a password without showing it", async () => {
  const bench = new TalkBench();
  const asked = bench.view.ask("Password of Ada: ");
  await bench.types("secret", "\x7f", "T\r");
  assertEquals(await asked, "secreT");
  const again = bench.view.ask("Password of Ada: ");
  await bench.types("secret\x03");
  assertEquals(await again, null);
  assert(!/ecre/.test(bench.terminal.written), bench.terminal.written);
});

Deno.test("TerminalView empties the screen with Ctrl-L and goes on", async () => {
  const bench = new TalkBench();
  await bench.welcomes({ messages: [{ id: 45, text: "Hello" }] });
  await bench.types("word", "\x0c");
  assertEquals(bench.seen, "general> word");
  await bench.hears({ id: 60, text: "after" });
  assertEquals(bench.seen.split("\n").length, 2);
});

Deno.test("TerminalView reads a lone Escape as that, after a moment", async () => {
  const bench = new TalkBench();
  await bench.welcomes();
  await bench.types("ab", "\x1b");
  bench.clock.advance(50);
  await bench.types("b");
  assertEquals(bench.terminal.input, "general> abb");
  await bench.types("\x1b");
  await bench.types("b");
  assertEquals(bench.terminal.cursor.column, 9);
});

Deno.test("TerminalView shows names of files by Tab without what they would do to it", async () => {
  const bench = new TalkBench();
  await bench.welcomes();
  for (const end of ["a", "b"]) bench.files.files.set(`/home/ada/x\x1b[2J\u009b${end}`, "");
  await bench.types("/attach ~/x\t\t");
  assert(bench.seen.includes("x\\u001b[2J\\u009ba  x\\u001b[2J\\u009bb"), bench.seen);
});

Deno.test("TerminalView names the window after the room, and gives its name back", async () => {
  const bench = new TalkBench();
  await bench.welcomes({ rooms: [{ room: "attic" }] });
  assertEquals(bench.terminal.title, "general - Plaintalk");
  bench.socket.tells({ type: "activity", room: "attic", end: 2000, messages: 3 });
  bench.socket.tells({
    type: "topic",
    room: "general",
    text: "Tea\x1b]2;x\x07\u009c\t!",
    name: "Eve",
  });
  assertEquals(bench.terminal.title, "(3) general: Tea\\u001b]2;x\\u0007\\u009c ! - Plaintalk");
  await bench.types("\x04");
  await bench.ended;
  assertEquals(bench.terminal.title, "shell");
});
