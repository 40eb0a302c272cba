/** Every command in the README and in docs/ is run here or in the test that it names, or says that it was not. */
import { assert, assertEquals } from "@std/assert";
import { eventually } from "./helpers/wait.ts";
import { WsClient } from "./helpers/ws_client.ts";
import { serve, SERVER, temporaryFolder } from "./helpers/process.ts";

const ROOT = new URL("../", import.meta.url);
const PAGES = new Map<string, string>();
for (const name of ["README.md", "CONTRIBUTING.md", "SECURITY.md"]) {
  PAGES.set(name, await Deno.readTextFile(new URL(name, ROOT)));
}
for await (const { name } of Deno.readDir(new URL("docs/", ROOT))) {
  PAGES.set(`docs/${name}`, await Deno.readTextFile(new URL(`docs/${name}`, ROOT)));
}
const ALL = [...PAGES.values()].join("\n");

/** Lines of indented blocks that are commands, each with what it says behind "#". */
const COMMANDS = ALL.split("\n").filter((line) =>
  /^ {4}(deno|npx|curl|rsync|tar|scp|sudo|echo|journalctl|websocat|docker|kill) /
    .test(line)
).map((line) => line.trim());

/** Commands that other tests, or whoever measures, run as they stand: tasks of deno.json. */
const TASKS =
  /^(npx -y deno@2\.9\.6|deno) task (start|dev|test|shots|bench|flood|soak|test:quick|test:crash|test:cluster|test:proxies|test:ws)( |$)(?!start)/;

Deno.test("README and docs: each task they name is there", async () => {
  const { tasks } = JSON.parse(
    await Deno.readTextFile(new URL("deno.json", ROOT)),
  );
  for (const command of COMMANDS) {
    const [, task] = / task ([\w:]+)/.exec(command) ?? [];
    if (task !== undefined) assert(Object.hasOwn(tasks, task), command);
  }
});

Deno.test("README and docs: each command is run by a test or says that it was not run", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(
    `${folder.path}/chat_history.txt`,
    "[2025-11-19 23:46:36] Ada: Hello\n",
  );
  await Deno.writeTextFile(
    `${folder.path}/holiday.jpg`,
    "\xff\xd8\xff a picture",
  );
  await using chat = await serve();
  const sh = async (
    command: string,
    env: Record<string, string> = {},
  ): Promise<string> => {
    const started = command.replaceAll("deno task start", SERVER.join(" "))
      .replaceAll("http://localhost:8000", chat.url)
      .replace(/(check|import|export|say|token) /, (word) => `${word} `);
    const { code, stdout, stderr } = await new Deno.Command("bash", {
      args: ["-c", started],
      cwd: folder.path,
      env: { XDG_STATE_HOME: folder.path, ...env },
    }).output();
    const out = new TextDecoder().decode(stdout);
    assertEquals(
      code,
      0,
      `${command}: ${out}${new TextDecoder().decode(stderr)}`,
    );
    return out;
  };
  await Deno.mkdir(`${folder.path}/data/rooms`, { recursive: true });
  await Deno.mkdir(`${folder.path}/backup/rooms`, { recursive: true });
  for (const place of ["data", "backup"]) {
    const line = "[2025-11-19 23:46:36] Ada: Hello\n";
    await Deno.writeTextFile(`${folder.path}/${place}/rooms/general.txt`, line);
  }
  const token = (await sh(`deno task start token Robo --data ${chat.folder.path}`)).trim();
  await eventually("the token is known", async () => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${chat.url}/api/session`, { headers });
    return (await answer.json()).me?.name === "Robo";
  });
  const not: string[] = [];
  for (const command of COMMANDS) {
    if (command.includes("# not run here")) continue;
    const bare = command.replace(/ +#.*$/, "");
    if (
      /^deno task start (check|import|export|say)/.test(bare) ||
      /^(curl|tar) /.test(bare)
    ) {
      const out = await sh(bare, { TOKEN: token });
      if (bare.startsWith("curl")) {
        assert(!out.includes('"code"'), `${bare}: ${out}`);
      }
    } else if (/^deno task start talk/.test(bare)) {
      await sh(`${bare} < /dev/null`);
    } else if (/^echo .* \| \S+ deno task start talk/.test(bare)) {
      const out = await sh(bare, { TOKEN: token });
      assert(out.includes(" Robo: The washing is done"), out);
    } else if (!TASKS.test(bare)) not.push(command);
  }
  assertEquals(not, [], "neither run nor said to be");
  // The words for any WebSocket.
  await using peer = await WsClient.at(chat.url, "Wire");
  for (const [line] of ALL.matchAll(/^ {4}\{"type".*\}$/gm)) {
    peer.send(JSON.parse(line));
  }
  await peer.hears(
    "message",
    ({ name, text }) => name === "Wire" && text === "Hello",
  );
});

Deno.test("docs/security.md: each test it names is there and needed, and no cell is empty", async () => {
  // A long line is broken by the formatter.
  const page = (await Deno.readTextFile(new URL("docs/security.md", ROOT))).replace(
    /\n {2,}/g,
    " ",
  );
  const sources: string[] = [];
  const walk = async (folder: URL): Promise<void> => {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory) await walk(new URL(`${name}/`, folder));
      else if (name.endsWith("_test.ts")) {
        sources.push(await Deno.readTextFile(new URL(name, folder)));
      }
    }
  };
  await walk(new URL("tests/", ROOT));
  const all = sources.join("\n");
  const tests = [...page.matchAll(/^- (T\d+): `(.+)`$/gm)].map((
    [, number, name],
  ) => [number, name]);
  assert(tests.length > 50);
  const missing = tests.filter(([, name]) => !all.includes(`"${name}"`));
  assertEquals(missing, [], "no test has this name");
  const body = page.slice(0, page.indexOf("## The tests"));
  const used = new Set(
    [...body.matchAll(/\bT\d+\b/g)].map(([number]) => number),
  );
  assertEquals(new Set(tests.map(([number]) => number)), used);
  const threats = /## Threats\n([^]*?)\n## /.exec(page)?.[1] ?? "";
  const rows = threats.split("\n").filter((line) => line.startsWith("| **"));
  assertEquals(rows.length, 7);
  for (const row of rows) {
    const cells = row.split("|").slice(2, -1);
    assertEquals(cells.map((cell) => /\bT\d+\b/.test(cell)), [
      true,
      true,
      true,
      true,
    ], row);
  }
});

Deno.test("README is at most 150 lines, says how it starts, and its links lead somewhere", async () => {
  const readme = PAGES.get("README.md")!;
  assert(readme.split("\n").length <= 151);
  assert(
    readme.indexOf("    deno task start\n") < readme.indexOf("## "),
    "the command comes first",
  );
  const lost: string[] = [];
  for (const [page, text] of PAGES) {
    for (const [, to = ""] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [path = "", anchor] = to.split("#");
      const target = path === "" ? new URL(page, ROOT) : new URL(path, new URL(page, ROOT));
      const found = await Deno.readTextFile(target).catch(() => null);
      const headings = [...found?.matchAll(/^#+ (.*)$/gm) ?? []].map(([, title = ""]) =>
        title.toLowerCase().replace(/[^\w -]/g, "").replaceAll(" ", "-")
      );
      if (found === null || (anchor && !headings.includes(anchor))) lost.push(`${page}: ${to}`);
    }
  }
  assertEquals(lost, []);
});

Deno.test("docs/protocol.md names every word on the wire", async () => {
  const types = await Deno.readTextFile(new URL("server/protocol.ts", ROOT));
  const words = new Set([...types.matchAll(/\btype: "(\w+)"/g)].map(([, word]) => word!));
  assert(words.size > 20);
  const page = PAGES.get("docs/protocol.md")!;
  assertEquals([...words].filter((word) => !page.includes(`\`${word}\``)), []);
});
