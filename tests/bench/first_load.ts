/** What the first load of the page brings over the wire, compressed, all told. */
import type { Row, Size } from "./bench.ts";
import { PLAINTALK } from "./peers.ts";
import { startBrowser } from "../helpers/browser.ts";

/** Bytes of bodies and headers as a real browser counts them. */
export async function firstLoad({ folder }: Size): Promise<Row[]> {
  await using running = await PLAINTALK.start(
    await Deno.makeTempDir({ dir: folder }),
  );
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Network.enable");
    let bytes = 0;
    let requests = 0;
    devtools.on("Network.loadingFinished", ({ encodedDataLength }) => {
      bytes += encodedDataLength;
      requests++;
    });
    await page.goto(`http://127.0.0.1:${running.port}/`);
    await page.locator("input[name=name]").fill("Ada");
    await page.keyboard.press("Enter");
    await page.locator("[data-test=composer]").waitFor();
    return [{
      what: "first load, from the address to the open chat, compressed with headers",
      peer: "Plaintalk",
      figure: `${(bytes / 1024).toFixed(1)} KB in ${requests} requests`,
      ratio: "",
    }];
  } finally {
    await browser.close();
  }
}
