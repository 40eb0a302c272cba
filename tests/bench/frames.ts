/** Frames a second at a real browser while fifty messages a second come into a room of 300 rows. */
import type { Row, Size } from "./bench.ts";
import { PLAINTALK } from "./peers.ts";
import { startBrowser } from "../helpers/browser.ts";
import { WsClient } from "../helpers/ws_client.ts";

const EACH_SECOND = 50;

/** Milliseconds between frames, sorted, counted by the page itself. */
const COUNT = `(() => {
  const frames = [];
  let last = performance.now();
  const tick = (now) => {
    frames.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  globalThis.frames = () => frames.slice(5).sort((a, b) => a - b);
})()`;

/** One page, `seconds` long. */
export async function frames({ folder, seconds }: Size): Promise<Row[]> {
  await using running = await PLAINTALK.start(
    await Deno.makeTempDir({ dir: folder }),
  );
  const url = `http://127.0.0.1:${running.port}`;
  await using bot = await WsClient.in(url, "Bot");
  const say = (text: string): void => bot.send({ type: "message", room: "general", text });
  const browser = await startBrowser();
  try {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 800 },
    });
    await page.goto(url);
    await page.locator("input[name=name]").fill("Ada");
    await page.keyboard.press("Enter");
    await page.locator("[data-test=composer]").waitFor();
    for (let i = 0; i < 300; i++) {
      say(`some words to fill a line, with *a little* of all ${i}`);
    }
    await page.locator("article", { hasText: "of all 299" }).waitFor();
    await page.evaluate(COUNT);
    for (let i = 0; i < seconds * EACH_SECOND; i++) {
      say(`more words, one line each ${i}`);
      await new Promise((go) => setTimeout(go, 1000 / EACH_SECOND));
    }
    const times = await page.evaluate<number[]>("frames()");
    const at = (part: number): string => (times[Math.floor(times.length * part)] ?? 0).toFixed(1);
    return [{
      what: `a page of 300 rows while ${EACH_SECOND} messages a second come: ms between frames`,
      peer: "Plaintalk",
      figure: `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}`,
      ratio: "",
    }];
  } finally {
    await browser.close();
  }
}
