import { assertEquals } from "@std/assert";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { AppFiles } from "../../../server/web/app_files.ts";
import type { Call } from "../../../server/web/router.ts";

const files = await AppFiles.load(false);
const CLIENT = new URL("../../../client/", import.meta.url);

/** Asks for a file of the client as a browser does that knows its version. */
async function asked(path: string, accepts: string): Promise<Response> {
  const route = files.routes.find((route) => route.path.startsWith("/app/"))!;
  const request = new Request("http://localhost/", { headers: { "accept-encoding": accepts } });
  const params = { version: files.version, "0": path };
  return await route.handle({ request, params } as unknown as Call);
}

async function bytesOf(path: string, accepts: string): Promise<Uint8Array> {
  return new Uint8Array(await (await asked(path, accepts)).arrayBuffer());
}

Deno.test("a module is served without its comments, and each line at its own number", async () => {
  for (const path of ["text/links.js", "text/markup.js", "actions/edits.js", "main.js"]) {
    const own = (await Deno.readTextFile(new URL(path, CLIENT))).split("\n");
    const served = (await (await asked(path, "identity")).text()).split("\n");
    assertEquals(served.length, own.length, path);
    const isComment = (line: string): boolean => /^\s*(?:\/\/|\/?\*)/.test(line);
    for (const [i, line] of served.entries()) {
      const left = own[i]!.replaceAll(/\/\*\* @type .*? \*\/ ?/g, "");
      assertEquals(line, isComment(own[i]!) ? "" : left, `${path}:${i + 1}`);
    }
  }
});

Deno.test("what never changes is the same words however small it is sent", async () => {
  for (const path of ["first.js", "style.css", "vendor/preact.js", "favicon.svg"]) {
    const whole = await bytesOf(path, "identity");
    for (let again = 0; again < 2; again++) {
      assertEquals(new Uint8Array(gunzipSync(await bytesOf(path, "gzip"))), whole, path);
      assertEquals(new Uint8Array(brotliDecompressSync(await bytesOf(path, "gzip, br"))), whole);
    }
  }
  assertEquals((await asked("icon-192.png", "gzip, br")).headers.get("content-encoding"), null);
});
