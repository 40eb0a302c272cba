/** Strangers at the door: who is refused is refused before anything of theirs is taken in. */
import { assert, assertEquals } from "@std/assert";
import { WsClient } from "../helpers/ws_client.ts";
import { serve } from "../helpers/process.ts";
import { halfForm } from "../helpers/half_upload.ts";
import { headerLines, RawTcp, refusalOf, statusOf } from "../helpers/raw_tcp.ts";
import { HttpClient } from "../helpers/http_client.ts";

Deno.test("nobody is upgraded whose frames nobody wants: the answer says why (security H2)", async () => {
  await using chat = await serve("--connections-per-address", "2");
  const refused = async (path: string, headers: Record<string, string> = {}) => {
    const { status, code } = await refusalOf(chat.url, path, headers);
    return [status, code];
  };
  assertEquals(await refused("/ws"), [401, "no_session"]);
  assertEquals(await refused("/ws?name="), [400, "bad_name"]);
  assertEquals(await refused("/ws?name=%00"), [400, "bad_name"]);
  const origin = chat.url;
  assertEquals(await refused("/ws", { origin, cookie: "plaintalk=x" }), [401, "no_session"]);
  assertEquals(await refused("/ws?name=Eve", { origin: "http://evil.example" }), [
    403,
    "bad_origin",
  ]);
  const upgrade = (headers: Record<string, string>) => refused("/ws?name=Eve", headers);
  assertEquals(await upgrade({ "sec-websocket-version": "8" }), [426, "upgrade_required"]);
  assertEquals(await upgrade({ upgrade: "h2c" }), [426, "upgrade_required"]);
  assertEquals(await upgrade({ connection: "close" }), [400, "bad_request"]);
  assertEquals(await upgrade({ "sec-websocket-key": "c2hvcnQ=" }), [400, "bad_request"]);
  await using ada = await WsClient.in(chat.url, "Ada");
  assertEquals(await refused("/ws?name=ADA"), [409, "name_taken"]);
  await using _boris = await WsClient.in(chat.url, "Boris");
  assertEquals(await refused("/ws?name=Cleo"), [503, "too_many"]);
  assertEquals((await ada.says("still here")).text, "still here");
});

Deno.test("--guests off answers a stranger's upgrade with 403, never with 101 (security H2)", async () => {
  await using chat = await serve("--guests", "off");
  const { status, code } = await refusalOf(chat.url, "/ws?name=Eve");
  assertEquals([status, code], [403, "not_allowed"]);
});

Deno.test("a program learns why it is not let in from a plain GET of the same address", async () => {
  await using chat = await serve();
  await using _ada = await WsClient.in(chat.url, "Ada");
  const ask = async (path: string) => {
    const answer = await fetch(`${chat.url}${path}`);
    return [answer.status, (await answer.json()).code, answer.headers.get("sec-websocket-version")];
  };
  assertEquals(await ask("/ws"), [401, "no_session", null]);
  assertEquals(await ask("/ws?name=Ada"), [409, "name_taken", null]);
  assertEquals(await ask("/ws?name=Boris"), [426, "upgrade_required", "13"]);
});

const MEGABYTE = 1024 * 1024;

/** Values that no field wants; `toString` and `valueOf` are what a careless `String(…)` would call. */
const ODD_VALUES: unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  "",
  "\0",
  "\ud800",
  "__proto__",
  "constructor",
  "toString",
  "@",
  "@@",
  "x".repeat(5000),
  [],
  [[]],
  ["general"],
  {},
  { toString: "x" },
  { toString: null, valueOf: null },
  { length: 5 },
  { __proto__: { x: 1 } },
  { constructor: { prototype: {} } },
  { toJSON: "x" },
];

const COMMANDS: Record<string, unknown>[] = [
  { type: "join", room: "general", after: 0, epoch: "x" },
  { type: "leave", room: "general" },
  { type: "message", room: "general", text: "hello", ref: "r", file: "f" },
  { type: "edit", room: "general", id: 0, text: "other", ref: "r" },
  { type: "erase", room: "general", id: 0, ref: "r" },
  { type: "react", room: "general", id: 0, emoji: "👍", on: true },
  { type: "typing", room: "general" },
  { type: "read", room: "general", id: 0 },
  { type: "create_room", room: "Other" },
  { type: "delete_room", room: "Other" },
  { type: "restore_room", room: "Other" },
  { type: "ping" },
];

Deno.test("a wrong value in any field of a command is the asker's mistake (security L7)", async () => {
  await using chat = await serve("--limits", "none");
  await using ada = await WsClient.in(chat.url, "Ada");
  for (const command of COMMANDS) {
    for (const field of Object.keys(command)) {
      for (const value of ODD_VALUES) {
        // The room it is in stays: it would hear nothing else.
        if (field === "room" && command.type === "delete_room" && value === "general") continue;
        ada.send({ ...command, [field]: value });
      }
    }
    await ada.settles();
  }
  const codes = new Set(ada.events.map((event) => event.type === "error" ? event.code : ""));
  assert(codes.has("bad_request"));
  assert(!codes.has("internal"), [...codes].join());
  for (const value of ODD_VALUES.filter((value) => typeof value !== "string")) {
    ada.events.length = 0;
    ada.send({ type: value });
    assertEquals((await ada.hears("error")).code, "bad_request", JSON.stringify(value));
  }
  assert(!chat.server.output.includes("Internal error"), chat.server.output);
});

const BODIES: [string, Record<string, unknown>][] = [
  ["/api/session", { name: "Vera", password: "correct horse", invite: "x" }],
  ["/api/accounts", { name: "Vera", password: "correct horse", invite: "x" }],
  ["/api/password", { password: "correct horse", wanted: "battery staple" }],
  ["/api/rooms/general/messages", { text: "hello", ref: "r", file: "f" }],
  ["/api/moderation", { what: "ban", name: "Boris", minutes: 5, address: true }],
  ["/api/invites", { name: "the choir", days: 5, uses: 5, page: "http://localhost/" }],
  ["/api/invite", { code: "x" }],
  ["/api/handovers", { page: "http://localhost/" }],
  ["/api/handover", { code: "x", confirm: true }],
];

Deno.test("a wrong value in any field of a body is the asker's mistake (security L7)", async () => {
  await using chat = await serve("--limits", "none", "--rates", "claim=10000/1000");
  const ada = new HttpClient(chat.url);
  await ada.asks("POST", "/api/accounts", { name: "Ada", password: "correct horse" });
  for (const [path, body] of BODIES) {
    for (const field of Object.keys(body)) {
      for (const value of ODD_VALUES) {
        const who = new HttpClient(chat.url);
        if (!/session|accounts/.test(path)) who.cookie = ada.cookie;
        const { status } = await who.asks("POST", path, { ...body, [field]: value });
        assert(
          status < 500 || status === 503,
          `${path} ${field} ${JSON.stringify(value)}: ${status}`,
        );
      }
    }
    for (const whole of ODD_VALUES) {
      const { status } = await ada.asks("POST", path, JSON.stringify(whole) ?? "");
      assert(status < 500, `${path} ${JSON.stringify(whole)}: ${status}`);
    }
  }
  assert(!chat.server.output.includes("Internal error"), chat.server.output);
});

Deno.test("a page under a name turned to this machine is not ours (security M7)", async () => {
  await using chat = await serve();
  const { port } = new URL(chat.url);
  const host = `evil.example:${port}`;
  const origin = `http://${host}`;
  const headers = { host, origin, "sec-fetch-site": "same-origin" };
  const { status, code, text } = await refusalOf(chat.url, "/ws?name=Eve", headers);
  assertEquals([status, code], [421, "bad_host"]);
  assert(text.includes(`--origin http://${host}`), text);
  for (const path of ["/", "/api/session", "/api/rooms/general/messages", "/healthz"]) {
    const request = `GET ${path} HTTP/1.1\r\n${headerLines(headers)}\r\n`;
    assertEquals(await statusOf(chat.url, request), 421, path);
  }
  await using named = await serve("--origin", "http://evil.example");
  const request = `GET / HTTP/1.1\r\n${headerLines({ host: "evil.example" })}\r\n`;
  assertEquals(await statusOf(named.url, request), 200);
});

Deno.test("an untrusted proxy shows the world no metrics (security M8, L4)", async () => {
  await using chat = await serve();
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${chat.url}${path}`, { headers });
    return [answer.status, await answer.text()] as const;
  };
  assertEquals((await ask("/metrics"))[0], 200);
  for (const entry of ["9.9.9.9", "9.9.9.9:55", "unknown", "127.0.0.1", "::1"]) {
    const headers = { "x-forwarded-for": entry };
    assertEquals((await ask("/metrics", headers))[0], 403, entry);
    assertEquals(await ask("/healthz", headers), [200, '{"ok":true}'], entry);
  }
  await using trusting = await serve("--trust-proxy", "127.0.0.1");
  for (const [entry, status] of [["9.9.9.9:55", 403], ["127.0.0.1", 403], ["junk", 400]] as const) {
    const answer = await fetch(`${trusting.url}/metrics`, {
      headers: { "x-forwarded-for": entry },
    });
    await answer.body?.cancel();
    assertEquals(answer.status, status, entry);
  }
});

Deno.test("HTTPS stays HTTPS, and a page in the clear is not ours (security L3)", async () => {
  await using chat = await serve("--trust-proxy", "127.0.0.1");
  const { host } = new URL(chat.url);
  const ask = (origin: string, scheme: string) =>
    fetch(`${chat.url}/api/session`, {
      method: "DELETE",
      headers: { origin, "x-forwarded-proto": scheme },
    }).then(async (answer) => {
      await answer.body?.cancel();
      return [answer.status, answer.headers.get("strict-transport-security")];
    });
  assertEquals(await ask(`https://${host}`, "https"), [200, "max-age=31536000"]);
  assertEquals(await ask(`http://${host}`, "https"), [403, "max-age=31536000"]);
  assertEquals(await ask(`http://${host}`, "http"), [200, null]);
});

Deno.test("an invitation is guessed no faster by socket than by HTTP (security M12)", async () => {
  await using chat = await serve("--invite", "open sesame, open");
  const statuses: number[] = [];
  for (let i = 0; i < 60; i++) {
    const path = `/ws?name=Eve&invite=${1000 + i}`;
    statuses.push((await refusalOf(chat.url, path)).status);
  }
  const tried = statuses.filter((status) => status === 403).length;
  assert(tried <= 31, String(tried));
  assertEquals(statuses.at(-1), 429);
  const posted = await new HttpClient(chat.url).asks("POST", "/api/session", {
    name: "Eve",
    invite: "open sesame, open",
  });
  assertEquals(posted.status, 429, "the same guesser, by another door");
});

Deno.test("thirty people behind one address enter, talk, search and send at once", async () => {
  await using chat = await serve();
  const people = await Promise.all(Array.from({ length: 30 }, async (_, i) => {
    const visitor = new HttpClient(chat.url);
    assertEquals((await visitor.asks("POST", "/api/session", { name: `P${i}` })).status, 200);
    return { visitor, socket: await visitor.connects() };
  }));
  const said = '{"type":"message","room":"general","text":"hello, all of you"}';
  const refusals: string[] = [];
  await Promise.all(people.map(async ({ visitor, socket }, i) => {
    await socket.send({ opcode: 1, payload: '{"type":"join","room":"general"}' });
    await socket.send({ opcode: 1, payload: said });
    for (let n = 0; n < 2; n++) {
      const path = `/api/rooms/general/files?name=${i}-${n}.bin&text=look`;
      const sent = await visitor.asks("POST", path, "x".repeat(500_000));
      if (sent.status !== 201) refusals.push(`${i} sends: ${JSON.stringify(sent.body)}`);
      const got = await visitor.asks("GET", `/files/${sent.body.file?.id}`);
      if (got.status !== 200) refusals.push(`${i} fetches: ${got.status}`);
    }
    const found = await visitor.asks("GET", "/api/rooms/general/search?q=hello");
    if (found.status !== 200) refusals.push(`${i} searches: ${JSON.stringify(found.body)}`);
  }));
  assertEquals(refusals, []);
  for (const { socket } of people) socket[Symbol.dispose]();
});

Deno.test("six unfinished forms hold little memory; another's goes through (security H3)", async () => {
  await using chat = await serve("--trust-proxy", "127.0.0.1");
  const at = async (name: string, address: string): Promise<HttpClient> => {
    const visitor = new HttpClient(chat.url, { "x-forwarded-for": address });
    await visitor.asks("POST", "/api/session", { name });
    return visitor;
  };
  const ada = await at("Ada", "203.0.113.9");
  const before = await chat.server.memory();
  const open: RawTcp[] = [];
  for (let guest = 0; guest < 6; guest++) {
    const eve = await at(`Eve ${guest}`, "203.0.113.1");
    for (let i = 0; i < 15; i++) {
      open.push(
        await halfForm(chat.url, eve, 10 * MEGABYTE - 1024, { "x-forwarded-for": "203.0.113.1" }),
      );
    }
  }
  const { status } = await ada.asks("POST", "/api/rooms/general/files?name=a.bin&text=", "a file");
  assertEquals(status, 201);
  const grown = (await chat.server.memory() - before) / MEGABYTE;
  // Node keeps what it has read of each body: a little more than the native server.
  const most = Deno.env.get("TRANSPORT") === "ws" ? 96 : 64;
  assert(grown < most, `memory grew by ${grown.toFixed(0)} MB`);
  for (const raw of open) raw[Symbol.dispose]();
});

Deno.test("a body that nobody wants is not read to its end (security H3)", async () => {
  await using chat = await serve();
  const eve = new HttpClient(chat.url);
  await eve.asks("POST", "/api/session", { name: "Eve" });
  for (const [path, status] of [["/api/rooms/general/files?name=x", 413], ["/api/rooms", 405]]) {
    using raw = await RawTcp.connect(chat.url);
    const headers = headerLines({
      host: new URL(chat.url).host,
      origin: chat.url,
      cookie: eve.cookie,
      "content-length": "1000000000000",
    });
    await raw.write(`POST ${path} HTTP/1.1\r\n${headers}\r\n`);
    const part = new Uint8Array(MEGABYTE);
    let taken = 0;
    while (taken < 64 && await raw.write(part)) taken++;
    assert(taken < 64, `${path}: ${taken} MB were taken`);
    const line = await raw.until("\r\n");
    assert(line === "" || line.startsWith(`HTTP/1.1 ${status}`), line);
  }
  assertEquals((await eve.asks("GET", "/api/rooms")).status, 200);
});
