import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Config, readConfig } from "../../../server/config.ts";
import { changed, changeReport } from "../../../server/settings/reload.ts";
import { ConfigError } from "../../../server/settings/values.ts";
import { parseSettings, SettingsFile } from "../../../server/settings/file.ts";

/** A file whose text changes, and the settings that it makes with these arguments and variables. */
function settings(args: string[], env: Record<string, string> = {}) {
  const texts = new Map<string, string>();
  const file = new SettingsFile((path) => texts.get(path) ?? null);
  const read = (): Config => {
    const asked = readConfig(args, (name) => env[name], file);
    assert("config" in asked);
    return asked.config;
  };
  return { texts, read };
}

Deno.test("parseSettings() reads what systemd reads, and refuses slips (issue 15, 9)", () => {
  const text =
    `# a comment\n; another\n\nPORT=9000\r\nINVITE="a long = code"\nRATES='say=1/1'\nexport GUESTS=off\nMALLOC_ARENA_MAX=1\n`;
  assertEquals([...parseSettings(text, "f")], [
    ["PORT", "9000"],
    ["INVITE", "a long = code"],
    ["RATES", "say=1/1"],
    ["GUESTS", "off"],
    ["MALLOC_ARENA_MAX", "1"],
  ]);
  const wrong = [["GUESTS off", "line 1 of f"], ["\nGUEST=off", "did you mean GUESTS"]];
  for (const [text = "", told = ""] of wrong) {
    assert(assertThrows(() => parseSettings(text, "f"), ConfigError).message.includes(told));
  }
});

Deno.test("readConfig(): flags beat the environment, that the file (issue 15, 9)", () => {
  const { texts, read } = settings(["--config", "/etc/p.conf", "--port", "1"], { RECENT: "20" });
  assert(assertThrows(read, ConfigError).message.includes("/etc/p.conf: there is no such file"));
  texts.set("/etc/p.conf", "PORT=2\nRECENT=30\nGUESTS=off\n");
  const { port, recent, guests, file } = read();
  assertEquals([port, recent, guests, file], [1, 20, false, "/etc/p.conf"]);
  texts.set("/etc/p.conf", "GUESTS=maybe\n");
  assert(assertThrows(read, ConfigError).message.startsWith("Cannot use GUESTS in /etc/p.conf"));
  const beside = settings(["--data", "/srv/chat/data"]);
  beside.texts.set("/srv/chat/plaintalk.conf", "PORT=3\n");
  assertEquals(beside.read().port, 3, "the one beside the data folder, where none is named");
  assertEquals(settings([]).read().file, "");
});

Deno.test("SettingsFile: what systemd took from the file follows it (issue 15, 9)", () => {
  const env = { GUESTS: "on", INVITE: "twelve letters", ROOMS: "admins" };
  const { texts, read } = settings(["--config", "f"], env);
  texts.set("f", "GUESTS=on\nINVITE=twelve letters\n");
  const old = read();
  texts.set("f", "GUESTS=off\nROOMS=everyone\nPORT=9000\n");
  const next = changed(old, read());
  assertEquals(changeReport(next), [
    "Changed: GUESTS, INVITE",
    "After a restart: PORT",
  ]);
  const { guests, invite, adminsManage, port } = next.config;
  assertEquals([guests, invite, adminsManage, port], [false, "", true, 8000]);
  assertEquals(changeReport(changed(old, old)), ["No setting changed"]);
  const standing = (flag: string) => next.config.standing.find((one) => one.flag === flag);
  const guestsNow = {
    name: "GUESTS",
    flag: "guests",
    value: "off",
    standard: "on",
    from: "file",
  } as const;
  assertEquals(standing("guests"), guestsNow, "it counts");
  assertEquals(standing("port")?.value, "8000", "and this does not yet");
});
