/** What the settings stand at, as admins read it at the HTTP door. */
import { assertEquals } from "@std/assert";
import type { SettingInfo } from "../../../server/protocol_http.ts";
import { SETTINGS } from "../../../server/settings/table.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { asks, start } from "../../helpers/started_app.ts";

Deno.test("admins read what each setting stands at, who said so, and no secret", async () => {
  const code = "only for friends";
  const args = ["--limits", "none", "--recent", "20", "--invite", code, "--accounts", "open"];
  const { app } = start(new MemoryDisk(), true, ...args);
  const claim = { name: "Ada", password: "correct horse", setup: await app.setupCode() };
  const ada = (await asks(app, "POST", "/api/accounts", claim)).cookies;
  const told = await asks(app, "GET", "/api/settings", null, ada);
  const settings: SettingInfo[] = told.body.settings;
  assertEquals(settings.map(({ name }) => name), SETTINGS.map(({ env }) => env));
  const by = (name: string) => settings.find((one) => one.name === name);
  const recent = { name: "RECENT", flag: "recent", value: "20", standard: "50" } as const;
  assertEquals(by("RECENT"), { ...recent, from: "flag", live: false });
  const guests = { name: "GUESTS", flag: "guests", value: "on", standard: "on" } as const;
  assertEquals(by("GUESTS"), { ...guests, from: "standard", live: true });
  assertEquals(by("INVITE"), {
    name: "INVITE",
    flag: "invite",
    standard: "",
    from: "flag",
    live: true,
  });
  assertEquals(JSON.stringify(settings).includes(code), false);
  const { cookies } = await asks(app, "POST", "/api/accounts", {
    name: "Boris",
    password: "correct horse",
    invite: code,
  });
  const refused = await asks(app, "GET", "/api/settings", null, cookies);
  assertEquals([refused.status, refused.body.code], [403, "not_allowed"]);
  assertEquals((await asks(app, "GET", "/api/settings", null)).status, 401);
  await app.close();
});
