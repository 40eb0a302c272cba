/**
 * Keeps the page itself for when there is no network: its files by version, the page as it came last; and
 * calls its person while the page is closed. What people say is never kept here. The server fills in the
 * version, the files and what is imported: a worker is one script everywhere.
 */
import { notificationOf, WORDS } from "./worker/notification.js";
import { ShownNotifications } from "./worker/shown_notifications.js";

/** @typedef {Event & { waitUntil(done: Promise<unknown>): void }} Waiting */
/** @typedef {Waiting & { data: { json(): unknown } | null }} Pushed */
/** @typedef {Waiting & { notification: Notification }} Clicked */
/** @typedef {Waiting & { newSubscription?: PushSubscription, oldSubscription?: PushSubscription }} Changed */
/** @typedef {Waiting & { data?: { close?: string | null } }} Told */
/** @typedef {Event & { request: Request, respondWith(answer: Promise<Response>): void }} Asked */

const worker = /** @type {any} */ (globalThis);
const APP = "%APP%";
/** @type {string[]} */
const FILES = JSON.parse('["%FILES%"]');
const SCOPE_URL = new URL("./", location.href).href;
const SCOPE = new URL(SCOPE_URL).pathname;
/** Where the page leaves its words and wishes for when it is closed. */
const PUSH = "plaintalk-push";
const shown = new ShownNotifications(worker.registration);

worker.addEventListener("install", (/** @type {Waiting} */ event) => {
  event.waitUntil(keep().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (/** @type {Waiting} */ event) => {
  event.waitUntil(forgetOthers().then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (/** @type {Asked} */ event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === SCOPE) event.respondWith(page(request));
  else if (pathname.startsWith(`${SCOPE}app/`)) event.respondWith(file(request));
});

async function keep() {
  const cache = await caches.open(APP);
  await cache.addAll(["./", ...FILES.map((path) => `${APP}/${path}`)]);
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => ![APP, PUSH].includes(name)).map((name) => caches.delete(name)),
  );
}

/**
 * The newest page there is: the server's, else the last one.
 * @param {Request} request
 */
async function page(request) {
  try {
    const answer = await fetch(request);
    return answer.status < 500 ? answer : await caches.match("./") ?? answer;
  } catch (error) {
    const kept = await caches.match("./");
    if (kept !== undefined) return kept;
    throw error;
  }
}

/** @param {Request} request its address changes whenever its content does */
async function file(request) {
  return await caches.match(request) ?? await fetch(request);
}

worker.addEventListener("push", (/** @type {Pushed} */ event) => {
  event.waitUntil(show(event));
});

// The page asks for nothing that is shown itself: it cannot know what is on its way to the screen.
worker.addEventListener("message", (/** @type {Told} */ event) => {
  const room = event.data?.close;
  if (room !== undefined) event.waitUntil(shown.close(room ?? undefined));
});

worker.addEventListener("notificationclick", (/** @type {Clicked} */ event) => {
  event.notification.close();
  event.waitUntil(lead(String(event.notification.data?.hash ?? "")));
});

worker.addEventListener("pushsubscriptionchange", (/** @type {Changed} */ event) => {
  event.waitUntil(renew(event));
});

/** @param {Pushed} event */
async function show(event) {
  let message = null;
  try {
    message = event.data?.json();
  } catch {
    // A notification must be shown all the same: browsers end a subscription that shows none.
  }
  const { words } = await kept();
  const { title, options } = notificationOf(message, words ?? WORDS);
  const icon = new URL(`${APP}/icon-192.png`, SCOPE_URL).href;
  await shown.show(title, { ...options, icon });
}

/**
 * To the message: in the window that is open, else in a new one.
 * @param {string} hash
 */
async function lead(hash) {
  const all = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const own = all.filter((/** @type {any} */ { url }) => url.startsWith(SCOPE_URL));
  const page = own.find((/** @type {any} */ one) => one.focused) ?? own[0];
  if (page === undefined) return await worker.clients.openWindow(new URL(hash, SCOPE_URL).href);
  page.postMessage({ open: hash });
  await page.focus();
}

/**
 * The browser gave the subscription another address: the server is told, as the page would.
 * @param {Changed} event
 */
async function renew({ newSubscription, oldSubscription }) {
  const { key, wants } = await kept();
  if (wants === undefined) return;
  const { pushManager } = worker.registration;
  const options = oldSubscription?.options ?? { userVisibleOnly: true, applicationServerKey: key };
  const subscription = newSubscription ?? await pushManager.subscribe(options);
  await fetch(new URL("api/push", SCOPE_URL), {
    method: "POST",
    body: JSON.stringify({ ...subscription.toJSON(), wants }),
  });
}

/**
 * What the page left here for when it is closed.
 * @returns {Promise<{ words?: import("./worker/notification.js").PushWords, key?: string, wants?: unknown }>}
 */
async function kept() {
  const found = await (await caches.open(PUSH)).match(new URL("push-settings", SCOPE_URL));
  return found === undefined ? {} : await found.json();
}
