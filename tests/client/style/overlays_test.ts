/** What the page shows of a time is that time. */
import { assertEquals } from "@std/assert";

const read = (path: string) =>
  Deno.readTextFile(new URL(`../../../client/${path}`, import.meta.url));

Deno.test("the line under an erasure runs out when its undo does (ux)", async () => {
  const [, ms = ""] = /const UNDO_WINDOW_MS = ([\d_]+);/.exec(await read("actions/messages.js")) ??
    [];
  const [, seconds] = /run-out (\d+)s linear/.exec(await read("style/overlays.css")) ?? [];
  assertEquals(Number(ms.replaceAll("_", "")) / 1000, Number(seconds));
});
