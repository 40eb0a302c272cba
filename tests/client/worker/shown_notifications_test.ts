/** What the system shows, and that nobody asks for it too early. */
import { assertEquals, assertRejects } from "@std/assert";
import { ShownNotifications } from "../../../client/worker/shown_notifications.js";

/** A screen that takes its time: each act ends when the test says so. */
class SlowScreen {
  readonly acts: string[] = [];
  #ends: PromiseWithResolvers<void> = Promise.withResolvers();

  async showNotification(title: string): Promise<void> {
    this.acts.push(`shows ${title}`);
    await this.#ends.promise;
    this.acts.push(`has shown ${title}`);
  }

  getNotifications(filter: { tag?: string }): Promise<{ close(): void }[]> {
    this.acts.push(`asks for ${filter.tag ?? "all"}`);
    return Promise.resolve([{ close: () => void this.acts.push("closes") }]);
  }

  ends(): void {
    this.#ends.resolve();
  }

  fails(): void {
    this.#ends.reject(new TypeError("no permission"));
  }
}

Deno.test("nobody asks for what is shown while one is on its way to the screen", async () => {
  const screen = new SlowScreen();
  const shown = new ShownNotifications(screen);
  void shown.show("Boris", { tag: "general" });
  const closed = shown.close("general");
  await Promise.resolve();
  await Promise.resolve();
  assertEquals(screen.acts, ["shows Boris"]);
  screen.ends();
  await closed;
  assertEquals(screen.acts.slice(1), ["has shown Boris", "asks for general", "closes"]);
});

Deno.test("one that cannot be shown holds nothing up", async () => {
  const screen = new SlowScreen();
  const shown = new ShownNotifications(screen);
  const failed = assertRejects(() => shown.show("Boris", {}), TypeError);
  const closed = shown.close();
  screen.fails();
  await failed;
  await closed;
  assertEquals(screen.acts, ["shows Boris", "asks for all", "closes"]);
});
