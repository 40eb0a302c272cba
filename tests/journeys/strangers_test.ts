/** Whom a stranger can pass for, and what a closed door and a ban close, at a real server's door. */
import { assert, assertEquals } from "@std/assert";
import { WsClient } from "../helpers/ws_client.ts";
import { serve, ServerProcess, temporaryFolder } from "../helpers/process.ts";
import { refusalOf } from "../helpers/raw_tcp.ts";
import { HttpClient } from "../helpers/http_client.ts";

const ADA = { name: "Ada", password: "correct horse" };
const BORIS = { name: "Boris", password: "battery staple" };
/** A proxy in front makes everybody come from elsewhere. */
const PROXY = ["--trust-proxy", "127.0.0.1"];

/** Somebody at another address. */
function from(chat: { url: string }, address: string): HttpClient {
  return new HttpClient(chat.url, { "x-forwarded-for": address });
}

/** The code of the link that the first start prints. */
function setupCode({ output }: ServerProcess): string {
  return /\/\?setup=([\w-]{43})\n/.exec(output)?.[1] ?? "";
}

Deno.test("the link of the first start makes the admin, once; being first not (security H7)", async () => {
  await using chat = await serve(...PROXY);
  const setup = setupCode(chat.server);
  const [hijacker, owner, late] = ["203.0.113.6", "203.0.113.1", "203.0.113.7"]
    .map((address) => from(chat, address)) as [HttpClient, HttpClient, HttpClient];
  assertEquals((await hijacker.asks("POST", "/api/accounts", BORIS)).body.me.admin, false);
  const wrong = await late.asks("POST", "/api/accounts", { ...ADA, setup: "x".repeat(43) });
  assertEquals([wrong.status, wrong.body.code], [403, "setup_used"]);
  assertEquals((await owner.asks("GET", "/api/session")).body.door.setup, true);
  assertEquals((await owner.asks("POST", "/api/accounts", { ...ADA, setup })).body.me.admin, true);
  assertEquals((await owner.asks("GET", "/api/session")).body.door.setup, undefined);
  const again = await late.asks("POST", "/api/accounts", { ...ADA, name: "Eve", setup });
  assertEquals([again.status, again.body.code], [403, "setup_used"]);
});

Deno.test("a folder that was in use prints no link and has no owner (security H7)", async () => {
  await using folder = await temporaryFolder();
  const args = ["--port", "0", "--data", folder.path];
  const first = await ServerProcess.start(args);
  assert(setupCode(first) !== "");
  await new HttpClient(first.url).asks("POST", "/api/accounts", ADA);
  await first.end("SIGTERM");
  await Deno.writeTextFile(`${folder.path}/accounts.txt`, "");
  await using server = await ServerProcess.start(args);
  assertEquals(setupCode(server), "");
  const claimed = await new HttpClient(server.url).asks("POST", "/api/accounts", BORIS);
  assertEquals(claimed.body.me.admin, false);
});

Deno.test("an unreadable accounts file stops claims, and says so at the start", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/accounts.txt`;
  await Deno.writeTextFile(path, "[2025-11-19 23:46:36] Ada\n");
  await using server = await ServerProcess.start(["--port", "0", "--data", folder.path]);
  assert(server.output.includes("accounts.txt holds no readable account"), server.output);
  const { status, body } = await new HttpClient(server.url).asks("POST", "/api/accounts", BORIS);
  assertEquals([status, body.code], [503, "damaged"]);
  assertEquals(await Deno.readTextFile(path), "[2025-11-19 23:46:36] Ada\n");
});

Deno.test("--guests off and --accounts closed let nobody claim uninvited (security H6)", async () => {
  for (
    const settings of [["--guests", "off"], ["--accounts", "closed"], ["--accounts", "invited"]]
  ) {
    await using chat = await serve(...PROXY, ...settings);
    const { status, body } = await from(chat, "203.0.113.6").asks("POST", "/api/accounts", BORIS);
    assertEquals([status, body.code], [403, "not_allowed"], settings.join(" "));
    const setup = setupCode(chat.server);
    const owner = await from(chat, "203.0.113.1").asks("POST", "/api/accounts", { ...ADA, setup });
    assertEquals(owner.body.me.admin, true);
  }
  await using open = await serve(...PROXY, "--guests", "off", "--accounts", "open");
  assertEquals((await from(open, "203.0.113.6").asks("POST", "/api/accounts", BORIS)).status, 200);
});

Deno.test("a ban ends sessions and stops reading, everywhere (security H8)", async () => {
  await using chat = await serve("--limits", "none");
  const [ada, boris] = [new HttpClient(chat.url), new HttpClient(chat.url)];
  await ada.asks("POST", "/api/accounts", ADA);
  await boris.asks("POST", "/api/accounts", BORIS);
  const paths = [
    "/api/rooms",
    "/api/rooms/general/messages",
    "/api/rooms/general.txt",
    "/api/rooms/general/search?q=a",
    "/api/search?q=a",
    "/api/people",
    "/api/sessions",
  ];
  const { cookie } = boris;
  for (const path of paths) assertEquals((await boris.asks("GET", path)).status, 200, path);
  await ada.asks("POST", "/api/moderation", { what: "ban", name: "Boris", minutes: 60 });
  assertEquals((await boris.asks("GET", "/api/session")).body.me, null);
  assertEquals((await boris.asks("POST", "/api/session", BORIS)).body.code, "banned");
  await ada.asks("DELETE", "/api/moderation/ban/Boris");
  boris.cookie = cookie;
  assertEquals(
    (await boris.asks("GET", "/api/session")).body.me,
    null,
    "the cookie is dead for good",
  );
  assertEquals((await boris.asks("POST", "/api/session", BORIS)).status, 200);
});

Deno.test("a ban of an address reaches who is offline, and no admin (security H8, M9)", async () => {
  await using chat = await serve("--limits", "none", ...PROXY);
  const [ada, eve, ghost, second] = ["203.0.113.1", "203.0.113.6", "203.0.113.6", "203.0.113.6"]
    .map((address) => from(chat, address)) as [HttpClient, HttpClient, HttpClient, HttpClient];
  await ada.asks("POST", "/api/accounts", { ...ADA, setup: setupCode(chat.server) });
  await second.asks("POST", "/api/accounts", BORIS);
  await ada.asks("POST", "/api/admins/boris");
  await eve.asks("POST", "/api/session", { name: "Eve" });
  const ban = { what: "ban", name: "Eve", minutes: 60, address: true };
  assertEquals((await ada.asks("POST", "/api/moderation", ban)).body.address, true);
  for (const visitor of [eve, ghost]) {
    for (const path of ["/api/rooms", "/api/rooms/general/messages", "/api/rooms/general.txt"]) {
      const { status, body } = await visitor.asks("GET", path);
      assertEquals([status, body.code], [403, "banned"], path);
    }
  }
  assertEquals((await ghost.asks("POST", "/api/session", { name: "Ghost" })).body.code, "banned");
  assertEquals((await second.asks("GET", "/api/rooms")).status, 200, "an admin at that address");
  const again = from(chat, "203.0.113.6");
  assertEquals((await again.asks("POST", "/api/session", BORIS)).status, 200);
  const unknown = await ada.asks("POST", "/api/moderation", { ...ban, name: "Nobody" });
  assertEquals([unknown.body.address, unknown.body.unbanned], [false, "unknown_address"]);
});

Deno.test("admins take office from, mute and ban each other; one remains (security H7)", async () => {
  await using chat = await serve("--limits", "none");
  const [ada, boris] = [new HttpClient(chat.url), new HttpClient(chat.url)];
  await ada.asks("POST", "/api/accounts", ADA);
  await boris.asks("POST", "/api/accounts", BORIS);
  assertEquals((await boris.asks("POST", "/api/admins/Boris")).status, 403);
  assertEquals((await ada.asks("POST", "/api/admins/Boris")).status, 200);
  assertEquals((await boris.asks("DELETE", "/api/admins/Ada")).status, 200);
  assertEquals((await ada.asks("GET", "/api/session")).body.me.admin, false);
  const last = await boris.asks("DELETE", "/api/admins/Boris");
  assertEquals([last.status, last.body.code], [403, "not_allowed"]);
  const mute = { what: "mute", name: "Ada", minutes: 5 };
  assertEquals((await boris.asks("POST", "/api/moderation", mute)).status, 200);
});

Deno.test("who claims a guest's name gets the name and not the words (security H9)", async () => {
  await using chat = await serve("--limits", "none");
  await new HttpClient(chat.url).asks("POST", "/api/accounts", ADA);
  const dora = await WsClient.in(chat.url, "Dora");
  const { id } = await dora.says("I, Dora, owe nothing");
  await dora.closes();
  const thief = new HttpClient(chat.url);
  await thief.asks("POST", "/api/accounts", { name: "Dora", password: "correct horse" });
  using socket = await thief.connects();
  for (
    const command of [
      { type: "edit", room: "general", id, text: "I, Dora, owe you 1000" },
      { type: "erase", room: "general", id },
    ]
  ) {
    await socket.send({ opcode: 1, payload: JSON.stringify(command) });
    const answer = await socket.until("it is not your message");
    assert(answer.includes("not_allowed"), answer);
  }
  const { body } = await thief.asks("GET", "/api/rooms/general/messages");
  assertEquals(body.messages.at(-1).text, "I, Dora, owe nothing");
});

Deno.test("a guest's name is theirs a while after they left (security H9)", async () => {
  await using chat = await serve("--limits", "none");
  const dora = new HttpClient(chat.url);
  await dora.asks("POST", "/api/session", { name: "Dora" });
  const socket = await dora.connects();
  socket[Symbol.dispose]();
  const thief = await new HttpClient(chat.url).asks("POST", "/api/session", { name: "Dora" });
  assertEquals([thief.status, thief.body.code], [409, "name_taken"]);
  assertEquals((await refusalOf(chat.url, "/ws?name=dora")).code, "name_taken");
  (await dora.connects())[Symbol.dispose]();
  await dora.asks("DELETE", "/api/session");
  const next = await new HttpClient(chat.url).asks("POST", "/api/session", { name: "Dora" });
  assertEquals(next.status, 200, "who signs out gives it back");
});

Deno.test("nobody inherits the private conversations of a gone account (security M11)", async () => {
  await using folder = await temporaryFolder();
  const args = ["--port", "0", "--data", folder.path, "--limits", "none"];
  const first = await ServerProcess.start(args);
  const [boris, cleo] = [new HttpClient(first.url), new HttpClient(first.url)];
  await boris.asks("POST", "/api/accounts", BORIS);
  await cleo.asks("POST", "/api/accounts", { name: "Cleo", password: "correct horse" });
  await boris.asks("POST", "/api/rooms/@Cleo/messages", "between us");
  await first.end("SIGTERM");
  const path = `${folder.path}/accounts.txt`;
  const lines = (await Deno.readTextFile(path)).split("\n").filter((line) => !/Cleo/.test(line));
  await Deno.writeTextFile(path, lines.join("\n"));
  await using server = await ServerProcess.start(args);
  for (const name of ["Cleo", "CLEO", "Ｃleo"]) {
    const heir = await new HttpClient(server.url)
      .asks("POST", "/api/accounts", { name, password: "an heir's words" });
    assertEquals([heir.status, heir.body.code], [409, "claimed"], name);
  }
});

Deno.test("a name that looks like another's is refused, with a free one (security L1)", async () => {
  await using chat = await serve("--limits", "none");
  await new HttpClient(chat.url).asks("POST", "/api/accounts", ADA);
  await using _boris = await WsClient.in(chat.url, "Борис");
  for (const name of ["Аda", "Adа", "Ada.", "A-d-a", "Бориc"]) {
    const guest = await new HttpClient(chat.url).asks("POST", "/api/session", { name });
    assertEquals([guest.status, guest.body.code], [409, "lookalike"], name);
    assertEquals(guest.body.text.includes(guest.body.suggestion), true);
    const claim = await new HttpClient(chat.url).asks("POST", "/api/accounts", { ...BORIS, name });
    assertEquals(claim.body.code, "lookalike", name);
  }
  for (const name of ["Admin", "Аdmin", "Plaintalk", "Модератор"]) {
    const { body } = await new HttpClient(chat.url).asks("POST", "/api/session", { name });
    assertEquals(body.code, "reserved", name);
  }
});
