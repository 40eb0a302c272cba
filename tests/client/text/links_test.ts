import { assert, assertEquals } from "@std/assert";
import { linksIn } from "../../../client/text/links.js";

/** A text, and the addresses in it as they are shown. */
const CASES: [text: string, links: string[]][] = [
  ["see https://example.org.", ["https://example.org"]],
  ["https://en.wikipedia.org/wiki/Moore's_law", ["https://en.wikipedia.org/wiki/Moore's_law"]],
  ["'https://a.example/b', he said", ["https://a.example/b"]],
  ["https://a.example/Rock_'n'_Roll'", ["https://a.example/Rock_'n'_Roll"]],
  ["https://fr.example/L’Équipe’", ["https://fr.example/L’Équipe"]],
  ["(https://a.example/b)", ["https://a.example/b"]],
  ["https://a.example/b_(c)", ["https://a.example/b_(c)"]],
  ["(see https://a.example/b_(c)).", ["https://a.example/b_(c)"]],
  ["[https://a.example/x[1]]", ["https://a.example/x[1]"]],
  ["http://[::1]:8000/", ["http://[::1]:8000/"]],
  ["https://a.example/?q=a,b;c:d!e&f", ["https://a.example/?q=a,b;c:d!e&f"]],
  ["https://a.example/a.b/c…", ["https://a.example/a.b/c"]],
  ["https://a.example/, https://b.example!", ["https://a.example/", "https://b.example"]],
  ["«https://a.example/б»", ["https://a.example/б"]],
  ["„https://a.example/“", ["https://a.example/"]],
  ["看https://a.example/b。然后", ["https://a.example/b"]],
  ["（https://a.example/b）、「https://c.example」", ["https://a.example/b", "https://c.example"]],
  ["هل رأيت https://a.example/b؟", ["https://a.example/b"]],
  ["https://a.example/b، https://c.example", ["https://a.example/b", "https://c.example"]],
  ["देखो https://a.example/b।", ["https://a.example/b"]],
  ["ดู https://a.example/ข่าว ครับ", ["https://a.example/ข่าว"]],
  ["https://кафе.укр/меню?день=вт", ["https://кафе.укр/меню?день=вт"]],
  ["<https://a.example>", ["https://a.example"]],
  ['"https://a.example"', ["https://a.example"]],
  // As people write them.
  ["www.test.com", ["www.test.com"]],
  ["go to WWW.Test.com/a?b.", ["WWW.Test.com/a?b"]],
  ["www.", []],
  ["www.test", []],
  ["awww.test.com", []],
  ["mail ann@example.org, please", ["ann@example.org"]],
  ["ann.smith+x@mail.example.co.uk.", ["ann.smith+x@mail.example.co.uk"]],
  ["(аня@пошта.укр)", ["аня@пошта.укр"]],
  ["mailto:ann@example.org", ["ann@example.org"]],
  ["@Ada@example.org", []],
  ["@Ada hi", []],
  ["a@b", []],
  ["https://user@host.example/", ["https://user@host.example/"]],
  // What is none.
  ["https://", []],
  ["http://?", []],
  ["javascript://alert(1)", []],
  ["xhttps://a.example", []],
  ["a.example/b", []],
];

Deno.test("linksIn() leaves the sentence its punctuation, in any script (report 15, ux 16)", () => {
  for (const [text, links] of CASES) {
    assertEquals(linksIn(text).map((link) => link.text), links, text);
    for (const { index, text: shown } of linksIn(text)) {
      assertEquals(text.slice(index, index + shown.length), shown);
    }
  }
});

Deno.test("linksIn() leads to where the text says, and nowhere that could run", () => {
  const hrefs = (text: string) => linksIn(text).map(({ href }) => href);
  assertEquals(hrefs("www.test.com/a"), ["https://www.test.com/a"]);
  assertEquals(hrefs("ann@example.org"), ["mailto:ann@example.org"]);
  assertEquals(hrefs("HTTP://A.example"), ["http://a.example/"]);
  for (const text of ["data:text/html,x", "javascript:alert(1)", "blob:https://a.example/x"]) {
    assert(hrefs(text).every((href) => /^https?:/.test(href)), text);
  }
});
