import { assertEquals } from "@std/assert";
import { brokenNameRule, normalizeName } from "../../../client/text/name_rule.js";

Deno.test("brokenRule() says which character is wrong, and only what is wrong (ux)", () => {
  const character = (name: string) => {
    const broken = brokenNameRule(name, 32);
    return broken?.rule === "character" ? broken.character : broken?.rule ?? null;
  };
  for (const name of ["Ada", "Зимовий сад", "สวน", "O’Neil", "a b", "  Ada ", "", "می‌خواهم"]) {
    assertEquals(character(name), null, name);
  }
  assertEquals(
    ["Tom & Ada", "a/b", "Party 🎉", "a:b"].map(character),
    ["&", "/", "🎉", ":"],
  );
  assertEquals(["-a", ".hidden", "_x"].map(character), ["start", "start", "start"]);
  assertEquals([character("a".repeat(32)), character("a".repeat(33))], [null, "long"]);
  assertEquals(normalizeName("  Ada \t Lovelace "), "Ada Lovelace");
});
