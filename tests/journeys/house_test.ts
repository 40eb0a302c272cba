/** Keeping the house from the command line, beside a chat that runs and where none does. */
import { assert, assertEquals } from "@std/assert";
import { serve, SERVER, temporaryFolder } from "../helpers/process.ts";
import { Visitor } from "../helpers/visitor.ts";

const ADA = { name: "Ada", password: "correct horse" };
const BORIS = { name: "Boris", password: "battery staple" };

/** Runs a command on a data folder: its lines, and its exit code. */
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

async function sayIn(visitor: Visitor, text: string): Promise<number> {
  return (await visitor.asks("POST", "/api/rooms/general/messages", text)).status;
}

Deno.test("the owner keeps the people of a chat that runs: list, link to a password, another name, removal with words (issue 15, 10)", async () => {
  await using chat = await serve();
  const [ada, boris] = [new Visitor(chat.url), new Visitor(chat.url)];
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
  const other = new Visitor(chat.url);
  assertEquals((await other.asks("POST", "/api/reset", { code })).body, { name: "Boris" });
  const wanted = { code, password: "another staple" };
  assertEquals((await other.asks("POST", "/api/reset", wanted)).body.me.name, "Boris");
  const again = await new Visitor(chat.url).asks("POST", "/api/reset", wanted);
  assertEquals([again.status, again.body.code], [403, "reset_used"]);

  assertEquals((await run(chat.folder.path, "rename", "Boris", "Bo")).code, 0);
  const bo = new Visitor(chat.url);
  const signedIn = await bo.asks("POST", "/api/session", { name: "bo", password: wanted.password });
  assertEquals(signedIn.body.me, { name: "Bo", account: true, admin: false });
  const taken = await new Visitor(chat.url).asks("POST", "/api/accounts", BORIS);
  assertEquals([taken.status, taken.body.code], [409, "claimed"]);

  const removed = await run(chat.folder.path, "remove", "Bo", "--words");
  assertEquals([removed.code, removed.lines[1]?.slice(0, 17)], [0, "Erased 1 messages"]);
  assertEquals((await bo.asks("GET", "/api/session")).body.me, null);
  const file = await (await fetch(`${chat.url}/api/rooms/general.txt`)).text();
  assert(!file.includes("secret") && file.includes("Boris: ------------\n"), file);
  const refused = await run(chat.folder.path, "remove", "Ada");
  assertEquals([refused.code, refused.lines.length], [1, 1]);
  assert(refused.lines[0]?.includes("at least one admin must remain"), refused.lines[0]);
});

Deno.test("the owner keeps the people of a chat that does not run, and what was done is there when it starts (issue 15, 10)", async () => {
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
  assertEquals((await run(data, "check")).code, 0);
});
