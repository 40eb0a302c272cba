/** What every answer and every request have in common. */
import { assertEquals, assertThrows } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { cookie, wholeNumber } from "../../../server/web/http.ts";

Deno.test("cookie() finds a cookie among others, and none in a header that is malformed", () => {
  const cases: [string | null, string | null][] = [
    ["plaintalk=abc", "abc"],
    ["a=b; plaintalk=abc; c=d", "abc"],
    ["a=b;plaintalk=abc", "abc"],
    ["plaintalk = abc ", "abc"],
    ["plaintalk=abc==", "abc=="],
    ["plaintalk=abc;", "abc"],
    ["plaintalk=abc; ;", "abc"],
    ["xplaintalk=abc", null],
    ["=abc; plaintalk=abc", null],
    ["plaintalk", ""],
    [";", null],
    [null, null],
  ];
  for (const [header, expected] of cases) {
    const headers = new Headers(header === null ? {} : { cookie: header });
    const request = new Request("http://localhost/", { headers });
    assertEquals(cookie(request, "plaintalk"), expected, header ?? "no header");
  }
});

Deno.test("wholeNumber() refuses non-numbers in every address, and takes none for none", () => {
  const read = (query: string) => wholeNumber(new URL(`http://localhost/?${query}`), "before");
  assertEquals([read(""), read("before=0"), read("before=17")], [null, 0, 17]);
  for (const value of ["", "x", "-1", "1.5", "1e3", " 1", "9".repeat(16)]) {
    const error = assertThrows(() => read(`before=${encodeURIComponent(value)}`), ChatError);
    assertEquals(error.code, "bad_request", value);
  }
});
