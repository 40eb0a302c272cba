import { assert, assertEquals, assertThrows } from "@std/assert";
import { COMMAND_NAMES, helpText } from "../../server/settings/command_table.ts";
import { type Config, readConfig } from "../../server/config.ts";
import { ConfigError } from "../../server/settings/values.ts";
import { SETTINGS } from "../../server/settings/table.ts";

function config(...args: string[]): Config {
  return configWith({}, ...args);
}

function configWith(env: Record<string, string>, ...args: string[]): Config {
  const asked = readConfig(args, (name) => env[name]);
  assert("config" in asked);
  return asked.config;
}

Deno.test("readConfig() knows what is meant where nothing is said", () => {
  const { port, host, data, sync, limits, connections, memory } = config();
  assertEquals({ port, host, data, sync, limits, connections, memory }, {
    port: 8000,
    host: "127.0.0.1",
    data: "./data",
    sync: "second",
    limits: true,
    connections: 1000,
    memory: "auto",
  });
});

Deno.test("readConfig() lets a flag beat the environment, which beats the default", () => {
  assertEquals(configWith({ PORT: "9000" }).port, 9000);
  assertEquals(configWith({ PORT: "9000" }, "--port", "9001").port, 9001);
  assertEquals(configWith({ PORT: "" }).port, 8000, "an empty variable is none");
  assertEquals(config("--port=1", "-p", "2").port, 2, "the last one counts");
});

Deno.test("readConfig() reads lists, rates and commands", () => {
  assertEquals(config("--origin", "https://a.example, http://b.example:81").origins, [
    "https://a.example",
    "http://b.example:81",
  ]);
  assertEquals(config("--trust-proxy", "127.0.0.1,10.0.0.0/8").trustProxy.length, 2);
  const { rates } = config("--rates", "say=5/0.5, type=1/1");
  assertEquals([rates.say, rates.type, rates.ask], [
    { burst: 5, perSecond: 0.5 },
    { burst: 1, perSecond: 1 },
    { burst: 60, perSecond: 20 },
  ]);
  assertEquals(readConfig(["check"], () => undefined).command, "check");
  assertEquals(readConfig(["serve", "--port", "1"], () => undefined).command, "serve");
  assertEquals(readConfig(["--", "--help"], () => undefined).command, "help");
});

Deno.test("readConfig() refuses what it cannot use with a sentence that says what is wanted", () => {
  const wrong = [
    ["--port", "x"],
    ["--port", "65536"],
    ["--port", "-1"],
    ["--port", "1.5"],
    ["--port"],
    ["--port", ""],
    ["--sync", "now"],
    ["--limits", "off"],
    ["--recent", "0"],
    ["--recent", "201"],
    ["--memory", "lots"],
    ["--origin", "chat.example.org"],
    ["--origin", "https://a.example/"],
    ["--origin", "ftp://a.example"],
    ["--trust-proxy", "proxy"],
    ["--trust-proxy", "10.0.0.0/33"],
    ["--rates", "say"],
    ["--rates", "say=0/1"],
    ["--rates", "say=1/0"],
    ["--rates", "shout=1/1"],
    ["--connections", "0"],
    ["--log", "xml"],
    ["--prot", "1"],
    ["fly"],
    ["serve", "check"],
    ["check", "now"],
    ["--", "x"],
  ];
  for (const args of wrong) {
    const error = assertThrows(() => readConfig(args, () => undefined), ConfigError);
    assert(/^Cannot [^\n]+[^.\n]$/.test(error.message), `${args.join(" ")}: ${error.message}`);
  }
});

function refusal(args: string[], env: Record<string, string> = {}): string {
  return assertThrows(() => readConfig(args, (name) => env[name]), ConfigError).message;
}

Deno.test("readConfig() takes a command's own options and no other's (issue 15, 7)", () => {
  const told: [string, string][] = [
    ["serve --room admins", 'Cannot serve with "--room": did you mean --rooms?'],
    ["--room admins", 'Cannot serve with "--room": did you mean --rooms?'],
    [
      "check --port 1",
      'Cannot check with "--port": it is an option of serve; see plaintalk check --help',
    ],
    [
      "token Robo --remove",
      'Cannot token with "--remove": it is an option of admin; see plaintalk token --help',
    ],
    ["--prot 1", 'Cannot understand "--prot": did you mean --port?'],
    ["--prot=1", 'Cannot understand "--prot": did you mean --port?'],
    ["import log --dry-rnu", 'Cannot understand "--dry-rnu": did you mean --dry-run?'],
    ["--fly", 'Cannot understand "--fly": see plaintalk serve --help for what there is'],
    ["chekc", 'Cannot understand "chekc": did you mean check?'],
    ["sevre --port 1", 'Cannot understand "sevre": did you mean serve?'],
    ["dance", 'Cannot understand "dance": see plaintalk --help for what there is'],
    ["help chekc", 'Cannot understand "chekc": did you mean check?'],
    ["check now", 'Cannot understand "now": see plaintalk check --help for what there is'],
    ["say general", "Cannot say without more words: expected plaintalk say ROOM TEXT"],
  ];
  for (const [line, sentence] of told) assertEquals(refusal(line.split(" ")), sentence);
  // A variable that nobody has set.
  assertEquals(refusal(["--data", ""]), "Cannot use --data without a value");
  assertEquals(refusal(["check", "--data", "", "--json"]), "Cannot use --data without a value");
  // A word that ends like a flag is none.
  assertEquals(refusal(["dehost", ""]), refusal(["dehost", "x"]));
});

Deno.test("readConfig() understands help and version as words, and --help everywhere", () => {
  const asks = (...args: string[]) => readConfig(args, () => undefined);
  for (const args of [["help"], ["--help"], ["-h"]]) {
    assertEquals(asks(...args), { command: "help", about: null });
  }
  for (const args of [["check", "--help"], ["help", "check"], ["check", "-h", "x"]]) {
    assertEquals(asks(...args), { command: "help", about: "check" });
  }
  for (const args of [["version"], ["--version"]]) assertEquals(asks(...args).command, "version");
  assert(helpText("0", "import").includes("--dry-run"));
  assert(!helpText("0", "import").includes("--port"));
  for (const command of COMMAND_NAMES) {
    assert(helpText("0", command).startsWith(`plaintalk ${command}`), command);
    assert(helpText("0").includes(`  ${command} `), command);
  }
});

Deno.test("readConfig() names the environment, and lets no foreign variable stop it", () => {
  const wrong = { PORT: "abc", RATES: "say", MEMORY_LIMIT: "lots" };
  assertEquals(
    refusal([], wrong),
    `Cannot use the environment's PORT "abc": expected a whole number from 0 to 65535`,
  );
  assertEquals(configWith(wrong, "check").data, "./data");
  assertEquals(configWith({ DATA_DIR: "/d" }, "check").data, "/d");
});

Deno.test("readConfig() takes what follows two dashes as words, whatever they begin with", () => {
  const asked = readConfig(["say", "general", "--as", "Ada", "--", "-1 from me"], () => undefined);
  assert("words" in asked);
  assertEquals([asked.words, asked.more], [["general", "-1 from me"], { as: "Ada" }]);
});

Deno.test("helpText() and docs/settings.md tell every setting, variable and default", async () => {
  const help = helpText("0");
  const page = await Deno.readTextFile(new URL("../../docs/settings.md", import.meta.url));
  for (const { flag, env, value, standard } of SETTINGS) {
    assert(
      help.includes(`--${flag} ${value}`) && help.includes(`(${env}; ${standard || "none"})`),
      flag,
    );
    const row = page.split("\n").find((line) => line.startsWith(`| \`--${flag} `));
    assert(row !== undefined, `--${flag} is missing in docs/settings.md`);
    const cells = row.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
    assertEquals(cells.slice(1, 4), [`\`--${flag} ${value}\``, `\`${env}\``, standard || "none"]);
  }
});
