/** Node's server answering as `fetch` does: what goes in, what comes out, and whoever breaks off. */
import { assert, assertEquals } from "@std/assert";
import { systemClock } from "../../../server/base/clock.ts";
import type { HttpServer } from "../../../server/transport/transport.ts";
import { wsTransport } from "../../../server/transport/ws_server.ts";
import { RawTcp } from "../../helpers/raw_tcp.ts";
import { eventually } from "../../helpers/wait.ts";

type Handler = (
  request: Request,
  address: string,
) => Response | Promise<Response>;

/** A server that answers so, and its address. */
async function listen(
  handler: Handler,
): Promise<{ url: string } & AsyncDisposable> {
  const server: HttpServer = await wsTransport().listen({
    host: "127.0.0.1",
    port: 0,
    fetch: async (request, address) => await handler(request, address),
    disconnectAll() {},
    certificate: null,
    clock: systemClock(),
    onTrouble() {},
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    async [Symbol.asyncDispose]() {
      await server.cutOff();
      await server.shutdown();
    },
  };
}

/** What came back for bytes by hand. */
async function told(url: string, request: string): Promise<string> {
  using raw = await RawTcp.connect(url);
  await raw.write(request);
  return await raw.until("the end of the connection");
}

const close = "Connection: close\r\n";

Deno.test("a request is what was asked: method, address, headers, body, and from where", async () => {
  const seen: unknown[] = [];
  await using server = await listen(async (request, address) => {
    const { method, url, headers } = request;
    seen.push([
      method,
      url,
      headers.get("x-two"),
      await request.text(),
      address,
    ]);
    return new Response("ok");
  });
  const headers = new Headers({ "x-two": "a" });
  headers.append("x-two", "b");
  await (await fetch(`${server.url}/a%20b?c=d`, {
    method: "POST",
    headers,
    body: "é",
  })).text();
  await (await fetch(`${server.url}/`)).text();
  await told(
    server.url,
    `GET http://other.example/x HTTP/1.1\r\nHost: a\r\n${close}\r\n`,
  );
  assertEquals(seen, [
    ["POST", `${server.url}/a%20b?c=d`, "a, b", "é", "127.0.0.1"],
    ["GET", `${server.url}/`, null, "", "127.0.0.1"],
    ["GET", "http://other.example/x", null, "", "127.0.0.1"],
  ]);
});

Deno.test("an answer is what was given: status, headers, a line per cookie, length if known", async () => {
  await using server = await listen(({ url }) => {
    if (url.endsWith("/none")) {
      return new Response(null, { status: 304, headers: { etag: '"x"' } });
    }
    const headers = new Headers({ "x-one": "1" });
    headers.append("set-cookie", "a=1");
    headers.append("set-cookie", "b=2");
    return new Response("words", { status: 201, headers });
  });
  const text = await told(
    server.url,
    `GET / HTTP/1.1\r\nHost: a\r\n${close}\r\n`,
  );
  assert(text.startsWith("HTTP/1.1 201 "), text);
  for (
    const line of [
      "x-one: 1",
      "set-cookie: a=1",
      "set-cookie: b=2",
      "content-length: 5",
    ]
  ) {
    assert(text.toLowerCase().includes(`\r\n${line}\r\n`), line);
  }
  assert(text.endsWith("\r\n\r\nwords"), text);
  const head = await told(
    server.url,
    `HEAD / HTTP/1.1\r\nHost: a\r\n${close}\r\n`,
  );
  assert(head.endsWith("\r\n\r\n"), "HEAD has no body");
  const none = await told(
    server.url,
    `GET /none HTTP/1.1\r\nHost: a\r\n${close}\r\n`,
  );
  assert(none.startsWith("HTTP/1.1 304 ") && none.endsWith("\r\n\r\n"), none);
});

Deno.test("a body is asked for with 100 Continue only once somebody reads it", async () => {
  await using server = await listen(async (request) =>
    request.url.endsWith("/read")
      ? new Response(await request.text())
      : new Response("no", { status: 413 })
  );
  const head = (path: string) =>
    `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n`;
  using refused = await RawTcp.connect(server.url);
  await refused.write(head("/"));
  assert((await refused.until("\r\n")).startsWith("HTTP/1.1 413"));
  using read = await RawTcp.connect(server.url);
  await read.write(head("/read"));
  assertEquals(await read.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  await read.write("words");
  assert((await read.until("words")).startsWith("HTTP/1.1 200"));
});

Deno.test("a body streams in as it is read, and no further", async () => {
  const gate = Promise.withResolvers<void>();
  await using server = await listen(async ({ body }) => {
    const reader = body!.getReader();
    let bytes = (await reader.read()).value?.length ?? 0;
    await gate.promise;
    for (
      let next = await reader.read();
      !next.done;
      next = await reader.read()
    ) {
      bytes += next.value.length;
    }
    return new Response(String(bytes));
  });
  const all = 64 * 1024 * 1024;
  using raw = await RawTcp.connect(server.url);
  await raw.write(
    `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${all}\r\n${close}\r\n`,
  );
  let sent = 0;
  const part = new Uint8Array(1024 * 1024);
  const sending = (async () => {
    for (; sent < all; sent += part.length) await raw.write(part);
  })();
  let before = -1;
  await eventually("the sender is held back", async () => {
    const isHeld = sent === before;
    before = sent;
    await new Promise((go) => setTimeout(go, 200));
    return isHeld;
  });
  assert(sent < all / 2, `${sent} bytes were taken in advance`);
  gate.resolve();
  await sending;
  assert((await raw.until(String(all))).includes(" 200 "));
});

Deno.test("an answer streams out as it is read, and ends at its source when the reader goes", async () => {
  let given = 0;
  const over = Promise.withResolvers<void>();
  await using server = await listen(() =>
    new Response(
      new ReadableStream({
        pull(controller) {
          given++;
          controller.enqueue(new Uint8Array(64 * 1024));
        },
        cancel: () => over.resolve(),
      }, { highWaterMark: 0 }),
    )
  );
  const raw = await RawTcp.connect(server.url);
  await raw.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  assert(
    (await raw.until("\r\n\r\n")).toLowerCase().includes(
      "transfer-encoding: chunked",
    ),
  );
  let before = -1;
  await eventually("the source is held back", async () => {
    const isHeld = given === before;
    before = given;
    await new Promise((go) => setTimeout(go, 200));
    return isHeld;
  });
  assert(given < 1000, `${given} pieces were taken`);
  raw[Symbol.dispose]();
  await over.promise;
});

Deno.test("a first piece goes out at once, however long the next one takes", async () => {
  const gate = Promise.withResolvers<void>();
  await using server = await listen(() =>
    new Response(
      new ReadableStream({
        async start(controller) {
          controller.enqueue(new TextEncoder().encode("first"));
          await gate.promise;
          controller.enqueue(new TextEncoder().encode("second"));
          controller.close();
        },
      }),
    )
  );
  using raw = await RawTcp.connect(server.url);
  await raw.write(`GET / HTTP/1.1\r\nHost: a\r\n${close}\r\n`);
  await raw.until("first");
  gate.resolve();
  await raw.until("second");
});

Deno.test("a source that fails breaks the answer off; a sender that stops fails the body", async () => {
  const failed = Promise.withResolvers<string>();
  await using server = await listen(async (request) => {
    if (request.method === "POST") {
      await request.text().catch((error) => failed.resolve(String(error)));
      return new Response();
    }
    return new Response(
      new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode("half")),
        pull: (controller) => controller.error(new Error("no more")),
      }, { highWaterMark: 0 }),
    );
  });
  const text = await told(server.url, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  assert(
    !text.includes("\r\n0\r\n"),
    "an end that is none must not look like one",
  );
  const raw = await RawTcp.connect(server.url);
  await raw.write(
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf",
  );
  raw[Symbol.dispose]();
  assert((await failed.promise).includes("broke off"));
});

Deno.test("texts are made small for who can read them so, and parts of something are not", async () => {
  const long = "words ".repeat(1000);
  await using server = await listen(({ url }) => {
    const { pathname } = new URL(url);
    const headers = { "content-type": "text/plain", etag: '"x"' };
    if (pathname === "/part") {
      return new Response(long, {
        status: 206,
        headers: { ...headers, "content-range": "x" },
      });
    }
    if (pathname === "/picture") {
      return new Response(long, { headers: { "content-type": "image/png" } });
    }
    return new Response(pathname === "/short" ? "words" : long, { headers });
  });
  const ask = async (path: string, accepts: string) => {
    const answer = await fetch(server.url + path, {
      headers: { "accept-encoding": accepts },
    });
    const isWhole = ["words", long].includes(await answer.text());
    const { headers } = answer;
    return [
      isWhole,
      headers.get("content-encoding"),
      headers.get("etag"),
      headers.get("vary"),
    ];
  };
  // `fetch` takes the length and the encoding away where it decoded.
  const raw = async (accepts: string) => {
    const lines = `Host: a\r\nAccept-Encoding: ${accepts}\r\n${close}`;
    const text = await told(server.url, `GET / HTTP/1.1\r\n${lines}\r\n`);
    const [, encoding = null] = /content-encoding: (\S+)/i.exec(text) ?? [];
    return [encoding, text.length < 1000, text.includes('W/"x"')];
  };
  assertEquals(await raw("gzip, br"), ["br", true, true]);
  assertEquals(await raw("gzip, br;q=0"), ["gzip", true, true]);
  assertEquals(await raw("identity"), [null, false, false]);
  assertEquals((await ask("/", "gzip"))[0], true);
  assertEquals(await ask("/short", "gzip"), [true, null, '"x"', null]);
  assertEquals(await ask("/part", "gzip"), [true, null, '"x"', null]);
  assertEquals(await ask("/picture", "gzip"), [true, null, null, null]);
});

Deno.test("what is no request is refused; behind one that is, only once that was answered", async () => {
  let asked = 0;
  await using server = await listen(async () => {
    asked++;
    await new Promise((go) => setTimeout(go, 20));
    return new Response("fine");
  });
  const statuses = async (request: string): Promise<string[]> =>
    [...(await told(server.url, request)).matchAll(/HTTP\/1\.1 (\d+)/g)].map((
      [, code = ""],
    ) => code);
  for (
    const [request, status] of [
      ["GET /\r\nHost: a\r\n\r\n", "400"],
      ["\0\0\r\n\r\n", "400"],
      ["TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", "400"],
      ["GET x HTTP/1.1\r\nHost: a\r\n\r\n", "400"],
      ["GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "400"],
      ["GET / HTTP/1.1\r\n\r\n", "400"],
      [`GET / HTTP/1.1\r\nHost: a\r\n${"X: y\r\n".repeat(200)}\r\n`, "413"],
      [`GET / HTTP/1.1\r\nHost: a\r\nX: ${"y".repeat(20_000)}\r\n\r\n`, "431"],
      [
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "400",
      ],
    ] as const
  ) {
    assertEquals(
      (await statuses(request.replace("\r\n\r\n", `\r\n${close}\r\n`))).at(-1),
      status,
    );
  }
  asked = 0;
  assertEquals(await statuses("GET / HTTP/1.1\r\nHost: a\r\n\r\n{}\r\n\r\n"), [
    "200",
  ]);
  assertEquals(asked, 1);
  // A thousand at once: as many as are answered at a time, and the end.
  asked = 0;
  await told(server.url, "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1000));
  assert(asked <= 16, String(asked));
});

/** Why nothing can listen there. */
async function refusal(host: string, port: number): Promise<Error & { code?: string }> {
  return await wsTransport().listen({
    host,
    port,
    fetch: () => Promise.resolve(new Response()),
    disconnectAll() {},
    certificate: null,
    clock: systemClock(),
    onTrouble() {},
  }).then(() => new Error("it listens"), (error) => error);
}

Deno.test("a port that is taken is refused as Deno does it", async () => {
  await using server = await listen(() => new Response());
  const error = await refusal("127.0.0.1", Number(new URL(server.url).port));
  assert(error instanceof Deno.errors.AddrInUse, String(error));
});

Deno.test("an address that is not ours is refused with its code and the reason alone", async () => {
  // Kept for documents (RFC 5737): no machine has it.
  const { code, message } = await refusal("192.0.2.1", 8099);
  assert(code === "EADDRNOTAVAIL" || code === "EINVAL", code);
  assert(/^[a-z ]+$/.test(message), message);
});
