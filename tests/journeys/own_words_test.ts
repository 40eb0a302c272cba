/** Whose words they are: what one writes is never lost, and never another's, on a machine that many use. */
import { assert, assertEquals } from "@std/assert";
import { clicks } from "../helpers/touch.ts";
import { claims, leaves, PASSWORD, signsIn } from "../helpers/sign_in.ts";
import { eventually } from "../helpers/wait.ts";
import { HttpClient } from "../helpers/http_client.ts";
import { journey } from "../helpers/journey.ts";
import { begins, fieldOf, keptBy, writes } from "../helpers/typing.ts";

/** What the browser writes down of a server that is not there. */
const LOST = /ERR_CONNECTION|ERR_FAILED|WebSocket|ERR_INTERNET_DISCONNECTED/;
function timesIn(text: string, part: string): number {
  return text.split(part).length - 1;
}

journey(
  "Kurt's unsent words go out once, and never as Lena's (report 5, security H5)",
  async (way) => {
    await claims(way, "Kurt", "Lena");
    const machine = await way.visitor();
    await signsIn(machine, "Kurt");
    await way.server.end("SIGKILL");
    await writes(machine, "private grumble of Kurt");
    await machine.page.locator("article[data-state=pending]").waitFor();
    await begins(machine, "half a thought of Kurt");
    // The session is over, by whatever end: somebody else sits down.
    await machine.context.clearCookies();
    await way.serves();
    await machine.page.reload();
    await signsIn(machine, "Lena");
    await writes(machine, "hello from Lena");
    await machine.hears("hello from Lena");
    assertEquals(await fieldOf(machine), "");
    assertEquals(timesIn(await way.file(), "grumble"), 0);
    assertEquals(await machine.page.getByText("grumble").count(), 0);
    await leaves(machine);
    await signsIn(machine, "Kurt");
    await machine.hears("private grumble of Kurt");
    assertEquals(await fieldOf(machine), "half a thought of Kurt");
    assertEquals(timesIn(await way.file(), "Kurt: private grumble of Kurt"), 1);
    way.forgives(LOST);
  },
);

journey(
  "a page whose session became another's sends none of the first's words (report 5)",
  async (way) => {
    await claims(way, "Kurt", "Lena");
    const machine = await way.visitor();
    await signsIn(machine, "Kurt");
    await way.server.end("SIGKILL");
    await writes(machine, "private grumble of Kurt");
    await machine.page.locator("article[data-state=pending]").waitFor();
    await machine.context.setOffline(true);
    await way.serves();
    // Another tab has signed in as somebody else while this one had no connection.
    const lena = new HttpClient(way.server.url);
    await lena.asks("POST", "/api/session", { name: "Lena", password: PASSWORD });
    const [name = "", value = ""] = lena.cookie.split("=");
    await machine.context.addCookies([{ name, value, url: way.server.url }]);
    await machine.context.setOffline(false);
    await machine.page.locator(".sidebar__me", { hasText: "Lena" }).waitFor();
    await writes(machine, "hello from Lena");
    await machine.hears("hello from Lena");
    assertEquals(timesIn(await way.file(), "grumble"), 0);
    assertEquals(await machine.page.getByText("grumble").count(), 0);
    way.forgives(LOST);
  },
);

journey("who leaves leaves nothing of themselves on the machine (report 6)", async (way) => {
  const machine = await way.person("Quirin");
  await machine.makesRoom("Quirins secret");
  await writes(machine, "something Quirin said");
  await machine.hears("something Quirin said");
  await begins(machine, "draft of Quirin");
  assert((await keptBy(machine)).includes("draft of Quirin"));
  await leaves(machine);
  assertEquals(/quirin/i.test(await keptBy(machine)), false, await keptBy(machine));
  const elsewhere = await machine.page.evaluate<string>(`(async () => {
    const kept = [location.href, document.title, JSON.stringify(history.state)];
    kept.push(JSON.stringify({ ...sessionStorage }));
    for (const { name } of await indexedDB.databases()) kept.push(name);
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        kept.push(request.url, await (await cache.match(request)).text());
      }
    }
    return kept.join("\\n");
  })()`);
  assertEquals(/quirin/i.test(elsewhere), false);
  await machine.enters("Nele");
  assertEquals(await fieldOf(machine), "");
  assert(await machine.page.locator('a[data-room="general"][aria-current=page]').isVisible());
});

journey(
  "who leaves in one tab has left in the other, which keeps nothing (report 6)",
  async (way) => {
    const machine = await way.person("Quirin");
    const other = await machine.tab(way.server.url);
    await other.presses("[data-test=composer]");
    await other.types("draft of Quirin");
    await machine.page.bringToFront();
    await leaves(machine);
    await other.page.locator("form[data-test=name-form]").waitFor();
    await other.page.close();
    assertEquals(/quirin/i.test(await keptBy(machine)), false, await keptBy(machine));
  },
);

journey(
  "who leaves while the server is away has left: nobody comes back into the session",
  async (way) => {
    const machine = await way.person("Quirin");
    await clicks(machine, machine.page.locator("[data-test=settings]"));
    await machine.page.locator("[data-test=leave]").waitFor();
    await way.server.end("SIGKILL");
    await clicks(machine, machine.page.locator("[data-test=leave]"));
    await machine.page.locator("form[data-test=name-form]").waitFor();
    await way.serves();
    await machine.page.reload();
    await machine.page.locator("form[data-test=name-form]").waitFor();
    await machine.enters("Nele");
    await machine.page.locator(".sidebar__me", { hasText: "Nele" }).waitFor();
    way.forgives(LOST);
  },
);

journey(
  "what two dead tabs wrote without a connection arrives once each (report 7)",
  async (way) => {
    const ada = await way.person("Ada");
    const second = await ada.context.newPage();
    await second.goto(way.server.url);
    await second.locator("[data-test=composer]").waitFor();
    await way.server.end("SIGKILL");
    const write = async (page: typeof second, text: string) => {
      await page.bringToFront();
      const { x, y, width, height } = (await page.locator("[data-test=composer]").boundingBox())!;
      await page.mouse.click(x + width / 2, y + height / 2);
      await page.keyboard.type(text);
      await page.keyboard.press("Enter");
      await page.locator("article[data-state=pending]", { hasText: text }).waitFor();
    };
    await write(ada.page, "A-one");
    await write(second, "B-one");
    await write(ada.page, "A-two");
    await second.close();
    await ada.page.goto("about:blank");
    await way.serves();
    await ada.page.goto(way.server.url);
    for (const text of ["A-one", "A-two", "B-one"]) await ada.hears(text);
    const file = await way.file();
    assertEquals(["A-one", "A-two", "B-one"].map((text) => timesIn(file, text)), [1, 1, 1]);
    await eventually("nothing waits", async () => !(await keptBy(ada)).includes("-one"));
    way.forgives(LOST);
  },
);

journey(
  "a tab that stays sends what another left, once there is a connection (report 7)",
  async (way) => {
    const ada = await way.person("Ada");
    const second = await ada.tab(way.server.url);
    await second.page.locator("[data-test=composer]").waitFor();
    await way.server.end("SIGKILL");
    await second.presses("[data-test=composer]");
    await second.types("x");
    await second.page.keyboard.press("Enter");
    await second.page.locator("article[data-state=pending]").waitFor();
    await second.page.close();
    await way.serves();
    await ada.hears("x");
    assertEquals(timesIn(await way.file(), "Ada: x\n"), 1);
    way.forgives(LOST);
  },
);

journey("who leaves with something unsent is asked first, and stays or goes", async (way) => {
  const machine = await way.person("Quirin");
  await clicks(machine, machine.page.locator("[data-test=settings]"));
  await machine.page.locator("[data-test=leave]").waitFor();
  await machine.page.keyboard.press("Escape");
  await way.server.end("SIGKILL");
  await writes(machine, "not sent yet");
  await clicks(machine, machine.page.locator("[data-test=settings]"));
  await clicks(machine, machine.page.locator("[data-test=leave]"));
  await machine.page.locator("[data-test=leave-ask]").waitFor();
  assert((await keptBy(machine)).includes("not sent yet"));
  await clicks(machine, machine.page.locator("[data-test=leave-anyway]"));
  await machine.page.locator("form[data-test=name-form]").waitFor();
  assertEquals(/quirin|not sent yet/i.test(await keptBy(machine)), false);
  way.forgives(LOST);
});
