/** Accounts, sessions, private conversations and house rules, at a real server's door. */
import { assert, assertEquals } from "@std/assert";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";
import { serve, ServerProcess } from "../helpers/process.ts";
import { refusalOf } from "../helpers/raw_tcp.ts";
import { HttpClient } from "../helpers/http_client.ts";

const ADA = { name: "Ada", password: "correct horse" };
const BORIS = { name: "Boris", password: "battery staple" };

Deno.test("a guest claims its name and keeps talking; the first account is the admin", async () => {
  await using chat = await serve();
  const ada = new HttpClient(chat.url);
  assertEquals((await ada.asks("POST", "/api/session", { name: "Ada" })).body.me.account, false);
  const guest = ada.cookie;
  const socket = await ada.connects();
  const claimed = await ada.asks("POST", "/api/accounts", { password: ADA.password });
  assertEquals(claimed.body.me, { name: "Ada", account: true, admin: true });
  assert(chat.server.output.includes("The first admin has come name=Ada"));
  assert(ada.cookie !== guest, "a new token at every sign-in");
  assertEquals(await socket.end(), 4001, "the guest's sockets are closed");
  socket[Symbol.dispose]();
  const old = new HttpClient(chat.url);
  old.cookie = guest;
  assertEquals((await old.asks("GET", "/api/session")).body.me, null, "the old token is dead");
  assertEquals((await ada.asks("GET", "/api/session")).body.me.account, true);
  const posted = await ada.asks("POST", "/api/rooms/general/messages", "still me");
  assertEquals([posted.status, posted.body.name], [201, "Ada"]);
  for (const name of ["Ada", "ADA", "Ａｄａ"]) {
    const taken = await new HttpClient(chat.url).asks("POST", "/api/session", { name });
    assertEquals([taken.status, taken.body.code], [409, "claimed"]);
    const again = await new HttpClient(chat.url).asks("POST", "/api/accounts", { ...BORIS, name });
    assertEquals([again.status, again.body.code], [409, "claimed"]);
  }
  assertEquals((await refusalOf(chat.url, "/ws?name=ada")).code, "claimed");
});

Deno.test("a password opens a second browser; changing it ends every other session", async () => {
  await using chat = await serve();
  const [home, phone, thief] = [
    new HttpClient(chat.url),
    new HttpClient(chat.url),
    new HttpClient(chat.url),
  ];
  await home.asks("POST", "/api/accounts", ADA);
  assertEquals(
    (await phone.asks("POST", "/api/session", { ...ADA, name: "ada" })).body.me.name,
    "Ada",
  );
  await thief.asks("POST", "/api/session", ADA);
  const socket = await thief.connects();
  const { body } = await home.asks("GET", "/api/sessions");
  assertEquals(body.sessions.map(({ current }: { current: boolean }) => current), [
    false,
    false,
    true,
  ]);
  assertEquals(
    (await home.asks("DELETE", `/api/sessions/${body.sessions[1].session}`)).status,
    200,
  );
  assertEquals(
    (await phone.asks("GET", "/api/session")).body.me,
    null,
    "one's own sessions can be ended",
  );
  const wrong = await home.asks("POST", "/api/password", {
    password: "not it at all",
    wanted: "new password",
  });
  assertEquals([wrong.status, wrong.body.code], [401, "wrong_password"]);
  const before = home.cookie;
  const began = performance.now();
  const changed = await home.asks("POST", "/api/password", {
    password: ADA.password,
    wanted: "new password",
  });
  assertEquals([changed.status, home.cookie !== before], [200, true]);
  assertEquals(await socket.end(), 4001);
  assert(performance.now() - began < 2000);
  socket[Symbol.dispose]();
  assertEquals((await thief.asks("GET", "/api/session")).body.me, null);
  assertEquals((await thief.asks("POST", "/api/session", ADA)).body.code, "wrong_password");
  assertEquals((await home.asks("GET", "/api/session")).body.me.name, "Ada");
  assertEquals((await home.asks("DELETE", "/api/session")).body.me, null);
  assertEquals(home.cookie, "");
});

Deno.test("a stolen data folder holds no usable token and no password", async () => {
  await using chat = await serve();
  const ada = new HttpClient(chat.url);
  await ada.asks("POST", "/api/accounts", ADA);
  const make = await ServerProcess.start(["token", "Robo", "--data", chat.folder.path]);
  assertEquals(await make.ended(), 0);
  const token = make.output.trim();
  await ada.asks("POST", "/api/rooms/general/messages", "hello");
  const secrets = [ADA.password, ada.cookie.split("=")[1]!, token];
  const walk = async (folder: string): Promise<void> => {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory) await walk(`${folder}/${name}`);
      else {
        const text = await Deno.readTextFile(`${folder}/${name}`);
        for (const secret of secrets) assert(!text.includes(secret), `${name} holds a secret`);
        const { mode } = await Deno.stat(`${folder}/${name}`);
        assertEquals((mode ?? 0) & 0o077, 0, `${name} is nobody else's to read`);
      }
    }
  };
  await walk(chat.folder.path);
  for (const secret of secrets) assert(!chat.server.output.includes(secret), "nor does the log");
  const hash = /[0-9a-f]{64}/.exec(await Deno.readTextFile(`${chat.folder.path}/sessions.txt`))![0];
  const thief = new HttpClient(chat.url);
  thief.cookie = `plaintalk=${hash}`;
  assertEquals((await thief.asks("GET", "/api/session")).body.me, null);
});

Deno.test("guessing is slowed by account and by address, with the same words for all", async () => {
  await using chat = await serve("--trust-proxy", "127.0.0.1");
  const at = (address: string) => new HttpClient(chat.url, { "x-forwarded-for": address });
  await at("203.0.113.1").asks("POST", "/api/accounts", ADA);
  const guess = (visitor: HttpClient, name: string) =>
    visitor.asks("POST", "/api/session", { name, password: "a wild guess" });
  const [known, unknown] = [
    await guess(at("203.0.113.2"), "Ada"),
    await guess(at("203.0.113.2"), "Nobody"),
  ];
  assertEquals([known.status, known.body], [unknown.status, unknown.body]);
  for (let i = 0; i < 9; i++) await guess(at("203.0.113.2"), "Ada");
  const slowed = await at("203.0.113.2").asks("POST", "/api/session", ADA);
  assertEquals([slowed.status, slowed.body.code], [429, "too_fast"], "with the right one too");
  assert(Number(slowed.headers.get("retry-after")) >= 1);
  const owner = at("203.0.113.30");
  assertEquals((await owner.asks("POST", "/api/session", ADA)).status, 200, "from elsewhere");
  const attacker = at("198.51.100.7");
  const codes = [];
  for (let i = 0; i < 31; i++) codes.push((await guess(attacker, `Name ${i}`)).status);
  assertEquals(codes, [...Array.from({ length: 30 }, () => 401), 429]);
  assertEquals(
    (await guess(at("198.51.100.8"), "Name 1")).status,
    401,
    "another address is another caller",
  );
  const greedy = at("198.51.100.9");
  const claims = [];
  for (let i = 0; i < 6; i++) {
    claims.push(
      (await greedy.asks("POST", "/api/accounts", { name: `G${i}`, password: "battery staple" }))
        .status,
    );
    greedy.cookie = "";
  }
  assertEquals(claims, [200, 200, 200, 200, 200, 429]);
});

Deno.test("behind a proxy with HTTPS the cookie is of this host alone", async () => {
  await using chat = await serve(
    "--trust-proxy",
    "127.0.0.1",
    "--origin",
    "https://chat.example.org",
  );
  const ada = new HttpClient(chat.url, {
    "x-forwarded-proto": "https",
    origin: "https://chat.example.org",
  });
  const { headers } = await ada.asks("POST", "/api/accounts", ADA);
  const [session = "", device = ""] = headers.getSetCookie();
  assert(
    /^__Host-plaintalk=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure$/
      .test(session),
  );
  assert(/^__Host-plaintalk-device=[0-9a-f.]+; Path=\/; .*HttpOnly; .*Secure$/.test(device));
  assertEquals((await ada.asks("GET", "/api/session")).body.me.name, "Ada");
  const plain = new HttpClient(chat.url, { origin: "https://chat.example.org" });
  plain.cookie = ada.cookie;
  assertEquals((await plain.asks("GET", "/api/session")).body.me, null);
});

Deno.test("two talk in private, and a third learns nothing of it over HTTP", async () => {
  await using chat = await serve("--limits", "none");
  const [ada, boris, eve] = [
    new HttpClient(chat.url),
    new HttpClient(chat.url),
    new HttpClient(chat.url),
  ];
  await ada.asks("POST", "/api/accounts", ADA);
  await boris.asks("POST", "/api/accounts", BORIS);
  await eve.asks("POST", "/api/accounts", { name: "Eve", password: "eavesdropping" });
  assertEquals(
    (await ada.asks("POST", "/api/rooms/@Boris/messages", "a secret")).body.room,
    "@Boris",
  );
  const page = await boris.asks("GET", "/api/rooms/@Ada/messages");
  assertEquals([page.body.room, page.body.messages[0].text], ["@Ada", "a secret"]);
  assert((await boris.asks("GET", "/api/rooms/@Ada.txt")).body.includes("Ada: a secret\n"));
  const rooms = await boris.asks("GET", "/api/rooms");
  assertEquals(rooms.body.rooms.map(({ room }: { room: string }) => room), ["@Ada", "general"]);
  const names = [
    "@Ada",
    "@Boris",
    "@Ada+Boris",
    "Ada+Boris",
    "@ada",
    "%40Boris",
    "@Ada%2BBoris",
    "..%2Fdirect%2FAda+Boris",
    "@Ada%2F..%2FBoris",
    "@Eve",
    "@",
  ];
  let asked = 0;
  for (const visitor of [eve, new HttpClient(chat.url)]) {
    for (const name of names) {
      for (
        const end of [
          "/messages",
          "/messages?before=60",
          "/messages?after=0",
          "/messages?around=51",
          ".txt",
        ]
      ) {
        const { body, status } = await visitor.asks("GET", `/api/rooms/${name}${end}`);
        assert(!JSON.stringify(body).includes("secret"), `${name}${end}`);
        // Eve has conversations of her own with both: those are empty.
        assert(status === 404 || status === 400 || status === 200, String(status));
        asked++;
      }
    }
    const list = await visitor.asks("GET", "/api/rooms");
    assertEquals(list.body.rooms.map(({ room }: { room: string }) => room), ["general"]);
  }
  assert(asked >= 100);
});

Deno.test("--guests off and --invite keep strangers out, of reading too, with a sentence", async () => {
  await using chat = await serve("--guests", "off", "--invite", "open sesame, open");
  const ada = new HttpClient(chat.url);
  const uninvited = await new HttpClient(chat.url, { "x-forwarded-for": "203.0.113.1" })
    .asks("POST", "/api/accounts", ADA);
  assertEquals([uninvited.status, uninvited.body.code], [403, "invite_wanted"]);
  for (
    const path of [
      "/api/rooms",
      "/api/rooms/general/messages",
      "/api/rooms/general.txt",
      "/api/people",
    ]
  ) {
    assertEquals((await ada.asks("GET", path)).status, 401, path);
  }
  assertEquals(
    (await ada.asks("POST", "/api/accounts", { ...ADA, invite: "open sesame, open" })).status,
    200,
  );
  assertEquals((await ada.asks("GET", "/api/rooms/general/messages")).status, 200);
  const guest = await new HttpClient(chat.url).asks("POST", "/api/session", {
    name: "Vera",
    invite: "open sesame, open",
  });
  assertEquals([guest.status, guest.body.code], [403, "not_allowed"]);
  assertEquals((await refusalOf(chat.url, "/ws?name=Vera")).code, "not_allowed");
  const back = new HttpClient(chat.url);
  assertEquals(
    (await back.asks("POST", "/api/session", ADA)).status,
    200,
    "who has an account needs no invitation",
  );
});

Deno.test("an admin mutes and bans for a time, by name and address, and takes it back", async () => {
  await using chat = await serve("--limits", "none");
  const [ada, boris] = [new HttpClient(chat.url), new HttpClient(chat.url)];
  await ada.asks("POST", "/api/accounts", ADA);
  await boris.asks("POST", "/api/accounts", BORIS);
  const denied = await boris.asks("POST", "/api/moderation", {
    what: "ban",
    name: "Ada",
    minutes: 5,
  });
  assertEquals([denied.status, denied.body.text], [403, "Cannot do this: only admins may"]);
  const self = await ada.asks("POST", "/api/moderation", { what: "ban", name: "Ada", minutes: 5 });
  assertEquals(self.status, 403);
  await ada.asks("POST", "/api/moderation", { what: "mute", name: "boris", minutes: 5 });
  const muted = await boris.asks("POST", "/api/rooms/general/messages", "hello?");
  assertEquals([muted.status, muted.body.text], [
    403,
    "You are muted for another 5 minutes, by Ada",
  ]);
  await ada.asks("DELETE", "/api/moderation/mute/Boris");
  assertEquals((await boris.asks("POST", "/api/rooms/general/messages", "hello!")).status, 201);
  const socket = await boris.connects();
  await ada.asks("POST", "/api/moderation", { what: "ban", name: "Boris", minutes: 60 });
  assertEquals(await socket.end(), 4003);
  socket[Symbol.dispose]();
  assertEquals((await boris.asks("POST", "/api/session", BORIS)).body.code, "banned");
  assertEquals((await refusalOf(chat.url, "/ws?name=BORIS")).code, "banned");
  assertEquals((await ada.asks("GET", "/api/moderation")).body.measures.length, 1);
  await ada.asks("DELETE", "/api/moderation/ban/Boris");
  assertEquals((await boris.asks("POST", "/api/session", BORIS)).status, 200);
  const troll = await WsClient.in(chat.url, "Troll");
  const byAddress = { what: "ban", name: "Troll", minutes: 60, address: true };
  const own = await ada.asks("POST", "/api/moderation", byAddress);
  const { address, unbanned } = own.body;
  assertEquals([address, unbanned], [false, "own_address"], "it would shut out everybody here");
  await ada.asks("POST", "/api/moderation", { ...byAddress, own: true });
  assertEquals((await troll.closed).code, 4003);
  const renamed = await refusalOf(chat.url, "/ws?name=Innocent");
  assertEquals(renamed.code, "banned", "another name does not help");
});

Deno.test("a bot is one curl; admin, token and say work beside a running chat", async () => {
  await using chat = await serve();
  const run = async (...args: string[]): Promise<{ code: number; output: string }> => {
    const process = await ServerProcess.start([...args, "--data", chat.folder.path]);
    const code = await process.ended();
    // Which folder it was is told beside what was asked for, to whoever looks on, not to a script.
    const where = `In ${chat.folder.path}:\n`;
    assert(process.output.startsWith(where), process.output);
    return { code, output: process.output.slice(where.length).trim() };
  };
  const boris = new HttpClient(chat.url);
  await new HttpClient(chat.url).asks("POST", "/api/accounts", ADA);
  await boris.asks("POST", "/api/accounts", BORIS);
  assertEquals(await run("admin", "boris"), {
    code: 0,
    output: "Boris is an admin now",
  });
  assertEquals((await run("admin", "nobody")).code, 1);
  const { output: token } = await run("token", "Robo");
  assertEquals((await run("token", "Ada")).code, 1, "a person's name is no bot's");
  await eventually(
    "the chat reads what changed",
    async () => (await boris.asks("GET", "/api/session")).body.me.admin === true,
  );
  const bot = new HttpClient(chat.url, { authorization: `Bearer ${token}` });
  await eventually(
    "the token counts",
    async () => (await bot.asks("GET", "/api/session")).body.me?.name === "Robo",
  );
  const posted = await bot.asks("POST", "/api/rooms/general/messages", "beep\n");
  assertEquals([posted.status, posted.body.name, posted.body.text], [201, "Robo", "beep"]);
  const next = await bot.asks("POST", "/api/rooms/general/messages", "boop");
  const after = await bot.asks("GET", `/api/rooms/general/messages?after=${posted.body.id}`);
  assertEquals(after.body.messages.map(({ id }: { id: number }) => id), [next.body.id]);
  const wrong = new HttpClient(chat.url, { authorization: "Bearer wrong-token-wrong-token" });
  assertEquals((await wrong.asks("POST", "/api/rooms/general/messages", "x")).status, 401);
  assertEquals(
    (await new HttpClient(chat.url).asks("POST", "/api/session", { name: "robo" })).body.code,
    "claimed",
  );
  await using ada = await WsClient.in(chat.url, "Vera");
  assertEquals(await run("say", "general", "from the shell", "--as", "Cron"), {
    code: 0,
    output: "Said in general as Cron",
  });
  const heard = await ada.hears("message", ({ text }) => text === "from the shell");
  assertEquals(heard.name, "Cron");
  assertEquals((await run("check")).code, 0);
});

Deno.test("words are found in every room one may read, and a search can be broken off", async () => {
  await using chat = await serve("--limits", "none");
  const [ada, boris, eve] = [
    new HttpClient(chat.url),
    new HttpClient(chat.url),
    new HttpClient(chat.url),
  ];
  await ada.asks("POST", "/api/accounts", ADA);
  await boris.asks("POST", "/api/accounts", BORIS);
  await eve.asks("POST", "/api/accounts", { name: "Eve", password: "eavesdropping" });
  await ada.asks("POST", "/api/rooms/general/messages", "the public picnic");
  await ada.asks("POST", "/api/rooms/@Boris/messages", "the private PICNIC");
  const found = async (visitor: HttpClient, path: string): Promise<string[]> =>
    (await visitor.asks("GET", path)).body.trim().split("\n").map((line: string) =>
      JSON.parse(line)
    )
      .filter((line: { message?: unknown }) => line.message)
      .map(({ room, message }: { room: string; message: { text: string } }) =>
        `${room}: ${message.text}`
      );
  assertEquals(await found(boris, "/api/search?q=picnic"), [
    "@Ada: the private PICNIC",
    "general: the public picnic",
  ]);
  assertEquals(await found(eve, "/api/search?q=picnic"), ["general: the public picnic"]);
  assertEquals(await found(new HttpClient(chat.url), "/api/search?q=PicNic"), [
    "general: the public picnic",
  ]);
  assertEquals(await found(ada, "/api/rooms/@Boris/search?q=picnic"), [
    "@Boris: the private PICNIC",
  ]);
  assertEquals((await eve.asks("GET", "/api/rooms/@Nobody/search?q=picnic")).status, 404);
  for (const query of ["q=", "q=picnic&before=x", "q=picnic&before=-1", "q=picnic&before="]) {
    const { status, body } = await eve.asks("GET", `/api/search?${query}`);
    assertEquals([status, body.code], [400, "bad_request"], query);
  }
  for (let i = 0; i < 20; i++) {
    const answer = await fetch(`${chat.url}/api/search?q=nothing`);
    await answer.body!.cancel();
  }
  assertEquals(
    await found(ada, "/api/search?q=public"),
    ["general: the public picnic"],
    "none is left running",
  );
});
