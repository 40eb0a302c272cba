/** Times and days as the place of the reader has them, and as it changes under an open page. */
import { assertEquals } from "@std/assert";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";
import type { Person } from "../helpers/person.ts";
import { type Journey, journey } from "../helpers/journey.ts";

/** A room with one message of each of these times, in UTC. */
async function roomOf(way: Journey, room: string, times: string[]): Promise<void> {
  const lines = times.map((time, i) => `[${time}] Bot: at ${i}\n`);
  await Deno.writeTextFile(way.path(`rooms/${room}.txt`), lines.join(""));
  await way.server.end("SIGTERM");
  await way.serves();
}

/** The days and the times on the screen, in order. */
async function shown({ page }: Person): Promise<string[]> {
  const texts = await page.locator("[data-test=day-separator], article.message time")
    .allTextContents();
  return texts.map((text) => text.trim().replace(/\s/g, " "));
}

async function shows(person: Person, wanted: string[]): Promise<void> {
  let found: string[] = [];
  const isShown = async (): Promise<boolean> => {
    found = await shown(person);
    return found.join() === wanted.join();
  };
  await eventually("the page shows other times", isShown).catch(() => assertEquals(found, wanted));
}

/** A clock that is wound forward also ends the time in which a connection should have opened. */
function forgivesHaste(way: Journey): void {
  way.forgives(/WebSocket is closed before the connection is established/);
}

journey(
  "days and times are written as the reader's region writes them (report 19)",
  async (way) => {
    await roomOf(way, "old", ["2025-11-19 18:01:29"]);
    const places: [string, string[]][] = [
      ["en-GB", ["Wednesday, 19 November 2025", "18:01"]],
      ["de-DE", ["Wednesday, 19 November 2025", "18:01"]],
      ["en-US", ["Wednesday, November 19, 2025", "6:01 PM"]],
      ["uk-UA", ["середа, 19 листопада 2025 р.", "18:01"]],
    ];
    for (const [locale, wanted] of places) {
      const reader = await way.person(`Ada of ${locale}`, { locale });
      await reader.opens("old");
      await shows(reader, wanted);
      await reader.leaves();
    }
  },
);

journey(
  "a device that moves to another time zone shows its times and days (report 20)",
  async (way) => {
    await roomOf(way, "old", ["2025-11-19 18:01:29", "2025-11-19 23:30:00"]);
    const ada = await way.visitor({ zone: null, locale: "en-GB" });
    await ada.page.clock.install();
    await ada.page.reload();
    const devtools = await ada.devtools();
    const moveTo = (timezoneId: string) =>
      devtools.send("Emulation.setTimezoneOverride", { timezoneId });
    await moveTo("UTC");
    await ada.enters("Ada");
    await ada.opens("old");
    await shows(ada, ["Wednesday, 19 November 2025", "18:01", "23:30"]);
    await moveTo("Asia/Bangkok");
    await ada.page.clock.runFor(61_000);
    await shows(ada, ["Thursday, 20 November 2025", "01:01", "06:30"]);
    await moveTo("Europe/London");
    await ada.page.clock.runFor(61_000);
    await shows(ada, ["Wednesday, 19 November 2025", "18:01", "23:30"]);
    await moveTo("Asia/Kathmandu");
    await ada.page.clock.runFor(61_000);
    await shows(ada, [
      "Wednesday, 19 November 2025",
      "23:46",
      "Thursday, 20 November 2025",
      "05:15",
    ]);
    forgivesHaste(way);
  },
);

journey(
  "when clocks go back, both of the double hour stand under their day (report 20)",
  async (way) => {
    await roomOf(way, "old", [
      "2025-10-25 22:10:00",
      "2025-10-26 00:30:00",
      "2025-10-26 01:30:00",
      "2025-10-26 23:10:00",
    ]);
    const ada = await way.person("Ada", { zone: "Europe/Berlin", locale: "de-DE" });
    await ada.opens("old");
    await shows(ada, [
      "Sunday, 26 October 2025",
      "00:10",
      "02:30",
      "02:30",
      "Monday, 27 October 2025",
      "00:10",
    ]);
  },
);

journey("at midnight Today becomes Yesterday without a reload (report 20)", async (way) => {
  const ada = await way.visitor({ locale: "en-GB" });
  const now = new Date();
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1);
  await ada.page.clock.install({ time: midnight - 90_000 });
  await ada.page.reload();
  await ada.enters("Ada");
  await using bot = await WsClient.in(way.server.url, "Bot");
  bot.send({ type: "message", room: "general", text: "late" });
  await ada.hears("late");
  const day = async (): Promise<string[]> => (await shown(ada)).filter((text) => /day$/.test(text));
  assertEquals(await day(), ["Today"]);
  await ada.page.clock.runFor(91_000);
  await eventually("it is yesterday's", async () => (await day()).join() === "Yesterday");
  forgivesHaste(way);
});
