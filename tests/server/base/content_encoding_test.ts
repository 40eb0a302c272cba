import { assertEquals, assertStrictEquals } from "@std/assert";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { KeptEncodings } from "../../../server/base/content_encoding.ts";

const BODY = new TextEncoder().encode("What never changes is made small once. ".repeat(50));

Deno.test("KeptEncodings makes a body small once, and tells each answer how", async () => {
  const kept = new KeptEncodings();
  for (const [encoding, read] of [["br", brotliDecompressSync], ["gzip", gunzipSync]] as const) {
    const heads = [new Headers(), new Headers()];
    const [first, second] = await Promise.all(
      heads.map((headers) => kept.encoded("a.js", BODY, encoding, headers)),
    );
    assertStrictEquals(first, second, "two who ask at once get the same");
    assertStrictEquals(await kept.encoded("a.js", BODY, encoding, new Headers()), first);
    assertEquals(new Uint8Array(read(first!)), BODY);
    for (const headers of heads) {
      assertEquals(headers.get("content-encoding"), encoding);
      assertEquals(headers.get("vary"), "Accept-Encoding");
    }
  }
});

Deno.test("KeptEncodings leaves alone what nobody asked small or what would only grow", async () => {
  const kept = new KeptEncodings();
  const headers = new Headers();
  const short = BODY.slice(0, 20);
  assertStrictEquals(await kept.encoded("a.js", BODY, null, headers), BODY);
  assertStrictEquals(await kept.encoded("b.js", short, "br", headers), short);
  assertEquals([...headers], []);
});
