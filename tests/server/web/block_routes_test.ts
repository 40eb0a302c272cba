/** Blocking somebody for oneself at the HTTP door, over a whole chat in memory. */
import { assertEquals } from "@std/assert";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { asks, start } from "../../helpers/started_app.ts";

const ADA = { name: "Ada", password: "correct horse" };
const BORIS = { name: "Boris", password: "battery staple" };

async function started(disk = new MemoryDisk()) {
  const { app, clock } = start(disk, true, "--limits", "none");
  const setup = await app.setupCode();
  const ada = (await asks(app, "POST", "/api/accounts", { ...ADA, setup })).cookies;
  const boris = (await asks(app, "POST", "/api/accounts", BORIS)).cookies;
  const says = (text: string, cookie: string, room: string) =>
    asks(app, "POST", `/api/rooms/${encodeURIComponent(room)}/messages`, { text }, cookie);
  const blocks = (names: unknown, cookie = ada) =>
    asks(app, "POST", "/api/blocks", { names }, cookie);
  const gets = async (path: string, cookie = ada) => {
    let isDone = false;
    const answer = asks(app, "GET", path, null, cookie).finally(() => isDone = true);
    // What reads a file does so in slices of later turns.
    while (!isDone) {
      clock.advance(10);
      await new Promise((go) => setTimeout(go, 0));
    }
    return await answer;
  };
  return { app, disk, ada, boris, says, blocks, gets };
}

Deno.test("a conversation is refused, unlisted and uncounted while somebody is blocked", async () => {
  const { app, ada, boris, says, blocks, gets } = await started();
  await says("before", boris, "@Ada");
  const listed = async () =>
    (await gets("/api/rooms")).body.rooms.map(({ room }: { room: string }) => room);
  assertEquals(await listed(), ["@Boris", "general"]);
  assertEquals((await blocks(["boris"])).body.blocked[0].name, "boris");
  assertEquals(await listed(), ["general"]);
  assertEquals((await gets("/api/rooms/%40Boris/messages")).body.code, "not_allowed");
  assertEquals((await says("to Boris", ada, "@Boris")).body.code, "not_allowed");
  assertEquals((await says("while blocked", boris, "@Ada")).status, 201, "they are not told");
  await says("@Ada look", boris, "general");
  const { messages, mentions } = (await gets("/api/rooms/general/unread?after=0")).body;
  assertEquals([messages, mentions], [0, 0]);
  await asks(app, "DELETE", "/api/blocks/Boris", null, ada);
  assertEquals(await listed(), ["@Boris", "general"]);
  const page = (await gets("/api/rooms/%40Boris/messages")).body;
  assertEquals(page.messages.length, 2, "all that was said is there");
  assertEquals((await gets("/api/rooms/general/unread?after=0")).body.mentions, 1);
  await app.close();
});

Deno.test("whom one blocks is one's own affair, over a restart, and never oneself", async () => {
  const { app, disk, boris, blocks, gets } = await started();
  const refused = [
    await blocks(["Ada"]),
    await blocks("Boris"),
    await blocks(Array(201).fill("Boris")),
    await blocks(["a:b"]),
    await blocks(["Boris"], ""),
  ];
  assertEquals(refused.map(({ body }) => body.code), [
    "not_allowed",
    "bad_request",
    "bad_request",
    "bad_name",
    "no_session",
  ]);
  await blocks(["Boris", "Eve"]);
  assertEquals((await gets("/api/blocks", boris)).body.blocked, []);
  await app.close();
  const later = start(disk, true).app;
  const { cookies } = await asks(later, "POST", "/api/session", ADA);
  const { blocked } = (await asks(later, "GET", "/api/blocks", null, cookies)).body;
  assertEquals(blocked.map(({ name }: { name: string }) => name), ["Boris", "Eve"]);
  await later.close();
});

Deno.test("who blocked somebody as a guest still does with an account", async () => {
  const { app, blocks, gets } = await started();
  const guest = (await asks(app, "POST", "/api/session", { name: "Gast" })).cookies;
  assertEquals((await blocks(["Boris"], guest)).body.blocked[0].name, "Boris");
  const { cookies } = await asks(app, "POST", "/api/accounts", { password: "long enough" }, guest);
  assertEquals((await gets("/api/blocks", cookies)).body.blocked[0].name, "Boris");
  await app.close();
});
