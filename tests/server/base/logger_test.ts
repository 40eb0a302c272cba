import { assertEquals } from "@std/assert";
import { makeLogger } from "../../../server/base/logger.ts";
import { FakeClock } from "../../helpers/clock.ts";

function logger(format: "text" | "json" = "text") {
  const clock = new FakeClock();
  const lines: string[] = [];
  return { clock, lines, log: makeLogger((line) => lines.push(line), format, () => clock.now()) };
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

Deno.test("Logger writes JSON, one object a line", () => {
  const { lines, log } = logger("json");
  log.warn("Trouble", { room: "a\nb" });
  assertEquals(JSON.parse(lines[0]!), {
    time: "2025-11-19T23:46:36.000Z",
    level: "warn",
    happening: "Trouble",
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
