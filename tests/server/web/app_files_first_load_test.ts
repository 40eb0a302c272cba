/**
 * What a page costs that is opened for the first time: the bytes that come over the wire, heads and all,
 * as `deno task bench --only first-load` counts them in a browser.
 */
import { assert, fail } from "@std/assert";
import { nativeTransport } from "../../../server/transport/native_server.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { headerLines, RawTcp } from "../../helpers/raw_tcp.ts";
import { start } from "../../helpers/started_app.ts";

const MAX_BYTES = 100 * 1024;
const MAX_REQUESTS = 10;

type Asks = (method: string, path: string, body?: string) => Promise<number>;

/** Serves an empty chat, and hands over what asks it and counts the bytes of the answer. */
async function served(use: (url: string, asks: Asks) => Promise<void>): Promise<void> {
  const { app, clock } = start(new MemoryDisk(), true);
  const server = await nativeTransport.listen({
    ...{ host: "127.0.0.1", port: 0, certificate: null, clock },
    fetch: (request, address) => app.fetch(request, address),
    disconnectAll() {},
    onTrouble: (what, error) => fail(`${what}: ${error}`),
  });
  const url = `http://127.0.0.1:${server.port}`;
  try {
    await use(url, async (method, path, body = "") => {
      using raw = await RawTcp.connect(url);
      const headers = headerLines({
        host: new URL(url).host,
        origin: url,
        connection: "close",
        "accept-encoding": "gzip, deflate, br, zstd",
        "content-length": String(body.length),
      });
      await raw.write(`${method} ${path} HTTP/1.1\r\n${headers}\r\n${body}`);
      return await raw.drain();
    });
  } finally {
    await server.shutdown();
    await app.close();
  }
}

/** What a browser fetches at once for a page: what only waits in a template is not of it. */
function fetchedBy(page: string): string[] {
  const tags = page.replace(/<template[^]*?<\/template>/g, "")
    .match(/<(?:link rel="(?:stylesheet|icon|modulepreload)"|script type="module")[^>]*>/g) ?? [];
  return tags.map((tag) => `/${/ (?:href|src)="([^"]*)"/.exec(tag)![1]}`);
}

Deno.test("the first load is at most ten requests and 100 KB, heads and all", async () => {
  await served(async (url, asks) => {
    const files = fetchedBy(await (await fetch(url)).text());
    const requests: [string, string, string?][] = [
      ["GET", "/"],
      ...files.map((path): [string, string] => ["GET", path]),
      ["GET", "/api/session"],
      ["POST", "/api/session", `{"name":"Ada"}`],
    ];
    const list: string[] = [];
    let sum = 0;
    for (const [method, path, body] of requests) {
      const bytes = await asks(method, path, body);
      list.push(`${bytes} ${method} ${path}`);
      sum += bytes;
    }
    const told = `${sum} bytes in ${list.length} requests:\n${list.join("\n")}`;
    for (const part of ["/first.js", "/style.css", "/vendor/preact.js"]) {
      assert(told.includes(part), told);
    }
    assert(list.length <= MAX_REQUESTS, told);
    assert(sum <= MAX_BYTES, told);
  });
});
