/** What a page holds after a long time in front of a busy room: no more than after a short one. */
import { assert } from "@std/assert";
import { WsClient } from "../helpers/ws_client.ts";
import type { Person } from "../helpers/person.ts";
import { journey } from "../helpers/journey.ts";

/** What the page holds once all that can be let go has been. */
interface Held {
  nodes: number;
  listeners: number;
  heap: number;
}

async function held(person: Person): Promise<Held> {
  const devtools = await person.devtools();
  await devtools.send("Performance.enable");
  for (let round = 0; round < 3; round++) await devtools.send("HeapProfiler.collectGarbage");
  const { metrics } = await devtools.send("Performance.getMetrics");
  await devtools.detach();
  const at = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? NaN;
  return { nodes: at("Nodes"), listeners: at("JSEventListeners"), heap: at("JSHeapUsedSize") };
}

/** Messages that come within one drawing of the page: few, so that nearly every one is drawn. */
const AT_ONCE = 20;

/** Says many things, and waits for the page to draw what came. */
async function floods(bot: WsClient, person: Person, from: number, to: number): Promise<void> {
  for (let i = from; i < to; i++) {
    bot.send({ type: "message", room: "general", text: `message ${i}. with *a little* of all` });
    if (i % AT_ONCE === AT_ONCE - 1) await person.hears(`message ${i}.`);
  }
}

/** What the engine itself adds while it compiles what runs often, however little the page keeps. */
const COMPILED_BYTES = 300_000;

function assertFlat(before: Held, after: Held): void {
  const bounds = {
    nodes: before.nodes * 1.1,
    listeners: before.listeners * 1.1,
    heap: before.heap * 1.1 + COMPILED_BYTES,
  };
  for (const key of ["nodes", "listeners", "heap"] as const) {
    assert(after[key] < bounds[key], `${key}: ${before[key]}, then ${after[key]}`);
  }
}

journey(
  "a page holds no more after 5,000 messages than after 500 (ux 3)",
  async (way) => {
    const bot = await WsClient.in(way.server.url, "Bot");
    const ada = await way.person("Ada");
    await floods(bot, ada, 0, 500);
    const before = await held(ada);
    await floods(bot, ada, 500, 5000);
    assertFlat(before, await held(ada));
    await bot.closes();
  },
);

journey(
  "nor does a page whose reader has scrolled up, and it counts what came (ux 3)",
  async (way) => {
    const bot = await WsClient.in(way.server.url, "Bot");
    const ada = await way.person("Ada");
    await floods(bot, ada, 0, 200);
    const comes = async (from: number, to: number): Promise<void> => {
      for (let i = from; i < to; i++) {
        bot.send({ type: "message", room: "general", text: `later ${i}` });
        if (i % AT_ONCE === AT_ONCE - 1) await bot.settles();
      }
      const name = to === 1 ? "1 new message" : `${to.toLocaleString("en")} new messages`;
      await ada.page.locator(`[data-test=jump][aria-label="${name}"]`).waitFor();
    };
    await ada.page.mouse.move(640, 400);
    await ada.page.mouse.wheel(0, -2000);
    await ada.page.locator("[data-test=jump]").waitFor();
    await comes(0, 500);
    const before = await held(ada);
    await comes(500, 3000);
    assertFlat(before, await held(ada));
    assert(await ada.page.locator("article").count() <= 300);
    await ada.presses("[data-test=jump]");
    await ada.hears("later 2999");
    await bot.closes();
  },
);
