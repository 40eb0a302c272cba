import { assertEquals } from "@std/assert";
import { stripMarkup } from "../../../client/text/strip_markup.js";

Deno.test("stripMarkup() leaves out signs that did their work, and no others (ux 16)", () => {
  const cases: [string, string][] = [
    ["At the *pond*, **of course**", "At the pond, of course"],
    ["`1 cup / 3 people`.", "1 cup / 3 people."],
    ["~~no~~ _yes_", "no yes"],
    ["```js\nlet x;\n```", "let x;\n"],
    ["> quoted\nanswer", "quoted\nanswer"],
    ["2 * 3 and 4*5, a_b, x > y", "2 * 3 and 4*5, a_b, x > y"],
    ["snake_case_name https://a.example/b_c", "snake_case_name https://a.example/b_c"],
  ];
  for (const [text, told] of cases) assertEquals(stripMarkup(text), told, text);
});
