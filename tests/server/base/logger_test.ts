import { assertEquals } from "@std/assert";
import { makeLogger } from "../../../server/base/logger.ts";
import { FakeClock } from "../../helpers/clock.ts";

function logger(format: "text" | "json" = "text", hasTimes = false) {
  const clock = new FakeClock();
  const lines: string[] = [];
  return {
    clock,
    lines,
    log: makeLogger({
      write: (line) => lines.push(line),
      format: () => format,
      now: () => clock.now(),
      hasTimes,
    }),
  };
}

Deno.test("Logger lets no value forge a line or drive a terminal", () => {
  const { lines, log } = logger();
  const value = 'a\nwarning: forged\x1b[2J\u009b2J\u2028\x7f"';
  log.info("Something", { value, plain: "a/b-c:1", none: undefined });
  log.warn("Trouble");
  assertEquals(lines, [
    'Something value="a\\nwarning: forged\\u001b[2J\\u009b2J\\u2028\\u007f\\"" plain=a/b-c:1',
    "warning: Trouble",
  ]);
});

Deno.test("Logger lets nothing drive a terminal or turn a line's order (security L5)", () => {
  const hostile = "rooms/a\x1b]0;pwned\x07\u202egpj.\u2066\u009b31m\n.txt";
  for (const format of ["text", "json"] as const) {
    const { lines, log } = logger(format);
    log.warn(`Cannot show ${hostile}`, { room: hostile });
    assertEquals(lines.length, 1);
    // deno-lint-ignore no-control-regex
    assertEquals(/[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/.exec(lines[0]!), null, lines[0]);
    if (format === "json") assertEquals(JSON.parse(lines[0]!).room, hostile);
  }
});

Deno.test("Logger begins a line with the time, unless a journal does (issue 15, 8)", () => {
  const { lines, log } = logger("text", true);
  log.warn("Trouble", { room: "general" });
  assertEquals(lines, ["2025-11-19 23:46:36 warning: Trouble room=general"]);
});

Deno.test("Logger writes JSON, one object a line", () => {
  const { lines, log } = logger("json");
  log.warn("Trouble", { room: "a\nb" });
  assertEquals(JSON.parse(lines[0]!), {
    time: "2025-11-19T23:46:36.000Z",
    level: "warn",
    message: "Trouble",
    room: "a\nb",
  });
  assertEquals(lines[0]!.includes("\n"), false);
});

Deno.test("Logger counts what is too much instead of writing it, and says so later", () => {
  const { clock, lines, log } = logger();
  for (let i = 0; i < 10_000; i++) log.warn("Cannot write");
  assertEquals(lines.length, 100);
  clock.advance(1000);
  log.info("Back");
  assertEquals(lines.slice(100), [
    "warning: Lines were left out: too many at once lines=9900",
    "Back",
  ]);
});
