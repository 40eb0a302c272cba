/** Strangers at the door: who is refused is refused before anything of theirs is taken in. */
import { assert, assertEquals } from "@std/assert";
import { Peer } from "../helpers/peer.ts";
import { serve } from "../helpers/process.ts";
import { refusalOf } from "../helpers/raw.ts";
import { Visitor } from "../helpers/visitor.ts";

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
  await using ada = await Peer.in(chat.url, "Ada");
  assertEquals(await refused("/ws?name=ADA"), [409, "name_taken"]);
  await using _boris = await Peer.in(chat.url, "Boris");
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
  await using _ada = await Peer.in(chat.url, "Ada");
  const ask = async (path: string) => {
    const answer = await fetch(`${chat.url}${path}`);
    return [answer.status, (await answer.json()).code, answer.headers.get("sec-websocket-version")];
  };
  assertEquals(await ask("/ws"), [401, "no_session", null]);
  assertEquals(await ask("/ws?name=Ada"), [409, "name_taken", null]);
  assertEquals(await ask("/ws?name=Boris"), [426, "upgrade_required", "13"]);
});

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

Deno.test("a value that no field wants is the asker's mistake, in every field of every command (security L7)", async () => {
  await using chat = await serve("--limits", "none");
  await using ada = await Peer.in(chat.url, "Ada");
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
  assert(!chat.server.output.includes("mistake"), chat.server.output);
});

const BODIES: [string, Record<string, unknown>][] = [
  ["/api/session", { name: "Vera", password: "correct horse", invite: "x" }],
  ["/api/accounts", { name: "Vera", password: "correct horse", invite: "x" }],
  ["/api/password", { password: "correct horse", wanted: "battery staple" }],
  ["/api/rooms/general/messages", { text: "hello", ref: "r", file: "f" }],
  ["/api/moderation", { what: "ban", name: "Boris", minutes: 5, address: true }],
];

Deno.test("a value that no field wants is the asker's mistake, in every field of every body (security L7)", async () => {
  await using chat = await serve("--limits", "none", "--rates", "claim=10000/1000");
  const ada = new Visitor(chat.url);
  await ada.asks("POST", "/api/accounts", { name: "Ada", password: "correct horse" });
  for (const [path, body] of BODIES) {
    for (const field of Object.keys(body)) {
      for (const value of ODD_VALUES) {
        const who = new Visitor(chat.url);
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
  assert(!chat.server.output.includes("mistake"), chat.server.output);
});
