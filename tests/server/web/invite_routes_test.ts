/** Invitations and hand-overs at the HTTP door, over a whole chat in memory. */
import { assert, assertEquals } from "@std/assert";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { asks, start } from "../../helpers/started_app.ts";

const ADA = { name: "Ada", password: "correct horse" };
const BORIS = { name: "Boris", password: "battery staple" };
const PAGE = "http://localhost:8000/";

async function started(...args: string[]) {
  const disk = new MemoryDisk();
  const { app, told, clock } = start(disk, true, ...args);
  const setup = await app.setupCode();
  const { cookies } = await asks(app, "POST", "/api/accounts", { ...ADA, setup });
  const invite = async (body: unknown = {}) =>
    (await asks(app, "POST", "/api/invites", body, cookies)).body;
  const claim = (who: typeof ADA, invite?: string) =>
    asks(app, "POST", "/api/accounts", { ...who, invite });
  return { app, told, clock, disk, ada: cookies, invite, claim };
}

Deno.test("POST /api/invites makes a named link with its picture, and GET counts who came", async () => {
  const { app, ada, invite, claim } = await started("--guests", "off");
  const made = await invite({ name: "the choir", days: 7, uses: 2, page: PAGE });
  assertEquals(made.link, `${PAGE}#invite=${made.code}`);
  assert(made.qr.size > 29 && made.qr.path.startsWith("M4 4h7"));
  assertEquals([made.name, made.used, made.uses], ["the choir", 0, 2]);
  const came = await claim(BORIS, made.code);
  assertEquals(came.status, 200);
  const { body: { invites: [listed] } } = await asks(app, "GET", "/api/invites", null, ada);
  assertEquals([listed.name, listed.used, listed.uses, listed.over], [
    "the choir",
    1,
    1,
    undefined,
  ]);
  assertEquals(listed.code, undefined, "the code is told once");
  await app.close();
});

Deno.test("a link leads to the page that asked for it, and nowhere else", async () => {
  const { app, ada } = await started();
  const ask = (page: unknown) => asks(app, "POST", "/api/invites", { page }, ada);
  const led = async (page: unknown) => (await ask(page)).body.link.split("#")[0];
  assertEquals(await led("http://localhost:8000/below/"), "http://localhost:8000/below/");
  assertEquals(await led(undefined), PAGE);
  const odd = [
    "http://evil.example/",
    "javascript:alert(1)",
    "http://a@localhost:8000/",
    "http://localhost:8000/?x=1",
    "http://localhost:8000/#x",
    `http://localhost:8000/${"x".repeat(300)}`,
    5,
    null,
  ];
  for (const page of odd) {
    assertEquals((await ask(page)).body.code, "bad_request", String(page));
  }
  assertEquals((await asks(app, "GET", "/api/invites", null, ada)).body.invites.length, 2);
  await app.close();
});

Deno.test("POST /api/invite tells a code's holder who invites, or kindly why it is no good", async () => {
  const { app, ada, clock, invite, claim } = await started("--guests", "off");
  const look = async (code: unknown) => (await asks(app, "POST", "/api/invite", { code })).body;
  const [good, once, gone] = [await invite(), await invite({ uses: 1 }), await invite()];
  const short = await invite({ days: 1 });
  assertEquals((await look(good.code)).by, "Ada");
  assertEquals(Object.keys(await look(good.code)), ["by", "until"]);
  await claim(BORIS, once.code);
  assertEquals((await look(once.code)).code, "invite_used");
  assertEquals((await claim({ ...BORIS, name: "Vera" }, once.code)).body.code, "invite_used");
  await asks(app, "DELETE", `/api/invites/${gone.invite}`, null, ada);
  assertEquals((await look(gone.code)).code, "invite_revoked");
  assertEquals((await claim({ ...BORIS, name: "Vera" }, gone.code)).body.code, "invite_revoked");
  clock.set(clock.now() + 86_400_000);
  assertEquals((await look(short.code)).code, "invite_expired");
  await app.close();
});

Deno.test("a refused password, and a name that is somebody's, take nothing of an invitation", async () => {
  const { app, invite, claim } = await started("--guests", "off");
  const { code } = await invite({ uses: 1 });
  assertEquals((await claim({ ...BORIS, password: "short" }, code)).body.code, "bad_password");
  assertEquals((await claim(ADA, code)).body.code, "claimed");
  assertEquals((await claim(BORIS, code)).status, 200);
  await app.close();
});

Deno.test("of ten who come at once with an invitation for three, three come in", async () => {
  const { app, invite, claim } = await started("--guests", "off", "--limits", "none");
  const { code } = await invite({ uses: 3 });
  const came = await Promise.all(
    Array.from({ length: 10 }, (_, i) => claim({ ...BORIS, name: `Somebody ${i}x` }, code)),
  );
  assertEquals(came.filter(({ status }) => status === 200).length, 3);
  await app.close();
});

Deno.test("who guesses at invitations is slowed down, and nothing at all is no guess", async () => {
  const { app, invite } = await started("--guests", "off", "--limits", "none");
  const { code } = await invite();
  const look = async (code?: string) =>
    (await asks(app, "POST", "/api/invite", { code })).body.code;
  for (let i = 0; i < 40; i++) assertEquals(await look(), "invite_wanted");
  const codes = new Set<string>();
  for (let i = 0; i < 40; i++) codes.add(await look(`guess ${i}`));
  assertEquals(codes, new Set(["invite_wanted", "too_fast"]));
  assertEquals(await look(code), "too_fast");
  await app.close();
});

Deno.test("the owner's own invitation opens the page and names nobody", async () => {
  const { app } = await started("--invite", "A LONG ENOUGH CODE");
  const { body } = await asks(app, "POST", "/api/invite", { code: "A LONG ENOUGH CODE" });
  assertEquals(body, {});
  await app.close();
});

Deno.test("a hand-over brings its maker to another device once, after telling them as whom", async () => {
  const { app, ada, disk } = await started();
  const made = (await asks(app, "POST", "/api/handovers", { page: PAGE }, ada)).body;
  assertEquals(made.link, `${PAGE}#handover=${made.code}`);
  assert(
    made.qr.path.length > 0 &&
      !disk.text("/data/handovers.txt").includes(made.code),
  );
  const ask = (more = {}) => asks(app, "POST", "/api/handover", { code: made.code, ...more });
  const looked = await ask();
  assertEquals([looked.body, looked.cookies], [{ name: "Ada" }, ""]);
  const came = await ask({ confirm: true });
  assertEquals(came.body.me, { name: "Ada", account: true, admin: true });
  assert(came.cookies.includes("plaintalk="));
  assertEquals((await ask({ confirm: true })).body.code, "handover_used");
  const { body: { sessions } } = await asks(app, "GET", "/api/sessions", null, came.cookies);
  assertEquals(sessions.length, 2, "the device that made it stays signed in");
  await app.close();
});

Deno.test("a hand-over ends with its session, with a new password and with a sign-out", async () => {
  const { app, ada } = await started();
  const make = async (cookie: string) =>
    (await asks(app, "POST", "/api/handovers", {}, cookie)).body.code;
  const look = async (code: string) =>
    (await asks(app, "POST", "/api/handover", { code })).body.code;
  const first = await make(ada);
  const wanted = { password: ADA.password, wanted: "another horse" };
  const changed = await asks(app, "POST", "/api/password", wanted, ada);
  assertEquals(await look(first), "handover_used");
  const second = await make(changed.cookies);
  await asks(app, "DELETE", "/api/session", {}, changed.cookies);
  assertEquals(await look(second), "handover_used");
  await app.close();
});

Deno.test("guests, strangers, bots and other pages make no hand-over and no invitation", async () => {
  const { app } = await started();
  const guest = await asks(app, "POST", "/api/session", { name: "Vera" });
  for (const path of ["/api/handovers", "/api/invites"]) {
    assertEquals((await asks(app, "POST", path, {}, guest.cookies)).body.code, "not_allowed", path);
    assertEquals((await asks(app, "POST", path, {})).status, 401, path);
  }
  for (const path of ["/api/handovers", "/api/handover", "/api/invites", "/api/invite"]) {
    const request = new Request(`http://localhost:8000${path}`, {
      method: "POST",
      headers: { host: "localhost:8000", origin: "https://evil.example" },
      body: "{}",
    });
    const answer = await app.fetch(request, "127.0.0.1");
    assertEquals((await answer.json()).code, "bad_origin", path);
  }
  await app.close();
});

Deno.test("no code is ever written down: not in the log, not in a file", async () => {
  const { app, ada, told, disk, invite, claim } = await started("--guests", "off");
  const { code } = await invite({ name: "the choir" });
  await claim(BORIS, code);
  const handover = (await asks(app, "POST", "/api/handovers", {}, ada)).body.code;
  await asks(app, "POST", "/api/handover", { code: handover, confirm: true });
  const files = [...disk.files.keys()].map((path) => disk.text(path));
  for (const secret of [code, handover]) {
    assert(![...told, ...files].some((text) => text.includes(secret)));
  }
  await app.close();
});

Deno.test("a link to a room leads there under its new name, and who came by it stays", async () => {
  const { app, disk, ada, invite } = await started();
  const session = { session: "s", addressKey: "a" };
  const member = { name: "Ada", key: "ada", account: true, admin: true, ...session };
  app.rooms.create("Garden", member);
  const { code } = await invite({ room: "Garden", page: PAGE });
  const comes = (to: typeof app, name: string) =>
    asks(to, "POST", "/api/session", { name, invite: code });
  const zed = await comes(app, "Zed");
  assertEquals(zed.status, 200);
  await app.rooms.moves.rename(app.rooms.get("Garden"), "Kitchen", member);
  // The next of the old name is another room.
  app.rooms.create("Garden", member);
  const sees = async (of: typeof app, cookies: string) =>
    (await asks(of, "GET", "/api/rooms", null, cookies)).body.rooms
      .map(({ room }: { room: string }) => room);
  assertEquals(await sees(app, zed.cookies), ["Kitchen"]);
  assertEquals(
    (await asks(app, "GET", "/api/rooms/Garden/messages", null, zed.cookies)).status,
    404,
  );
  const max = await comes(app, "Max");
  assertEquals(await sees(app, max.cookies), ["Kitchen"]);
  await app.close();
  const again = start(disk, true).app;
  await again.rooms.whole;
  assertEquals(await sees(again, zed.cookies), ["Kitchen"]);
  const uwe = await comes(again, "Uwe");
  assertEquals(await sees(again, uwe.cookies), ["Kitchen"]);
  const listed = await asks(again, "GET", "/api/invites", null, ada);
  assertEquals(listed.body.invites.map((one: { room: { name: string } }) => one.room.name), [
    "Kitchen",
  ]);
  await again.close();
});
