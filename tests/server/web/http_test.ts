/** What every answer and every request have in common. */
import { assertEquals } from "@std/assert";
import { cookie } from "../../../server/web/http.ts";

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
