import { assertEquals } from "@std/assert";
import { deviceOf } from "../../../server/web/user_agent.ts";

const AGENTS: [string, string][] = [
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
    "Edge on Windows",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    "Safari on iPhone",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1",
    "Chrome on iPhone",
  ],
  [
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
    "Chrome on Android",
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
    "Safari on macOS",
  ],
  ["curl/8.10", ""],
  ["Firefox/\u001b[31m <b>", "Firefox"],
  ["", ""],
];

const CHROME = "Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36";

/** What browsers of one family send beside it. */
const HINTS: [string, string, string][] = [
  ['"Chromium";v="142", "Brave";v="142", "Not_A Brand";v="99"', '"Linux"', "Brave on Linux"],
  ['"Chromium";v="142", "Google Chrome";v="142"', '"Chrome OS"', "Chrome on ChromeOS"],
  ['"Opera";v="120", "Chromium";v="142"', '"Windows"', "Opera on Windows"],
  ['"<b>evil</b>";v="1"', '"\u001b[31m"', "Chrome on ChromeOS"],
  ["", "", "Chrome on ChromeOS"],
];

function device(agent: string, more: Record<string, string> = {}): string {
  // Not every one of these could be a header: what is asked is a map of them.
  const headers = new Map(Object.entries({ "user-agent": agent, ...more }));
  return deviceOf({ get: (name) => headers.get(name) ?? null });
}

Deno.test("deviceOf() names browser and system, and nothing else of what was sent (ux 18)", () => {
  for (const [agent, name] of AGENTS) assertEquals(device(agent), name, agent);
  assertEquals(deviceOf(new Headers()), "");
  assertEquals(device("Linux ".repeat(100_000)), "Linux");
  for (const [brands, platform, name] of HINTS) {
    const hints = { "sec-ch-ua": brands, "sec-ch-ua-platform": platform };
    assertEquals(device(CHROME, hints), name, brands);
  }
});
