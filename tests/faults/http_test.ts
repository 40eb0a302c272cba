/** What can come over HTTP: requests that are none, other people's pages, paths that lead out. */
import { assert, assertEquals } from "@std/assert";
import { serve, TRANSPORT } from "../helpers/process.ts";
import { WsClient } from "../helpers/ws_client.ts";
import { headerLines, RawTcp, statusOf, UPGRADE as HEADERS } from "../helpers/raw_tcp.ts";

const UPGRADE = headerLines(HEADERS);

/** Requests that no browser sends. `H` stands for the right Host line. */
const MALFORMED = [
  "\r\n\r\n",
  "\0\0\0\0\r\n\r\n",
  "GET\r\nH\r\n\r\n",
  "GET /\r\nH\r\n\r\n",
  "GET / HTTP/9.9\r\nH\r\n\r\n",
  "GET / HTTP/1.1 extra\r\nH\r\n\r\n",
  // Two spaces, which a server may take for one (RFC 9112, 3).
  ...TRANSPORT === "native" ? ["GET  / HTTP/1.1\r\nH\r\n\r\n"] : [],
  "get / HTTP/1.1\r\nH\r\n\r\n",
  "G\x01T / HTTP/1.1\r\nH\r\n\r\n",
  "TRACE / HTTP/1.1\r\nH\r\n\r\n",
  "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
  "CONNECT / HTTP/1.1\r\nH\r\n\r\n",
  "OPTIONS * HTTP/1.1\r\nH\r\n\r\n",
  "FOO / HTTP/1.1\r\nH\r\n\r\n",
  "PATCH /api/session HTTP/1.1\r\nH\r\nContent-Length: 0\r\n\r\n",
  "GET / HTTP/1.1\r\n\r\n",
  "GET / HTTP/1.1\r\nHost:\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: \x01\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: localhost:99999\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: %zz\r\n\r\n",
  "GET / HTTP/1.1\r\nH\r\nHost: evil.example\r\n\r\n",
  "GET http://evil.example/ HTTP/1.1\r\nH\r\n\r\n",
  "GET http:// HTTP/1.1\r\nH\r\n\r\n",
  "GET file:///etc/passwd HTTP/1.1\r\nH\r\n\r\n",
  "GET //evil.example/%2f.. HTTP/1.1\r\nH\r\n\r\n",
  "GET \\ HTTP/1.1\r\nH\r\n\r\n",
  "GET /\x7f HTTP/1.1\r\nH\r\n\r\n",
  "GET /\xff\xfe HTTP/1.1\r\nH\r\n\r\n",
  "GET /%00 HTTP/1.1\r\nH\r\n\r\n",
  "GET /%zz HTTP/1.1\r\nH\r\n\r\n",
  "GET /api/rooms/%ff/messages HTTP/1.1\r\nH\r\n\r\n",
  "GET /api/rooms/%E0%A4%A.txt HTTP/1.1\r\nH\r\n\r\n",
  "GET /api/rooms//messages HTTP/1.1\r\nH\r\n\r\n",
  `GET /${"a".repeat(70_000)} HTTP/1.1\r\nH\r\n\r\n`,
  `GET /?${"a=b&".repeat(10_000)} HTTP/1.1\r\nH\r\nX: y\r\n\r\n`.replace("/?", "/nothing?"),
  `GET / HTTP/1.1\r\nH\r\nX: ${"y".repeat(70_000)}\r\n\r\n`,
  `GET / HTTP/1.1\r\nH\r\n${"X: y\r\n".repeat(500)}\r\n`,
  "GET / HTTP/1.1\r\nH\r\n: empty\r\n\r\n",
  "GET / HTTP/1.1\r\nH\r\nno colon\r\n\r\n",
  "GET / HTTP/1.1\r\nH\r\nX : y\r\n\r\n",
  "GET / HTTP/1.1\r\nH\r\nX: y\r\n folded\r\n\r\n",
  "GET / HTTP/1.1\r\nH\r\nX: \x00\r\n\r\n",
  "POST /api/session HTTP/1.1\r\nH\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  "POST /api/session HTTP/1.1\r\nH\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}{}{}",
  "POST /api/session HTTP/1.1\r\nH\r\nContent-Length: -1\r\n\r\n",
  "POST /api/session HTTP/1.1\r\nH\r\nContent-Length: 99999999999999999999\r\n\r\n",
  "POST /api/session HTTP/1.1\r\nH\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
  "POST /api/session HTTP/1.1\r\nH\r\nTransfer-Encoding: gzip\r\n\r\n",
  "POST /api/session HTTP/1.1\r\nH\r\nContent-Length: 4\r\n\r\n{}{}",
  "POST /api/session HTTP/1.1\r\nH\r\nContent-Length: 2\r\n\r\n[]",
  "POST /api/session HTTP/1.1\r\nH\r\nContent-Length: 3\r\n\r\n\xff\xfe\xfd",
  `POST /api/session HTTP/1.1\r\nH\r\nContent-Length: 5000\r\n\r\n${"x".repeat(5000)}`,
  "POST /api/session HTTP/1.1\r\nH\r\nContent-Length: 30000000\r\n\r\n{",
  "POST / HTTP/1.1\r\nH\r\nContent-Length: 2\r\n\r\n{}",
  "GET /ws HTTP/1.1\r\nH\r\n\r\n",
  "GET /ws HTTP/1.1\r\nH\r\nUpgrade: websocket\r\n\r\n",
  "GET /ws HTTP/1.1\r\nH\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
  `POST /ws HTTP/1.1\r\nH\r\nContent-Length: 0\r\n${UPGRADE}\r\n`,
  `HEAD /ws HTTP/1.1\r\nH\r\n\r\n`,
  `GET /ws?name=${"x".repeat(500)} HTTP/1.1\r\nH\r\nOrigin: http://evil.example\r\n${UPGRADE}\r\n`,
  `GET /ws?name=A HTTP/1.1\r\nH\r\n${UPGRADE.replace("13", "8")}\r\n`,
  `GET /ws?name=A HTTP/1.1\r\nH\r\n${UPGRADE.replace("dGhl", "x")}\r\n`,
  "GET /api/rooms/general.txt HTTP/1.1\r\nH\r\nRange: bytes=99999999-\r\n\r\n",
  "GET /api/rooms/general/messages?limit=-1 HTTP/1.1\r\nH\r\n\r\n",
  "GET /api/rooms/general/messages?before=1&after=1 HTTP/1.1\r\nH\r\n\r\n",
];

/** Odd, and answered all the same. */
const FINE = [
  "GET / HTTP/1.0\r\nH\r\n\r\n",
  "HEAD / HTTP/1.1\r\nH\r\n\r\n",
  "GET /?anything HTTP/1.1\r\nH\r\n\r\n",
  'GET / HTTP/1.1\r\nH\r\nCookie: ;;;=;plaintalk;plaintalk=;"\r\n\r\n',
  "GET / HTTP/1.1\r\nH\r\nRange: bytes=a-b\r\n\r\n",
  "GET /api/rooms/general.txt HTTP/1.1\r\nH\r\nRange: bytes=5-2,0-0,x\r\n\r\n",
  "GET / HTTP/1.1\r\nH\r\nIf-None-Match: \x22\r\n\r\n",
  "GET / HTTP/1.1\r\nH\r\nAccept-Encoding: identity;q=0, *;q=0\r\n\r\n",
];

Deno.test("a request that is none is refused as the asker's mistake, never answered as ours", async () => {
  await using chat = await serve("--limits", "none");
  const host = `Host: ${new URL(chat.url).host}`;
  for (const text of MALFORMED) {
    const told = await statusOf(chat.url, text.replace("\r\nH\r\n", `\r\n${host}\r\n`));
    const shown = JSON.stringify(text.slice(0, 90));
    assert(told === null || (told >= 400 && told < 500), `${shown}: ${told}`);
  }
  for (const text of FINE) {
    const told = await statusOf(chat.url, text.replace("\r\nH\r\n", `\r\n${host}\r\n`));
    assertEquals(told, 200, JSON.stringify(text));
  }
  await using ada = await WsClient.in(chat.url, "Ada");
  await ada.says("still here");
  assert(!chat.server.output.includes("Internal error"), chat.server.output);
});

Deno.test("no path leads to a file that is not the page's", async () => {
  await using chat = await serve("--limits", "none");
  const host = new URL(chat.url).host;
  const version = /app\/([0-9a-f]+)\//.exec(await (await fetch(chat.url)).text())![1]!;
  const outs = ["..", "%2e%2e", "..%2f", "%2e%2e%2f", "..%5c", "..%252f", ".%00./", "....//", "/"];
  const files = [
    "server/main.ts",
    "deno.json",
    "data/sessions.txt",
    "sessions.txt",
    "etc/passwd",
    "rooms/general.txt",
    ".git/config",
    "lock",
    "index/general/covered",
    "",
  ];
  for (const out of outs) {
    for (const file of files) {
      for (
        const before of [
          "",
          "app/",
          `app/${version}/`,
          `app/${version}/view/`,
          "api/rooms/",
          "files/",
        ]
      ) {
        const path = `/${before}${`${out}/`.repeat(4)}${file}`;
        const told = await statusOf(chat.url, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
        // What the address itself makes of dots may be the page; no other file is there to be found.
        const page = URL.parse(`http://x${path}`)?.pathname === "/";
        assert(told === null || page || (told >= 400 && told < 500), `${path}: ${told}`);
      }
    }
  }
  for (const file of ["deno.json", "index.html", "..", "", "main.js/", "vendor"]) {
    assertEquals(
      await statusOf(chat.url, `GET /app/${version}/${file} HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
      404,
    );
  }
});

/** Origins a browser may send from somebody else's page, for a chat at `host`. */
function foreignOrigins(host: string): string[] {
  const [name = "", port = ""] = host.split(":");
  return [
    "null",
    "http://evil.example",
    "https://evil.example",
    `http://${host}.evil.example`,
    `http://evil.example:${port}`,
    `http://evil${name}:${port}`,
    `http://sub.${host}`,
    `http://${name}`,
    `http://${name}:${Number(port) + 1}`,
    `http://${name}.:${port}`,
    `http://user@${host}`,
    `http://${host}/`,
    `http://${host}/x`,
    `HTTP://${host}`,
    `http://${host.toUpperCase()}`,
    `ws://${host}`,
    `ftp://${host}`,
    `file://`,
    `http://[::1]:${port}`,
    `http://0.0.0.0:${port}`,
    `http://127.1:${port}`,
    host,
    `//${host}`,
    `http://${host}, http://evil.example`,
    `http://evil.example, http://${host}`,
    `http://${host} `.trim() + "\t x",
    "chrome-extension://abcdef",
    "about:blank",
    "",
    " ",
    "*",
  ];
}

Deno.test("another page can neither connect nor change anything, whatever its origin", async () => {
  await using chat = await serve("--limits", "none");
  const host = new URL(chat.url).host;
  const body = '{"name":"Eve"}';
  const requests = [
    `GET /ws?name=Eve HTTP/1.1\r\nHost: ${host}\r\n${UPGRADE}`,
    `POST /api/session HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${body.length}\r\n`,
    `DELETE /api/session HTTP/1.1\r\nHost: ${host}\r\n`,
  ];
  for (const request of requests) {
    for (const origin of foreignOrigins(host)) {
      const told = await statusOf(chat.url, `${request}Origin: ${origin}\r\n\r\n${body}`);
      assertEquals(told, 403, `${request.slice(0, 20)} from ${JSON.stringify(origin)}`);
    }
    for (const site of ["cross-site", "same-site", "x"]) {
      const told = await statusOf(chat.url, `${request}Sec-Fetch-Site: ${site}\r\n\r\n${body}`);
      assertEquals(told, 403, `${request.slice(0, 20)} as ${site}`);
    }
    const cookie = await statusOf(chat.url, `${request}Cookie: plaintalk=x\r\n\r\n${body}`);
    assertEquals(cookie, 403, "a cookie that somebody else's page may have made the browser send");
    const own = await statusOf(chat.url, `${request}Origin: http://${host}\r\n\r\n${body}`);
    assert(own === 101 || own === 200, String(own));
  }
});

Deno.test("--origin names the addresses people open, and then only those are ours", async () => {
  await using chat = await serve(
    "--origin",
    "https://chat.example.org, https://other.example",
    "--limits",
    "none",
  );
  const host = new URL(chat.url).host;
  const ask = (origin: string) =>
    statusOf(
      chat.url,
      `GET /ws?name=Eve HTTP/1.1\r\nHost: ${host}\r\n${UPGRADE}Origin: ${origin}\r\n\r\n`,
    );
  assertEquals(await ask("https://chat.example.org"), 101);
  assertEquals(await ask("https://other.example"), 101);
  for (
    const origin of [`http://${host}`, "http://chat.example.org", "https://chat.example.org:8443"]
  ) {
    assertEquals(await ask(origin), 403, origin);
  }
});

Deno.test("nothing that only reads changes anything, and a body is counted, not believed", async () => {
  await using chat = await serve("--limits", "none");
  const host = new URL(chat.url).host;
  const before = await Deno.readTextFile(`${chat.folder.path}/sessions.txt`);
  for (
    const path of ["/", "/api/session", "/api/rooms", "/api/rooms/general/messages", "/healthz"]
  ) {
    for (const method of ["GET", "HEAD"]) {
      const told = await statusOf(chat.url, `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      assertEquals(told, 200, path);
    }
  }
  const rooms = [...Deno.readDirSync(`${chat.folder.path}/rooms`)].map(({ name }) => name);
  assertEquals([await Deno.readTextFile(`${chat.folder.path}/sessions.txt`), rooms], [before, [
    "general.txt",
  ]]);
  // Chunks without an end: not read at all, for in chunks of a byte they would keep the platform busy.
  using raw = await RawTcp.connect(chat.url);
  await raw.write(
    `POST /api/session HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\n`,
  );
  void raw.write("1\r\nx\r\n".repeat(100_000));
  assert((await raw.until("\r\n")).includes(" 411 "));
});

Deno.test("strangers count by address, behind trusted proxies by the one those saw", async () => {
  await using chat = await serve("--trust-proxy", "127.0.0.0/8", "--rates", "enter=3/0.001");
  const enter = async (forwarded: string | null): Promise<number> => {
    const headers: Record<string, string> = forwarded === null
      ? {}
      : { "x-forwarded-for": forwarded };
    const response = await fetch(`${chat.url}/api/session`, {
      method: "POST",
      headers,
      body: "{}",
    });
    await response.body?.cancel();
    return response.status;
  };
  const codes = async (
    forwarded: (n: number) => string | null,
  ): Promise<number[]> => [
    await enter(forwarded(0)),
    await enter(forwarded(1)),
    await enter(forwarded(2)),
    await enter(forwarded(3)),
  ];
  assertEquals(await codes(() => "203.0.113.7"), [400, 400, 400, 429]);
  assertEquals(
    await codes((n) => `198.51.100.${n}, 203.0.113.8`),
    [400, 400, 400, 429],
    "what a client claims",
  );
  assertEquals(
    await codes((n) => `2001:db8:1:2::${n}`),
    [400, 400, 400, 429],
    "one /64 is one caller",
  );
  assertEquals(
    await codes((n) => `203.0.113.${100 + n}`),
    [400, 400, 400, 400],
    "four addresses are four",
  );
});

Deno.test("every answer says what a page may not do, whatever went wrong", async () => {
  await using chat = await serve();
  const host = new URL(chat.url).host;
  const asked = [
    "GET / HTTP/1.1",
    "GET /nothing HTTP/1.1",
    "PUT /api/session HTTP/1.1",
    "POST /api/session HTTP/1.1",
    "GET /ws HTTP/1.1",
    "GET /api/rooms/%ff/messages HTTP/1.1",
    "GET http://evil.example/ HTTP/1.1",
    "GET /api/rooms/general.txt HTTP/1.1",
    "GET /healthz HTTP/1.1",
  ];
  for (const line of asked) {
    using raw = await RawTcp.connect(chat.url);
    await raw.write(
      `${line}\r\nHost: ${host}\r\nOrigin: http://${host}\r\nConnection: close\r\n\r\n`,
    );
    const head = (await raw.until("\r\n\r\n")).toLowerCase();
    for (
      const header of [
        "content-security-policy: default-src 'none'",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
        "cross-origin-opener-policy: same-origin",
        "cross-origin-resource-policy: same-origin",
        "permissions-policy: accelerometer=(), camera=(), ",
      ]
    ) assert(head.includes(`\r\n${header}`), `${line}: ${header}`);
    assert(!/unsafe-|script-src[^;]*\*/.test(head), line);
    const devices = /\r\npermissions-policy: (.*)\r\n/.exec(head)?.[1]?.split(", ") ?? [];
    const allowed = devices.filter((device) => !device.endsWith("=()"));
    assertEquals(allowed, ["microphone=(self)"], "one device, for this page alone");
  }
});
