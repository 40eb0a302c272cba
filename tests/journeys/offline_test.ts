/** The page without its server: kept where the browser allows it, and back by itself. */
import { assert, assertEquals } from "@std/assert";
import { boxOf, clicks, placeOf, taps } from "../helpers/touch.ts";
import { eventually } from "../helpers/wait.ts";
import type { Person } from "../helpers/person.ts";
import { journey } from "../helpers/journey.ts";
import { fieldOf, keptBy, writes } from "../helpers/typing.ts";

/** What the browser writes down of a server that is not there. */
const LOST = /ERR_CONNECTION|ERR_FAILED|Failed to load|WebSocket/;

/** Waits until the page would open without a network. */
function isKept({ page }: Person): Promise<void> {
  return eventually("the page is kept", () =>
    page.evaluate<boolean>(
      "navigator.serviceWorker.ready.then(({ active }) => active?.state === 'activated')",
    ));
}

journey(
  "a reload in an outage shows the rooms and takes new messages (ux 12)",
  async (way) => {
    const ada = await way.person("Ada");
    await ada.makesRoom("Club");
    await writes(ada, "said in the club");
    await ada.hears("said in the club");
    await isKept(ada);
    await way.server.end("SIGKILL");
    await writes(ada, "written before the reload");
    await ada.page.reload();
    await ada.hears("said in the club");
    assertEquals(await ada.page.locator(".sidebar__me").innerText(), "Ada");
    await ada.page.locator('a[data-room="Club"][aria-current=page]').waitFor();
    await ada.page.locator('a[data-room="general"]').waitFor();
    await ada.page.locator("article[data-state=pending]", { hasText: "before the reload" })
      .waitFor();
    await ada.page.locator("[data-test=banner]").waitFor();
    await writes(ada, "written after the reload");
    await ada.page.locator("article[data-state=pending]", { hasText: "after the reload" })
      .waitFor();
    await way.serves();
    for (const text of ["before the reload", "after the reload"]) await ada.hears(text);
    const file = await way.file("Club");
    assertEquals(file.split("the reload").length, 3, "each once");
    assert(file.indexOf("before the reload") < file.indexOf("after the reload"));
    await ada.page.locator("[data-test=banner]").waitFor({ state: "detached" });
    way.forgives(LOST);
  },
);

journey("what is remembered for an outage is gone with the session (ux 12)", async (way) => {
  const ada = await way.person("Ada");
  await writes(ada, "said by Ada");
  await ada.hears("said by Ada");
  await isKept(ada);
  await way.server.end("SIGKILL");
  await ada.page.reload();
  await ada.hears("said by Ada");
  await ada.context.clearCookies();
  await way.serves();
  await ada.page.locator("form[data-test=name-form]").waitFor();
  assertEquals((await keptBy(ada)).includes("said by Ada"), false);
  assertEquals(await ada.page.getByText("said by Ada").count(), 0);
  way.forgives(LOST);
});

journey(
  "an outage is a thin bar that covers nothing, with a way to try again (ux 11)",
  async (way) => {
    const ada = await way.person("Ada", { phone: true, width: 390, height: 844 });
    await way.server.end("SIGKILL");
    const bar = ada.page.locator("[data-test=banner]");
    await bar.waitFor();
    const [head, list] = [ada.page.locator(".head"), ada.page.locator(".log")];
    const boxes = async () =>
      await Promise.all([head, bar, list].map(async (one) => await boxOf(one)));
    for (const wait of ["Your messages will be sent", "trying again"]) {
      await bar.filter({ hasText: wait }).waitFor();
      const [above, it, below] = await boxes();
      assert(it!.y >= above!.y + above!.height - 1, "below the head");
      assert(below!.y >= it!.y + it!.height - 1, "above the messages");
      assert(it!.height <= 64, `${it!.height} px`);
    }
    assert(
      /No connection – trying again( in \d+ s|…)/.test(
        (await bar.innerText()).replace(/\s+/g, " "),
      ),
    );
    const back = await placeOf(ada.page.locator(".head__back"));
    const hit = await ada.page.evaluate<boolean>(
      `document.elementFromPoint(${back.x}, ${back.y}).closest(".head__back") !== null`,
    );
    assert(hit, "Back is free");
    await taps(ada, ada.page.locator(".head__back"));
    await ada.page.locator(".sidebar [data-test=banner]").waitFor();
    await taps(ada, ada.page.locator('a[data-room="general"]'));
    await way.serves();
    await taps(ada, ada.page.locator("[data-test=retry-now]"));
    await bar.waitFor({ state: "detached" });
    await clicks(ada, ada.page.locator("[data-test=composer]"));
    assertEquals(await fieldOf(ada), "");
    way.forgives(LOST);
  },
);

journey(
  "a page opened once opens without the server, says so, and goes on later",
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
    assert(kept.filter((path) => /\.(?:js|css)$/.test(path)).length >= 8, kept.join(" "));
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
