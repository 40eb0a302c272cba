/** Keeping the house from the command line, beside a chat that runs and where none does. */
import { assert, assertEquals } from "@std/assert";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";
import { serve, SERVER, ServerProcess, temporaryFolder } from "../helpers/process.ts";
import { HttpClient } from "../helpers/http_client.ts";

const ADA = { name: "Ada", password: "correct horse" };
const BORIS = { name: "Boris", password: "battery staple" };

/** Runs a command on a data folder: its lines but the one that names the folder, and its exit code. */
async function run(data: string, ...args: string[]): Promise<{ lines: string[]; code: number }> {
  const [program = "", ...rest] = SERVER;
  const { stdout, stderr, code } = await new Deno.Command(program, {
    args: [...rest, ...args, "--data", data],
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  // Each says which folder it works on, on the side.
  const lines = text.trimEnd().split("\n").filter((line) => line !== `In ${data}:`);
  return { lines, code };
}

async function sayIn(visitor: HttpClient, text: string): Promise<number> {
  return (await visitor.asks("POST", "/api/rooms/general/messages", text)).status;
}

Deno.test("the owner keeps the people of a running chat (issue 15, 10)", async () => {
  await using chat = await serve();
  const [ada, boris] = [new HttpClient(chat.url), new HttpClient(chat.url)];
  await ada.asks("POST", "/api/accounts", ADA);
  await boris.asks("POST", "/api/accounts", BORIS);
  assertEquals(await sayIn(boris, "secret words"), 201);
  const people = await run(chat.folder.path, "people");
  assertEquals(people.lines.length, 3);
  assert(
    /^Ada {4}seen \d{4}-\d\d-\d\d \d\d:\d\d {2}admin$/.test(people.lines[0]!),
    people.lines[0],
  );

  const { lines: [link = ""] } = await run(chat.folder.path, "password", "boris");
  const code = /\?reset=([\w-]{43})$/.exec(link)?.[1];
  assert(code !== undefined, link);
  assertEquals((await boris.asks("GET", "/api/session")).body.me, null, "signed out at once");
  const other = new HttpClient(chat.url);
  assertEquals((await other.asks("POST", "/api/reset", { code })).body, { name: "Boris" });
  const wanted = { code, password: "another staple" };
  assertEquals((await other.asks("POST", "/api/reset", wanted)).body.me.name, "Boris");
  const again = await new HttpClient(chat.url).asks("POST", "/api/reset", wanted);
  assertEquals([again.status, again.body.code], [403, "reset_used"]);

  assertEquals((await run(chat.folder.path, "rename", "Boris", "Bo")).code, 0);
  const bo = new HttpClient(chat.url);
  const signedIn = await bo.asks("POST", "/api/session", { name: "bo", password: wanted.password });
  assertEquals(signedIn.body.me, { name: "Bo", account: true, admin: false });
  const taken = await new HttpClient(chat.url).asks("POST", "/api/accounts", BORIS);
  assertEquals([taken.status, taken.body.code], [409, "claimed"]);

  const to = `${chat.folder.path}.tar`;
  assertEquals((await run(chat.folder.path, "export-person", "bo", to)).code, 0);
  const read = (name: string) => new Deno.Command("tar", { args: ["-xOf", to, name] }).output();
  const words = new TextDecoder().decode((await read("rooms/general.txt")).stdout);
  assert(/^\[[\d :-]+\] Boris: secret words\n$/.test(words), words);
  const about = new TextDecoder().decode((await read("account.txt")).stdout);
  assert(about.startsWith("name: Bo\nhad the name: Boris (until "), about);
  assertEquals((await run(chat.folder.path, "export-person", "Bo", to)).code, 1, "never over it");
  await Deno.remove(to);

  const removed = await run(chat.folder.path, "remove", "Bo", "--words");
  assertEquals([removed.code, removed.lines[1]?.slice(0, 17)], [0, "Erased 1 messages"]);
  assertEquals((await bo.asks("GET", "/api/session")).body.me, null);
  const file = await (await fetch(`${chat.url}/api/rooms/general.txt`)).text();
  assert(!file.includes("secret") && file.includes("Boris: ------------\n"), file);
  const refused = await run(chat.folder.path, "remove", "Ada");
  assertEquals([refused.code, refused.lines.length], [1, 1]);
  assert(refused.lines[0]?.includes("at least one admin must remain"), refused.lines[0]);
});

Deno.test("the owner keeps the people of a chat that does not run (issue 15, 10)", async () => {
  await using folder = await temporaryFolder();
  const data = `${folder.path}/data`;
  await Deno.mkdir(data);
  const none = await run(`${folder.path}/typo`, "remove", "Ada");
  assertEquals([none.code, none.lines.length], [1, 1], none.lines.join());
  await Deno.writeTextFile(
    `${data}/accounts.txt`,
    "[2025-01-01 00:00:00] Ada (admin): \n[2025-01-01 00:00:00] Boris: \n",
  );
  await Deno.mkdir(`${data}/rooms`);
  await Deno.writeTextFile(
    `${data}/rooms/general.txt`,
    "[2025-01-02 00:00:00] Boris: secret words\n",
  );
  await Deno.writeTextFile(`${data}/moderation.txt`, "[2099-01-01 00:00:00] ban Eve\t\tAda\n");
  assertEquals((await run(data, "bans")).lines, ["Eve  ban until 2099-01-01 00:00, by Ada"]);
  assertEquals((await run(data, "unban", "eve")).lines, ["eve: no ban any more"]);
  assertEquals((await run(data, "bans")).lines, ["Nobody is banned or muted"]);
  const asked = await run(data, "password", "Ada", "--origin", "https://chat.example.org");
  assert(asked.lines[0]?.startsWith("https://chat.example.org/?reset="), asked.lines[0]);
  assertEquals((await run(data, "remove", "Boris", "--words")).code, 0);
  const text = await Deno.readTextFile(`${data}/rooms/general.txt`);
  assert(text.startsWith("[2025-01-02 00:00:00] Boris: ------------\n"), text);
  assertEquals((await run(data, "people")).lines.slice(-2), [
    "Boris: removed",
    "1 people with an account",
  ]);
  const bot = await run(data, "token", "boris");
  assertEquals([bot.code, bot.lines[0]?.includes("a person had the name")], [1, true]);

  // A line that was deleted by hand leaves what was said in private.
  await Deno.mkdir(`${data}/direct`, { recursive: true });
  const direct = `${data}/direct/Ada+Gone.txt`;
  await Deno.writeTextFile(direct, "[2025-01-02 00:00:00] Gone: between us\n");
  await using server = await ServerProcess.start(["--port", "0", "--data", data]);
  for (const name of ["gone", "Ｇone", "boris"]) {
    const claimed = await new HttpClient(server.url).asks("POST", "/api/accounts", {
      ...BORIS,
      name,
    });
    assertEquals([claimed.status, claimed.body.code], [409, "claimed"], name);
  }
  await server.end();
  assertEquals((await run(data, "check")).code, 0);
});

/** The command of deploy/plaintalk-backup.service, with a place and a number of copies of the test's own. */
function asTheTimer(to: string, keep: string): string[] {
  const unit = Deno.readTextFileSync(
    new URL("../../deploy/plaintalk-backup.service", import.meta.url),
  );
  const [, words = ""] = /^ExecStart=\/usr\/local\/bin\/plaintalk (.+)$/m.exec(unit) ?? [];
  const { data, backup, keep: kept } = {
    data: "--data /var/lib/plaintalk ",
    backup: "/var/backups/plaintalk",
    keep: "--keep 7",
  };
  assert(words.includes(data) && words.includes(backup) && words.endsWith(kept), words);
  return words.replace(data, "").split(" ").map((word) => word === backup ? to : word)
    .map((word) => word === "7" ? keep : word);
}

/** What a history says is erased, and still holds words of. */
function leftWords(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  const lineAt = (offset: number): string =>
    new TextDecoder().decode(bytes.subarray(offset, bytes.indexOf(10, offset)));
  const erased = [...text.matchAll(/ erased (\d+)$/gm)].map(([, id]) => Number(id));
  const edits = [...text.matchAll(/ edited (\d+): (.*)$/gm)];
  return [
    ...erased.map(lineAt).filter((line) => !/: -+$/.test(line)),
    ...edits.filter(([, id, words = ""]) => erased.includes(Number(id)) && !/^-+$/.test(words))
      .map(([line]) => line),
  ];
}

Deno.test("a backup under load passes check; restore makes a chat of it (issue 15, 11)", async () => {
  await using folder = await temporaryFolder();
  await using chat = await serve("--limits", "none");
  const to = `${folder.path}/copies`;
  await using peer = await WsClient.at(chat.url, "Ada");
  peer.send({ type: "join", room: "general" });
  await peer.hears("history");
  let isOver = false;
  let said = 0;
  /** Says, edits and erases as fast as it is answered. */
  const writing = (async () => {
    while (!isOver) {
      const text = `secret ${said++} ${"x".repeat(200)}`;
      peer.send({ type: "message", room: "general", text, ref: `r${said}` });
      const { id } = await peer.hears("message");
      peer.send({ type: "edit", room: "general", id, text: `secret again ${said}` });
      peer.send({ type: "erase", room: "general", id });
      await peer.hears("erased");
    }
  })();
  const made: string[] = [];
  const failed = writing.catch((error) => error);
  for (let i = 0; i < 3; i++) {
    const { lines, code } = await run(chat.folder.path, ...asTheTimer(to, "2"));
    assertEquals(code, 0, lines.join("\n"));
    assert(lines.some((line) => line.endsWith(", 0 problems")), lines.join("\n"));
    made.push(lines.at(-1)!.replace("Made ", ""));
  }
  isOver = true;
  assertEquals(await failed, undefined);
  assert(said > 10, `${said} messages while it was copied`);
  const there = [...Deno.readDirSync(to)].map(({ name }) => `${to}/${name}`).sort();
  assertEquals(there, made.slice(1), "the newest two stay");
  for (const copy of there) {
    assertEquals((await run(copy, "check")).code, 0);
    const text = await Deno.readTextFile(`${copy}/rooms/general.txt`);
    assert(text.endsWith("\n") && text.includes(" erased "));
    assertEquals(leftWords(text), []);
    assertEquals(
      [...Deno.readDirSync(copy)].some(({ name }) => /lock|orders|index/.test(name)),
      false,
    );
  }
  const again = `${folder.path}/again`;
  assertEquals((await run(again, "restore", there[1]!)).code, 0);
  const refused = await run(again, "restore", there[0]!);
  assertEquals([refused.code, refused.lines.at(-1)?.includes("it holds something already")], [
    1,
    true,
  ]);
  await using server = await ServerProcess.start(["--port", "0", "--data", again]);
  const page = await (await fetch(`${server.url}/api/rooms/general/messages`)).json();
  assert(page.messages.length > 0);
  await Deno.writeTextFile(`${there[0]}/rooms/general.txt`, "not a line\n", { append: true });
  const damaged = await run(`${folder.path}/other`, "restore", there[0]!);
  assertEquals([damaged.code, damaged.lines.at(-1)?.includes("--anyway")], [1, true]);
});

Deno.test("settings are read again on SIGHUP and by plaintalk reload (issue 15, 9)", async () => {
  await using folder = await temporaryFolder();
  const [data, conf] = [`${folder.path}/data`, `${folder.path}/plaintalk.conf`];
  await Deno.writeTextFile(conf, "PORT=0\nLOG_FORMAT=text\n");
  await using server = await ServerProcess.start(["--data", data]);
  assert(server.output.includes(`Settings  ${conf}`), server.output);
  const enter = (name: string, invite?: string) =>
    new HttpClient(server.url).asks("POST", "/api/session", { name, invite });
  assertEquals((await enter("Eva")).status, 200);
  const invite = "a long invitation";
  await Deno.writeTextFile(
    conf,
    `PORT=0\nINVITE=${invite}\nROOMS=admins\nHOST=0.0.0.0\nKEEP=90d\n`,
  );
  const { lines } = await run(data, "reload");
  assertEquals(lines, [
    "Changed: ACCOUNTS, INVITE, ROOMS",
    "After a restart: HOST, KEEP",
  ]);
  assert(!server.output.includes(invite), "values are nobody's business");
  assertEquals((await enter("Boris")).body.code, "invite_wanted");
  const guest = await enter("Vera", invite);
  assertEquals([guest.status, guest.body.door.rooms], [200, "admins"]);
  await Deno.writeTextFile(
    conf,
    "PORT=0\nRATES=enter=1/0.001\nLOG_FORMAT=json\nMETRICS=10.0.0.0/8\n",
  );
  Deno.kill(server.pid, "SIGHUP");
  await eventually("it is heard", () => server.output.includes('"message":"Heard SIGHUP"'));
  assertEquals(
    await fetch(`${server.url}/metrics`).then((r) => r.body?.cancel().then(() => r.status)),
    403,
  );
  assertEquals([(await enter("Olha")).status, (await enter("Ivan")).status], [200, 429]);
  await Deno.writeTextFile(conf, "GUESTS=maybe\n");
  const wrong = await run(data, "reload");
  assert(wrong.lines[0]?.startsWith(`Cannot use GUESTS in ${conf} "maybe"`), wrong.lines[0]);
  assert(wrong.lines[0]?.endsWith("The settings stay as they were"), wrong.lines[0]);
  assertEquals(await server.end(), 0);
  const none = await run(data, "reload");
  assertEquals([none.code, none.lines[0]?.startsWith("No chat runs on this folder")], [1, true]);
});

Deno.test("admins invite, rename, reset and remove over HTTP, nobody else (issue 15, 10)", async () => {
  await using chat = await serve("--guests", "off", "--limits", "none");
  const [ada, boris] = [new HttpClient(chat.url), new HttpClient(chat.url)];
  await ada.asks("POST", "/api/accounts", { ...ADA, setup: setupOf(chat.server.output) });
  const invited = async (fields: Record<string, number>) =>
    (await ada.asks("POST", "/api/invites", fields)).body;
  const { code, invite, uses } = await invited({ uses: 2 });
  assertEquals(uses, 2);
  assert(!(await Deno.readTextFile(`${chat.folder.path}/invites.txt`)).includes(code));
  const without = await boris.asks("POST", "/api/accounts", BORIS);
  assertEquals([without.status, without.body.code], [403, "not_allowed"]);
  assertEquals((await boris.asks("POST", "/api/accounts", { ...BORIS, invite: code })).status, 200);
  const { body: { invites } } = await ada.asks("GET", "/api/invites");
  assertEquals(invites.map((one: { uses: number }) => one.uses), [1]);
  assertEquals((await ada.asks("DELETE", `/api/invites/${invite}`)).status, 200);
  const vera = new HttpClient(chat.url);
  const late = await vera.asks("POST", "/api/accounts", { ...ADA, name: "Vera", invite: code });
  assertEquals([late.status, late.body.code], [403, "invite_revoked"]);
  const { code: last } = await invited({ days: 1, uses: 1 });
  for (const [name, status] of [["Vera", 200], ["Olha", 403]] as const) {
    const asked = { ...ADA, name, invite: last };
    assertEquals(
      (await new HttpClient(chat.url).asks("POST", "/api/accounts", asked)).status,
      status,
    );
  }

  const ways = [
    ["GET", "/api/house/people"],
    ["POST", "/api/house/people/Ada/password"],
    ["POST", "/api/house/people/Ada/name", { name: "Eve" }],
    ["DELETE", "/api/house/people/Ada?words=true"],
    ["GET", "/api/house/people/Ada/export"],
    ["GET", "/api/invites"],
    ["POST", "/api/invites", {}],
    ["DELETE", `/api/invites/${invite}`],
  ] as const;
  for (const [method, path, body] of ways) {
    const refused = await boris.asks(method, path, body);
    assertEquals([refused.status, refused.body.code], [403, "not_allowed"], path);
    assertEquals((await new HttpClient(chat.url).asks(method, path, body)).status, 401, path);
  }
  const { body: { people } } = await ada.asks("GET", "/api/house/people");
  assertEquals(
    people.map(({ name, admin }: { name: string; admin: boolean }) => `${name} ${admin}`),
    [
      "Ada true",
      "Boris false",
      "Vera false",
    ],
  );
  assertEquals((await ada.asks("POST", "/api/house/people/boris/name", { name: "Bo" })).body, {
    name: "Boris",
    to: "Bo",
  });
  const reset = await ada.asks("POST", "/api/house/people/Bo/password");
  assertEquals((await boris.asks("POST", "/api/reset", { code: reset.body.code })).body.name, "Bo");
  assertEquals(await sayIn(await signedIn(chat.url, "Bo"), "words of Bo"), 201);
  const { body: tar } = await ada.asks("GET", "/api/house/people/bo/export");
  assert(tar.includes("rooms/general.txt") && tar.includes("] Bo: words of Bo\n"), tar);
  assert([...Deno.readDirSync(`${chat.folder.path}/files/new`)].length === 0, "nothing is left");
  const again = await ada.asks("POST", "/api/house/people/Bo/password");
  const gone = await ada.asks("DELETE", "/api/house/people/Bo?words=true");
  assertEquals(gone.body, { name: "Bo", erased: 1 });
  const own = await ada.asks("DELETE", "/api/house/people/Ada");
  assertEquals([own.status, own.body.code], [403, "not_allowed"]);
  const used = await boris.asks("POST", "/api/reset", { code: again.body.code });
  assertEquals([used.status, used.body.code], [403, "reset_used"], "a link goes with its account");
});

/** Boris, under the name that he has. */
async function signedIn(url: string, name: string): Promise<HttpClient> {
  const visitor = new HttpClient(url);
  await visitor.asks("POST", "/api/session", { ...BORIS, name });
  return visitor;
}

/** The code of the link that a first start prints. */
function setupOf(output: string): string {
  return /\?setup=([\w-]+)/.exec(output)?.[1] ?? "";
}

Deno.test("the owner invites from the command line, beside a chat that runs, and no value that is none is taken", async () => {
  await using chat = await serve("--guests", "off", "--limits", "none");
  const data = chat.folder.path;
  const { lines, code } = await run(data, "invite", "the choir", "--uses", "1", "--days", "2");
  assertEquals([code, lines.length], [0, 2], lines.join());
  const [, invite = ""] = /^http:\/\/localhost:8000\/#invite=([\w-]{43})$/.exec(lines[0]!) ?? [];
  assert(/^This link lets 1 people in until [\d :-]{16} UTC/.test(lines[1]!), lines[1]);
  await eventually("the chat reads it", async () => {
    const { body } = await new HttpClient(chat.url).asks("POST", "/api/invite", { code: invite });
    return body.until !== undefined && body.by === undefined;
  });
  const came = await new HttpClient(chat.url).asks("POST", "/api/accounts", { ...BORIS, invite });
  assertEquals(came.status, 200);
  const wrong = await run(data, "invite", "--days", "1000");
  assertEquals([wrong.code, wrong.lines], [1, ['Cannot use --days "1000": expected 1 to 365']]);
});
