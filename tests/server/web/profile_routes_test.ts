/** How people look, at the HTTP door of a whole chat in memory. */
import { assert, assertEquals } from "@std/assert";
import { avatarHash } from "../../../server/people/avatars.ts";
import { ascii, jpeg, vp8, webp } from "../../helpers/avatar_bytes.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { asks, start } from "../../helpers/started_app.ts";

const ADA = { name: "Ada", password: "correct horse" };
const BORIS = { name: "Boris", password: "battery staple" };
const URL = "http://localhost:8000";

async function started(...args: string[]) {
  const disk = new MemoryDisk();
  const { app, told, clock } = start(disk, true, ...args);
  const setup = await app.setupCode();
  const ada = (await asks(app, "POST", "/api/accounts", { ...ADA, setup })).cookies;
  const boris = (await asks(app, "POST", "/api/accounts", BORIS)).cookies;
  const guest = (await asks(app, "POST", "/api/session", { name: "Guest" })).cookies;
  async function call(method: string, path: string, more: Record<string, unknown> = {}) {
    const { cookie = "", body, headers = {}, origin = URL } = more as {
      cookie?: string;
      body?: Uint8Array<ArrayBuffer>;
      headers?: Record<string, string>;
      origin?: string;
    };
    const request = new Request(URL + path, {
      method,
      headers: {
        host: "localhost:8000",
        origin,
        cookie,
        ...(body === undefined ? {} : { "content-length": String(body.length) }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    return await app.fetch(request, "127.0.0.1");
  }
  const put = async (cookie: string, body: Uint8Array<ArrayBuffer>, name = "Ada") => {
    const answer = await call("PUT", `/api/people/${name}/avatar`, { cookie, body });
    return { status: answer.status, body: await answer.json() };
  };
  return { app, told, clock, disk, ada, boris, guest, call, put };
}

Deno.test("PUT avatar keeps a picture under a hash, and GET gives it with its version", async () => {
  const { app, disk, ada, boris, call, put } = await started();
  const picture = webp(vp8(256));
  const { body: { avatar } } = await put(ada, picture);
  const hash = avatarHash("ada");
  assertEquals(disk.list("/data/avatars"), [`${hash}.webp`]);
  const got = await call("GET", `/api/people/ada/avatar?version=${avatar}`, { cookie: boris });
  assertEquals(new Uint8Array(await got.arrayBuffer()), picture);
  assertEquals(got.headers.get("content-type"), "image/webp");
  assert(got.headers.get("cache-control")?.includes("immutable"));
  assert(got.headers.get("content-security-policy")?.startsWith("sandbox"));
  assertEquals(got.headers.get("x-content-type-options"), "nosniff");
  const etag = got.headers.get("etag")!;
  const same = await call("GET", "/api/people/Ada/avatar", { headers: { "if-none-match": etag } });
  assertEquals([same.status, same.headers.get("cache-control")?.includes("no-cache")], [304, true]);
  const next = await put(ada, jpeg(128));
  assert(next.body.avatar !== avatar, "another picture is another version");
  assertEquals(disk.list("/data/avatars"), [`${hash}.jpg`], "and the only one");
  const late = await call("GET", "/api/people/Ada/avatar", { headers: { "if-none-match": etag } });
  assertEquals(late.status, 200);
  await late.body?.cancel();
  const { body: { people } } = await asks(app, "GET", "/api/people", null, boris);
  assertEquals(people[0].avatar, next.body.avatar);
  await app.close();
});

Deno.test("PUT avatar refuses what is no picture, too large, foreign, a guest's or another's", async () => {
  const { app, disk, ada, boris, guest, call, put } = await started("--limits", "none");
  const picture = webp(vp8(64));
  const cases: [string, { status: number; body: { code: string } }, number, string][] = [
    ["svg", await put(ada, new Uint8Array(ascii("<svg/>"))), 400, "bad_picture"],
    ["large", await put(ada, new Uint8Array(64 * 1024 + 1)), 413, "too_long"],
    ["a guest", await put(guest, picture, "Guest"), 403, "not_allowed"],
    ["another's", await put(boris, picture), 403, "not_allowed"],
    ["nobody", await put("", picture), 401, "no_session"],
    ["no name", await put(ada, picture, "%2e%2e%2f"), 400, "bad_name"],
  ];
  for (const [what, answer, status, code] of cases) {
    assertEquals([answer.status, answer.body.code], [status, code], what);
  }
  const options = { cookie: ada, body: picture, origin: "http://evil.example" };
  const foreign = await call("PUT", "/api/people/Ada/avatar", options);
  assertEquals([foreign.status, (await foreign.json()).code], [403, "bad_origin"]);
  assertEquals(disk.list("/data/avatars"), []);
  assertEquals((await call("GET", "/api/people/Ada/avatar")).status, 404);
  await app.close();
});

Deno.test("DELETE avatar and status is one's own or an admin's, and a rate holds them all", async () => {
  const { app, told, disk, ada, boris, put } = await started();
  const remove = (name: string, part: string, cookie: string) =>
    asks(app, "DELETE", `/api/people/${name}/${part}`, null, cookie);
  await put(boris, webp(vp8(64)), "Boris");
  await put(ada, webp(vp8(64)));
  assertEquals((await remove("Ada", "avatar", boris)).body.code, "not_allowed");
  assertEquals((await remove("Boris", "avatar", ada)).body, { name: "Boris" });
  assert(told.some((line) => line.includes("Moderation")));
  assertEquals(disk.list("/data/avatars"), [`${avatarHash("Ada")}.webp`]);
  await asks(app, "PUT", "/api/people/Boris/status", { status: "rude" }, boris);
  assertEquals((await remove("Boris", "status", ada)).body, { name: "Boris" });
  const codes = [];
  for (let i = 0; i < 10; i++) codes.push((await put(boris, webp(vp8(64)), "Boris")).status);
  assertEquals([codes[0], codes.at(-1)], [200, 429]);
  await app.close();
});

Deno.test("GET /api/people/<name> tells accounts when somebody was here, and guests not", async () => {
  const { app, ada, boris, guest } = await started();
  app.people.profiles.saw("Ada");
  await asks(app, "PUT", "/api/people/Ada/status", { status: "☕" }, ada);
  const look = async (name: string, cookie: string) =>
    (await asks(app, "GET", `/api/people/${name}`, null, cookie)).body;
  const { seen, ...rest } = await look("ada", boris);
  assertEquals(rest, { name: "Ada", status: "☕", account: true, admin: true, online: false });
  assert(/:00Z$/.test(seen), "to the minute");
  assertEquals([(await look("Ada", guest)).seen, (await look("Ada", "")).seen], [
    undefined,
    undefined,
  ]);
  assertEquals((await look("Ada", ada)).seen_by, true);
  assertEquals((await asks(app, "PUT", "/api/people/Ada/seen-by", { on: false }, ada)).status, 200);
  assertEquals((await look("Ada", ada)).seen_by, false);
  assertEquals("seen_by" in await look("Ada", boris), false);
  assertEquals((await look("Nobody", boris)).code, "not_found");
  await app.close();
});

Deno.test("an account that is renamed keeps its picture, and one that is removed leaves none", async () => {
  const { app, disk, ada, boris, put } = await started();
  await put(boris, webp(vp8(64)), "Boris");
  await asks(app, "POST", "/api/house/people/Boris/name", { name: "Bo" }, ada);
  assertEquals(disk.list("/data/avatars"), [`${avatarHash("bo")}.webp`]);
  assert((await asks(app, "GET", "/api/people/Bo", null, ada)).body.avatar !== undefined);
  await asks(app, "DELETE", "/api/house/people/Bo", null, ada);
  assertEquals(disk.list("/data/avatars"), []);
  const lines = disk.text("/data/people.txt");
  assert(!lines.includes("picture") && lines.includes("removed Bo"));
  await app.close();
});
