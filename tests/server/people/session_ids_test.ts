/** What a session is known by. */
import { assertEquals } from "@std/assert";
import {
  formatSessionId,
  parseSessionId,
  type SessionId,
} from "../../../server/people/session_ids.ts";

Deno.test("parseSessionId() tells cookies, bots and strangers apart, whatever a bot's name", () => {
  const all: [SessionId, string][] = [
    [{ kind: "cookie", hash: "a".repeat(64) }, "a".repeat(64)],
    [{ kind: "bot", name: "Robo" }, "bot Robo"],
    [{ kind: "bot", name: "stranger-7" }, "bot stranger-7"],
    [{ kind: "bot", name: "b".repeat(64) }, `bot ${"b".repeat(64)}`],
    [{ kind: "stranger", number: 7 }, "stranger-7"],
  ];
  for (const [id, text] of all) {
    assertEquals([formatSessionId(id), parseSessionId(text)], [text, id]);
  }
  for (const text of ["", "Ada", "stranger-", "a".repeat(63)]) {
    assertEquals(parseSessionId(text), null, text);
  }
});
