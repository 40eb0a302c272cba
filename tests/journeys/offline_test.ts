/** The page without its server: kept where the browser allows it, and back by itself. */
import { assert, assertEquals } from "@std/assert";
import { eventually } from "../helpers/patience.ts";
import { journey } from "../helpers/way.ts";

journey(
  "a page that was open once opens without the server, says so, and goes on when it is back",
  async (way) => {
    const ada = await way.person("Ada", { locale: "uk" });
    await ada.says("привіт");
    await ada.hears("привіт");
    await eventually("the page is kept", () =>
      ada.page.evaluate<boolean>(
        "navigator.serviceWorker.ready.then(({ active }) => active?.state === 'activated')",
      ));
    await way.server.end("SIGKILL");
    await ada.page.reload();
    await ada.page.locator("[data-test=banner]", { hasText: "Немає" }).waitFor();
    await way.serves();
    await ada.hears("привіт");
    way.forgives(/ERR_CONNECTION|ERR_FAILED|Failed to load|WebSocket/);
    const kept = await ada.page.evaluate<string[]>(`(async () => {
    const all = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) all.push(new URL(url).pathname);
    }
    return all;
  })()`);
    assert(kept.length > 30, String(kept.length));
    assertEquals(kept.filter((path) => /^\/(api|files|ws)/.test(path)), [], "nothing said is kept");
  },
);

journey("the manifest names the page, its colours and icons that are there", async (way) => {
  const ada = await way.person("Ada");
  const link = await ada.page.locator("link[rel=manifest]").getAttribute("href");
  const address = new URL(link ?? "", way.server.url);
  const manifest = await (await fetch(address)).json();
  assertEquals(new URL(manifest.start_url, address).pathname, "/");
  for (const { src, type } of manifest.icons) {
    const icon = await fetch(new URL(src, address));
    assertEquals([icon.status, icon.headers.get("content-type")], [200, type]);
    await icon.body?.cancel();
  }
  const line = await ada.devtools();
  const { installabilityErrors: errors } = await line.send("Page.getInstallabilityErrors");
  assertEquals(errors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito"), []);
});
