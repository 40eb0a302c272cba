/** Taking one's own account away at the HTTP door, over a whole chat in memory. */
import { assert, assertEquals } from "@std/assert";
import { eventually } from "../../helpers/wait.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { asks, start } from "../../helpers/started_app.ts";

const ADA = { name: "Ada", password: "correct horse" };
const BORIS = { name: "Boris", password: "battery staple" };

async function started(disk = new MemoryDisk(), ...args: string[]) {
  const { app, told, clock } = start(disk, true, "--limits", "none", ...args);
  const setup = await app.setupCode();
  const ada = (await asks(app, "POST", "/api/accounts", { ...ADA, setup })).cookies;
  const boris = (await asks(app, "POST", "/api/accounts", BORIS)).cookies;
  const says = async (text: string, cookie: string, room = "general") =>
    await asks(app, "POST", `/api/rooms/${encodeURIComponent(room)}/messages`, { text }, cookie);
  const leaves = (body: unknown, cookie: string) =>
    asks(app, "POST", "/api/account/removal", body, cookie);
  return { app, told, clock, disk, ada, boris, says, leaves };
}

/** Every file with these words in it. */
function filesWith(disk: MemoryDisk, words: string): string[] {
  return [...disk.files.keys()].filter((path) => disk.text(path).includes(words));
}

Deno.test("POST /api/account/removal wants the password, a choice, and another admin", async () => {
  const { app, ada, boris, leaves } = await started();
  const { password } = BORIS;
  const refused = [
    await leaves({ password: "wrong horse", words: true }, boris),
    await leaves({ words: true }, boris),
    await leaves({ password }, boris),
    await leaves({ password, words: "yes" }, boris),
    await leaves({ password, words: true }, ""),
    await leaves({ password: ADA.password, words: false }, ada),
  ];
  assertEquals(refused.map(({ body }) => body.code), [
    "wrong_password",
    "wrong_password",
    "bad_request",
    "bad_request",
    "no_session",
    "last_admin",
  ]);
  const guest = (await asks(app, "POST", "/api/session", { name: "Gast" })).cookies;
  assertEquals((await leaves({ password, words: true }, guest)).body.code, "not_allowed");
  const foreign = await app.fetch(
    new Request("http://localhost:8000/api/account/removal", {
      method: "POST",
      headers: { host: "localhost:8000", origin: "https://evil.example", cookie: boris },
      body: JSON.stringify({ password, words: true }),
    }),
    "127.0.0.1",
  );
  assertEquals((await foreign.json()).code, "bad_origin");
  assertEquals((await asks(app, "GET", "/api/session", null, boris)).body.me.name, "Boris");
  await app.close();
});

Deno.test("one's account goes without one's words: sessions, marks and name are nobody's", async () => {
  const { app, boris, says, leaves, disk } = await started();
  await says("kept by all", boris);
  const left = await leaves({ password: BORIS.password, words: false }, boris);
  assertEquals([left.status, left.body], [200, { name: "Boris" }]);
  assertEquals(left.cookies.includes("plaintalk="), true, "the cookie is forgotten");
  assertEquals((await asks(app, "GET", "/api/session", null, boris)).body.me, null);
  for (const path of ["/api/accounts", "/api/session"]) {
    const { status } = await asks(app, "POST", path, { ...BORIS, name: "boris" });
    assertEquals(status >= 400, true, path);
  }
  assertEquals((await asks(app, "POST", "/api/session", { name: "Boris" })).body.code, "claimed");
  assertEquals(filesWith(disk, "kept by all").length, 1);
  assert(!disk.text("/data/accounts.txt").includes("Boris"));
  await app.close();
});

Deno.test("with words nothing of them is left on the disk, and one can ask how far it is", async () => {
  const { app, ada, boris, says, leaves, disk, clock } = await started();
  for (let i = 0; i < 30; i++) await says(`secret ${i}`, boris);
  await says("secret to Ada", boris, "@Ada");
  await says("kept", ada);
  const left = await leaves({ password: BORIS.password, words: true }, boris);
  assertEquals([left.status, left.body.name], [202, "Boris"]);
  const { removal } = left.body;
  assertEquals(/^[0-9a-f]{32}$/.test(removal), true);
  await eventually(
    "all of it is gone",
    async () => {
      clock.advance(10);
      return (await asks(app, "GET", `/api/removals/${removal}`, null)).body.done === 1;
    },
  );
  assertEquals(filesWith(disk, "secret"), []);
  assertEquals(filesWith(disk, "kept").length, 1);
  assertEquals((await asks(app, "GET", `/api/removals/${"0".repeat(32)}`, null)).status, 404);
  await app.close();
});

Deno.test("what a kill leaves of one's words goes at the next start", async () => {
  const { app, boris, says, leaves, disk, clock } = await started();
  for (let i = 0; i < 30; i++) await says(`secret ${i}`, boris);
  const before = disk.calls;
  let isKilled = false;
  disk.onCall = (_call, count, path) => {
    isKilled ||= count > before && path.endsWith("general.txt");
    if (isKilled) throw new Error("The process is gone");
  };
  await leaves({ password: BORIS.password, words: true }, boris);
  await eventually("it is killed", () => {
    clock.advance(10);
    return Promise.resolve(isKilled);
  });
  const copy = new MemoryDisk();
  for (const [path, { bytes }] of disk.files) copy.put(path, bytes);
  await app.close().catch(() => {});
  assertEquals(filesWith(copy, "secret").length > 0, true);
  assertEquals(copy.text("/data/removals.txt").includes("\tBoris\n"), true);
  const later = start(copy, false);
  await eventually("it is taken up", () => {
    later.clock.advance(2000);
    return Promise.resolve(copy.text("/data/removals.txt") === "");
  });
  assertEquals(filesWith(copy, "secret"), []);
  assert(later.app.people.accounts.find("Boris") === null);
  await later.app.close();
});
