/** Somebody's words above an answer. */
import { assertEquals } from "@std/assert";
import { quoteOf } from "../../../client/text/quote.js";
import { splitCode } from "../../../client/text/code.js";

Deno.test("quoteOf() is a few lines with the name, without what was quoted in them", () => {
  assertEquals(quoteOf("Ada", "one\n> old\n\ntwo"), "> @Ada: one\n> two\n");
  assertEquals(quoteOf("Ada", "1\n2\n3\n4"), "> @Ada: 1\n> 2\n> 3…\n");
});

Deno.test("quoteOf() leaves no fence open that would take in the answer (ux 16)", () => {
  for (const code of ["```js\na\nb\nc\nd\n```", "so: ```x\ny\nz```", "```\n```\n```\na"]) {
    const answer = `${quoteOf("Ada", code)}\`\`\`\nmine\n\`\`\``;
    const blocks = splitCode(answer, (part) => part.startsWith("```")).filter((p) => p.isCode);
    assertEquals(blocks.map(({ text }) => text), ["```\nmine\n```"], code);
  }
  assertEquals(quoteOf("Ada", "```js\nlet x;\n```"), "> @Ada: let x;\n");
});
