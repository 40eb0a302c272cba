/** Two bots at a real server: what the wire promises. */
import { assert, assertEquals } from "@std/assert";
import { WsClient } from "../helpers/ws_client.ts";
import { headerLines, refusalOf, statusOf, UPGRADE } from "../helpers/raw_tcp.ts";
import { serve, ServerProcess, temporaryFolder } from "../helpers/process.ts";

Deno.test("a message is a line in the file before its echo, and its id is the line's offset", async () => {
  await using chat = await serve();
  await using ada = await WsClient.in(chat.url, "Ada");
  const echo = await ada.says("Привіт, світе!\nsecond line");
  const file = await Deno.readFile(`${chat.folder.path}/rooms/general.txt`);
  const line = new TextDecoder().decode(file.subarray(echo.id));
  assert(/^\[[\d: -]{19}\] Ada: Привіт, світе!\u2028second line\n$/.test(line), line);
  assertEquals(echo.time.slice(0, 10), line.slice(1, 11));
});

Deno.test("two people talk, see each other come and go, and make and delete rooms", async () => {
  await using chat = await serve();
  await using ada = await WsClient.in(chat.url, "Ada");
  await using boris = await WsClient.in(chat.url, "Борис");
  assertEquals((await ada.hears("joined")).name, "Борис");
  await boris.says("hello");
  assertEquals((await ada.hears("message")).text, "hello");
  boris.send({ type: "typing", room: "general" });
  assertEquals((await ada.hears("typing")).name, "Борис");
  ada.send({ type: "create_room", room: "Клуб" });
  assertEquals((await boris.hears("room_created")).room, "Клуб");
  await ada.joins("Клуб");
  await ada.says("only here", "Клуб");
  assertEquals((await boris.hears("activity", ({ room }) => room === "Клуб")).end > 0, true);
  ada.send({ type: "delete_room", room: "Клуб" });
  assertEquals((await boris.hears("room_deleted")).by, "Ada");
  boris.send({ type: "leave", room: "general" });
  assertEquals((await ada.hears("left")).name, "Борис");
  const kept = [...Deno.readDirSync(`${chat.folder.path}/deleted`)].map((
    { name },
  ) => name);
  assert(kept[0]?.startsWith("Клуб."), String(kept));
});

Deno.test("a name that somebody is using is refused with a free one", async () => {
  await using chat = await serve();
  await using _ada = await WsClient.in(chat.url, "Ada");
  const { status, code, suggestion } = await refusalOf(chat.url, "/ws?name=ADA");
  assertEquals([status, code, suggestion], [409, "name_taken", "ADA 2"]);
});

Deno.test("a page of another origin is kept out, whatever it sends along", async () => {
  await using chat = await serve();
  const { host } = new URL(chat.url);
  const headers = UPGRADE;
  const ask = (path: string, given: Record<string, string>) =>
    statusOf(chat.url, `GET ${path} HTTP/1.1\r\n${headerLines({ host, ...given })}\r\n`);
  const foreign = [
    "http://evil.example",
    "null",
    `http://${host}.evil.example`,
    "http://localhost",
  ];
  for (const origin of foreign) {
    assertEquals(await ask("/ws?name=Eve", { ...headers, origin }), 403, origin);
  }
  assertEquals(await ask("/ws?name=Eve", headers), 101, "a program sends no Origin");
  assertEquals(
    await ask("/ws?name=Eve2", {
      ...headers,
      origin: `http://${host}`,
    }),
    101,
  );
  const cookie = { ...headers, cookie: "plaintalk=x" };
  assertEquals(await ask("/ws?name=Eve3", cookie), 403, "a cookie without an Origin");
  for (const drop of Object.keys(headers)) {
    const rest = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== drop));
    const status = /^(upgrade|sec-websocket-version)$/.test(drop) ? 426 : 400;
    assertEquals(await ask("/ws?name=Eve4", rest), status, `without ${drop}`);
  }
});

Deno.test("a guest enters by cookie, keeps it over a restart, and leaves", async () => {
  await using folder = await temporaryFolder();
  const args = ["--port", "0", "--data", folder.path];
  let server = await ServerProcess.start(args);
  const enter = await ask(server.url, "POST", "/api/session", {
    name: " Ada ",
  });
  assertEquals([enter.status, enter.body.me.name], [200, "Ada"]);
  const set = enter.headers.get("set-cookie") ?? "";
  assert(/^plaintalk=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/.test(set), set);
  const cookie = set.split(";")[0]!;
  assert(
    !Deno.readTextFileSync(`${folder.path}/sessions.txt`).includes(
      cookie.slice(10),
    ),
  );
  assertEquals(await server.end("SIGKILL"), 137);
  server = await ServerProcess.start(args);
  const origin = server.url;
  assertEquals(
    (await ask(server.url, "GET", "/api/session", null, { cookie })).body.me
      .name,
    "Ada",
  );
  const gone = await ask(server.url, "DELETE", "/api/session", null, {
    cookie,
    origin,
  });
  assertEquals(gone.body.me, null);
  assertEquals((await ask(server.url, "GET", "/api/session", null, { cookie })).body.me, null);
  assertEquals(
    (await ask(server.url, "POST", "/api/session", { name: "<b>" })).body.code,
    "bad_name",
  );
  assertEquals(
    (await ask(server.url, "POST", "/api/session", { name: "A" }, {
      origin: "http://x",
    })).status,
    403,
  );
  assertEquals(await server.end(), 0);
});

Deno.test("the history is read by pages and as the file, with ranges", async () => {
  await using chat = await serve("--limits", "none");
  await using ada = await WsClient.in(chat.url, "Ada");
  for (let i = 0; i < 120; i++) await ada.says(`message ${i}`);
  const texts: string[] = [];
  let query = "?limit=50";
  for (let more = true; more;) {
    const { body } = await ask(chat.url, "GET", `/api/rooms/general/messages${query}`);
    texts.unshift(...body.messages.map(({ text }: { text: string }) => text));
    query = `?limit=50&before=${body.start}`;
    more = body.more;
  }
  assertEquals(texts, Array.from({ length: 120 }, (_, i) => `message ${i}`));
  const file = await Deno.readTextFile(`${chat.folder.path}/rooms/general.txt`);
  const whole = await fetch(`${chat.url}/api/rooms/general.txt`);
  assertEquals([whole.status, await whole.text()], [200, file]);
  const ranges: [string, number, string][] = [
    ["bytes=0-9", 206, file.slice(0, 10)],
    ["bytes=-5", 206, file.slice(-5)],
    [`bytes=${file.length - 3}-`, 206, file.slice(-3)],
    [`bytes=${file.length}-`, 416, ""],
    ["bytes=5-1", 200, file],
    ["lines=1-2", 200, file],
  ];
  for (const [range, status, text] of ranges) {
    const part = await fetch(`${chat.url}/api/rooms/general.txt`, {
      headers: { range },
    });
    assertEquals([part.status, await part.text()], [status, text], range);
  }
  for (
    const bad of [
      "before=1",
      "before=x",
      "before=1&after=1",
      "limit=-1",
      "around=99999999",
    ]
  ) {
    const { status, body } = await ask(chat.url, "GET", `/api/rooms/general/messages?${bad}`);
    assert(status >= 400 && status < 500 && body.text.startsWith("Cannot"), bad);
  }
});

Deno.test("every answer carries the headers that keep a page harmless, whatever its status", async () => {
  await using chat = await serve();
  const asked: [string, string, number][] = [
    ["GET", "/", 200],
    ["HEAD", "/", 200],
    ["GET", "/api/rooms", 200],
    ["GET", "/healthz", 200],
    ["GET", "/nothing", 404],
    ["GET", "/app/0/../../server/main.ts", 404],
    ["GET", "/app/0/%2e%2e/deno.json", 404],
    ["GET", "/api/rooms/..%2f..%2fsessions.txt", 400],
    ["GET", "/api/rooms/nowhere/messages", 404],
    ["GET", "/api/rooms/%ff/messages", 400],
    ["PUT", "/api/session", 405],
    ["POST", "/api/session", 400],
    ["GET", "/ws", 401],
    ["GET", "/ws?name=Ada", 426],
  ];
  for (const [method, path, status] of asked) {
    const response = await fetch(chat.url + path, { method });
    await response.body?.cancel();
    assertEquals(response.status, status, `${method} ${path}`);
    assert(
      response.headers.get("content-security-policy")?.includes(
        "default-src 'none'",
      ),
    );
    assert(!response.headers.get("content-security-policy")?.includes("unsafe"));
    assertEquals(response.headers.get("x-content-type-options"), "nosniff");
    assertEquals(response.headers.get("cross-origin-opener-policy"), "same-origin");
  }
});

async function ask(
  url: string,
  method: string,
  path: string,
  body: unknown = null,
  headers: Record<string, string> = {},
) {
  const response = await fetch(url + path, {
    method,
    headers,
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: await response.json(),
  };
}

Deno.test("a load test sends a thousand messages at once: stored and answered in order", async () => {
  await using chat = await serve("--limits", "none");
  await using ada = await WsClient.in(chat.url, "Ada");
  await using boris = await WsClient.in(chat.url, "Boris");
  for (let i = 0; i < 3000; i++) {
    ada.send({ type: "message", room: "general", text: `${i} ${"x".repeat(300)}`, ref: `r${i}` });
  }
  await ada.hears("message", ({ ref }) => ref === "r2999");
  await boris.hears("message", ({ text }) => text.startsWith("2999 "));
  assertEquals(ada.events.filter(({ type }) => type === "error"), []);
  const lines = (await Deno.readTextFile(`${chat.folder.path}/rooms/general.txt`)).trimEnd().split(
    "\n",
  ).slice(1);
  assertEquals(
    lines.map((line) => Number(/Ada: (\d+) /.exec(line)?.[1])),
    Array.from({ length: 3000 }, (_, i) => i),
  );
});
