/**
 * Being called while the page is closed, in a real browser with its real worker: turned on by a press, told
 * to the server, shown, and led to the message. No driver reaches a push service from here: the browser's
 * own is stood in for where the page asks for a subscription, and what would come of it is handed to the
 * worker by the browser's tools.
 */
import { assert, assertEquals } from "@std/assert";
import { clicks } from "../helpers/touch.ts";
import { type Journey, journey } from "../helpers/journey.ts";
import type { Person } from "../helpers/person.ts";
import { SubscribedBrowser } from "../helpers/push_service.ts";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";

/** Ada's browser has a push service, or one that says no. */
async function hasPushService(person: Person, subscription: unknown): Promise<void> {
  await person.page.evaluate((told) => {
    let own: unknown = null;
    const prototype = PushManager.prototype as unknown as Record<string, unknown>;
    prototype.getSubscription = () => Promise.resolve(own);
    prototype.subscribe = (options: { applicationServerKey: Uint8Array<ArrayBuffer> }) => {
      if (told === null) return Promise.reject(new DOMException("no service", "AbortError"));
      own = {
        options: { applicationServerKey: options.applicationServerKey.buffer },
        toJSON: () => told,
        unsubscribe() {
          own = null;
          return Promise.resolve(true);
        },
      };
      return Promise.resolve(own);
    };
  }, subscription);
}

/** Asks the worker to tell when it has shown the next notification. */
async function willShow(person: Person): Promise<() => Promise<void>> {
  const [worker] = person.context.serviceWorkers();
  type Scope = { registration: ServiceWorkerRegistration; hasShown: Promise<void> };
  await worker!.evaluate(() => {
    const scope = globalThis as unknown as Scope;
    const { registration } = scope;
    const show = registration.showNotification;
    scope.hasShown = new Promise((resolve) => {
      registration.showNotification = async (...what) => {
        registration.showNotification = show;
        await show.apply(registration, what);
        resolve();
      };
    });
  });
  return () => worker!.evaluate(() => (globalThis as unknown as Scope).hasShown);
}

/**
 * What a push service would bring, into the worker; resolves when it has been shown. Nobody may ask sooner
 * for what is shown: Chromium then forgets whatever is only on its way to the screen.
 */
async function comes(person: Person, url: string, message: unknown): Promise<void> {
  const tools = await person.context.newCDPSession(person.page);
  const { promise, resolve } = Promise.withResolvers<string>();
  tools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    const found = registrations.find(({ isDeleted }) => !isDeleted);
    if (found !== undefined) resolve(found.registrationId);
  });
  await tools.send("ServiceWorker.enable");
  const data = JSON.stringify(message);
  const registrationId = await promise;
  const hasShown = await willShow(person);
  await tools.send("ServiceWorker.deliverPushMessage", { origin: url, registrationId, data });
  await hasShown();
  await tools.detach();
}

/** What the system shows of this page. */
function shown(person: Person): Promise<string[]> {
  return person.page.evaluate(async () => {
    const { getNotifications } = ServiceWorkerRegistration.prototype;
    const all = await getNotifications.call(await navigator.serviceWorker.ready);
    return all.map(({ title, body, tag }) => `${tag} | ${title}: ${body}`);
  });
}

async function turnsOn(way: Journey, person: Person): Promise<void> {
  await person.context.grantPermissions(["notifications"], { origin: way.server.url });
  await person.page.evaluate(async () => void await navigator.serviceWorker.ready);
  await clicks(person, person.page.locator("[data-test=settings]"));
  await clicks(person, person.page.locator("input[name=push]"));
}

journey(
  "a press turns notifications on for this browser, and a level that changes is told as well",
  async (way) => {
    const ada = await way.person("Ada");
    await hasPushService(ada, new SubscribedBrowser("/ada").subscription);
    await turnsOn(way, ada);
    const file = () => Deno.readTextFile(way.path("push.txt")).catch(() => "");
    await eventually("the server knows", async () => (await file()).includes("/ada "));
    assert((await file()).includes('"text":true'));
    await ada.page.locator("input[name=push-text]").first().waitFor();
    assertEquals(await ada.barriers(), []);
    await clicks(ada, ada.page.locator("input[name=push-text][value=place]"));
    await eventually("no words are wanted", async () => (await file()).includes('"text":false'));
    // A page that is opened again still has it, and nothing is told twice.
    await clicks(ada, ada.page.locator("input[name=push]"));
    await eventually("it is off", async () => await file() === "");
  },
);

journey("where the browser has no push service it stays off, and says so", async (way) => {
  const ada = await way.person("Ada");
  await hasPushService(ada, null);
  await turnsOn(way, ada);
  await ada.page.locator("[data-test=push-failed]").waitFor();
  assertEquals(await ada.page.locator("input[name=push]").isChecked(), false);
});

journey(
  "the worker shows one notification for a room, in the page's language, and a press leads to the message",
  async (way) => {
    const ada = await way.person("Ada", { locale: "uk" });
    const boris = await way.person("Boris");
    await boris.says("Hello");
    await ada.hears("Hello");
    await hasPushService(ada, new SubscribedBrowser("/ada").subscription);
    await turnsOn(way, ada);
    await ada.page.locator("input[name=push-text]").first().waitFor();
    const id = await ada.page.evaluate(async () => {
      const { messages } = await (await fetch("api/rooms/general/messages")).json();
      return messages.at(-1).id;
    });
    const { url } = way.server;
    await comes(ada, url, { room: "general", id, name: "Boris", text: "**Hello** Ada" });
    assertEquals(await shown(ada), ["general | Boris · general: Hello Ada"]);
    await comes(ada, url, { room: "general", id, also: 2 });
    assertEquals(await shown(ada), ["general | general (+2): Нове повідомлення в general"]);
    // The dialog is left, and the page goes elsewhere.
    await ada.page.keyboard.press("Escape");
    await using zoe = await WsClient.at(url, "Zoe");
    zoe.send({ type: "create_room", room: "kitchen" });
    await zoe.hears("room_created");
    await ada.opens("kitchen");
    const [worker] = ada.context.serviceWorkers();
    await worker!.evaluate(async () => {
      const scope = globalThis as unknown as {
        registration: ServiceWorkerRegistration;
        NotificationEvent: new (type: string, init: unknown) => Event;
      };
      const [notification] = await scope.registration.getNotifications();
      globalThis.dispatchEvent(new scope.NotificationEvent("notificationclick", { notification }));
    });
    await ada.page.locator(".message--target").filter({ hasText: "Hello" }).waitFor();
    await eventually("it is put away", async () => (await shown(ada)).length === 0);
    // So is what is shown of a room that is looked at in the page.
    await ada.opens("kitchen");
    await comes(ada, url, { room: "general", id, name: "Boris", text: "Hello" });
    assertEquals((await shown(ada)).length, 1);
    await ada.opens("general");
    await eventually("it is put away too", async () => (await shown(ada)).length === 0);
  },
);
