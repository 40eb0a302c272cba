import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Config, ConfigError, helpText, readConfig } from "../../server/config.ts";
import { SETTINGS } from "../../server/settings.ts";

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

Deno.test("helpText() and the README tell every setting, its variable and what is meant without it", async () => {
  const help = helpText("0");
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  for (const { flag, env, value, standard } of SETTINGS) {
    assert(
      help.includes(`--${flag} ${value}`) && help.includes(`(${env}; ${standard || "none"})`),
      flag,
    );
    const row = readme.split("\n").find((line) => line.startsWith(`| \`--${flag} `));
    assert(row !== undefined, `--${flag} is missing in the README`);
    const cells = row.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
    assertEquals(cells.slice(1, 4), [`\`--${flag} ${value}\``, `\`${env}\``, standard || "none"]);
  }
});
