/** Links to one room at the HTTP door, over a whole chat in memory. */
import { assert, assertEquals } from "@std/assert";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { asks, start } from "../../helpers/started_app.ts";
import type { App } from "../../../server/app.ts";
import { Connection, type Member } from "../../../server/delivery/connection.ts";
import { TickScheduler } from "../../../server/delivery/scheduler.ts";

const ADA = { name: "Ada", password: "correct horse" };
const BORIS = { name: "Boris", password: "battery staple" };
const EVE = { name: "Eve", password: "paper clip box" };

/** Ada runs the chat; Boris has a private room in which she is not. */
async function started(...args: string[]) {
  const disk = new MemoryDisk();
  const { app, clock } = start(disk, true, ...args);
  const setup = await app.setupCode();
  const { cookies: ada } = await asks(app, "POST", "/api/accounts", { ...ADA, setup });
  const { body: { code } } = await asks(app, "POST", "/api/invites", {}, ada);
  const claim = async (who: typeof ADA) =>
    (await asks(app, "POST", "/api/accounts", { ...who, invite: code }, "")).cookies;
  const [boris, eve] = [await claim(BORIS), await claim(EVE)];
  const room = await makes(app, "Boris", "Plans", clock.now());
  return { app, clock, disk, ada, boris, eve, room };
}

/** A private room, as a connection of its maker asks for it; returns what it is called on the wire. */
async function makes(app: App, name: string, room: string, now: number): Promise<string> {
  const told: string[] = [];
  const member: Member = {
    name,
    key: name.toLowerCase(),
    account: true,
    admin: false,
    session: "s",
    addressKey: "4:1",
  };
  const scheduler = new TickScheduler({
    stopwatch: () => 0,
    clock: { now: () => now, after: () => ({ cancel() {} }), every: () => ({ cancel() {} }) },
    endOfTurn: (fn) => queueMicrotask(fn),
    onBug() {},
  });
  const transport = { send: (frame: string) => told.push(frame), close() {} };
  const connection = new Connection(member, transport, scheduler);
  await app.rooms.private.create(connection, room, { history: "all", members: [], ref: "" });
  await new Promise((resume) => setTimeout(resume, 0));
  return JSON.parse(told[0]!)[0].room;
}

Deno.test("a link to a private room lets a guest in, who sees that room and nothing else", async () => {
  const { app, boris, room } = await started("--invite", "open sesame please");
  const made = await asks(app, "POST", "/api/invites", { room, uses: 1 }, boris);
  assertEquals([made.status, made.body.room], [200, { room, name: "Plans" }]);
  const { code } = made.body;
  const looked = await asks(app, "POST", "/api/invite", { code });
  assertEquals([looked.body.by, looked.body.room], ["Boris", "Plans"]);
  const came = await asks(app, "POST", "/api/session", { name: "Zed", invite: code });
  assertEquals([came.status, came.body.me.room, came.body.me.account], [200, room, false]);
  const zed = came.cookies;
  const get = (path: string) => asks(app, "GET", path, null, zed);
  const { body: { rooms } } = await get("/api/rooms");
  assertEquals(rooms.map((info: { room: string }) => info.room), [room]);
  assertEquals((await get(`/api/rooms/${room}/messages`)).status, 200);
  for (const path of ["messages", "unread", "search?q=a", "files"]) {
    const there = await get(`/api/rooms/general/${path}`);
    const never = await get(`/api/rooms/generil/${path}`);
    assertEquals(there.status, 404);
    assertEquals(there.body.text, never.body.text.replace("generil", "general"));
  }
  const { body: { people } } = await get("/api/people");
  assertEquals(people.map(({ name }: { name: string }) => name), ["Boris"]);
  assertEquals((await get("/api/people/Eve")).status, 404);
  assertEquals((await get("/api/people/Boris")).status, 200);
  const claimed = await asks(
    app,
    "POST",
    "/api/accounts",
    { password: "a long enough one", invite: "open sesame please" },
    zed,
  );
  assertEquals(claimed.body.code, "not_allowed");
  const second = await asks(app, "POST", "/api/session", { name: "Yan", invite: code });
  assertEquals(second.body.code, "invite_used");
  await app.close();
});

Deno.test("revoking a link to a room sends away who came by it, and a start forgets nobody", async () => {
  const { app, disk, boris, room } = await started("--invite", "open sesame please");
  const { body: made } = await asks(app, "POST", "/api/invites", { room }, boris);
  const enter = (name: string) => asks(app, "POST", "/api/session", { name, invite: made.code });
  const { cookies } = await enter("Zed");
  await app.close();
  const { app: again } = start(disk, true, "--invite", "open sesame please");
  const seen = await asks(again, "GET", "/api/rooms", null, cookies);
  assertEquals(seen.body.rooms.map((info: { room: string }) => info.room), [room]);
  const other = await asks(again, "DELETE", `/api/invites/${made.invite}`, null, boris);
  assertEquals(other.status, 200);
  assertEquals((await asks(again, "GET", "/api/rooms", null, cookies)).status, 401);
  const late = await asks(again, "POST", "/api/session", { name: "Yan", invite: made.code });
  assertEquals(late.body.code, "invite_revoked");
  await again.close();
});

Deno.test("nobody but its maker gives out, lists or takes back a link to a private room", async () => {
  const { app, ada, boris, eve, room } = await started();
  const { body: made } = await asks(app, "POST", "/api/invites", { room }, boris);
  const never = "+aaaaaaaaaaaaaaaaaaaaaaaaaa";
  for (const cookie of [ada, eve]) {
    for (const [method, path, body] of [["POST", "/api/invites", 1], ["GET", "/api/invites", 0]]) {
      const ask = (name: string) =>
        body === 1
          ? asks(app, String(method), String(path), { room: name }, cookie)
          : asks(app, String(method), `${path}?room=${encodeURIComponent(name)}`, null, cookie);
      const [there, none] = [await ask(room), await ask(never)];
      assertEquals([there.status, there.body.text], [404, none.body.text.replace(never, room)]);
    }
  }
  const listed = await asks(app, "GET", "/api/invites", null, ada);
  assertEquals(listed.body.invites.filter((one: { room?: unknown }) => one.room), []);
  const [one, two] = [
    await asks(app, "DELETE", `/api/invites/${made.invite}`, null, ada),
    await asks(app, "DELETE", `/api/invites/${"0".repeat(16)}`, null, ada),
  ];
  assertEquals([one.status, one.body], [two.status, two.body]);
  const own = await asks(app, "GET", `/api/invites?room=${encodeURIComponent(room)}`, null, boris);
  assertEquals(own.body.invites.length, 1);
  await app.close();
});

Deno.test("a link to a room of everybody's opens that room alone on a chat with --invite", async () => {
  const { app, ada, boris } = await started("--invite", "open sesame please");
  assertEquals(
    (await asks(app, "POST", "/api/invites", { room: "general" }, boris)).body.code,
    "not_allowed",
  );
  const { body: { code } } = await asks(app, "POST", "/api/invites", { room: "general" }, ada);
  const came = await asks(app, "POST", "/api/session", { name: "Zed", invite: code });
  assertEquals(came.body.me.room, "general");
  const { body: { rooms } } = await asks(app, "GET", "/api/rooms", null, came.cookies);
  assertEquals(rooms.map((info: { room: string }) => info.room), ["general"]);
  const claimed = await asks(app, "POST", "/api/accounts", {
    name: "Yan",
    password: "long enough a word",
    invite: code,
  });
  assertEquals(claimed.body.code, "invite_wanted", "and opens nothing else");
  await app.close();
});

Deno.test("somebody with an account becomes a member by the link, once", async () => {
  const { app, boris, eve, room } = await started();
  const { body: { code } } = await asks(app, "POST", "/api/invites", { room, uses: 3 }, boris);
  for (let i = 0; i < 2; i++) {
    const joined = await asks(app, "POST", "/api/invite", { code, join: true }, eve);
    assertEquals([joined.status, joined.body], [200, { room: "Plans", joined: room }]);
  }
  const { body: { invites } } = await asks(
    app,
    "GET",
    `/api/invites?room=${encodeURIComponent(room)}`,
    null,
    boris,
  );
  assertEquals([invites[0].used, invites[0].uses], [1, 2]);
  assertEquals((await asks(app, "GET", `/api/rooms/${room}/messages`, null, eve)).status, 200);
  await app.close();
});

Deno.test("a room that is deleted takes its links and its guests with it", async () => {
  const { app, clock, ada, boris, room } = await started();
  const { body: { code } } = await asks(app, "POST", "/api/invites", { room }, boris);
  const { cookies } = await asks(app, "POST", "/api/session", { name: "Zed", invite: code });
  const maker = { name: "Boris", key: "boris", account: true, admin: false };
  await app.rooms.delete(room, { ...maker, session: "s", addressKey: "4:1" });
  clock.advance(1);
  assertEquals((await asks(app, "GET", "/api/session", null, cookies)).body.me, null);
  const late = await asks(app, "POST", "/api/invite", { code });
  assertEquals(late.body.code, "invite_revoked");
  assert((await asks(app, "GET", "/api/rooms/deleted", null, ada)).body.rooms.length === 0);
  await app.close();
});
