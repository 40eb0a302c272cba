/**
 * Keeps the page itself for when there is no network: its files by version, the page as it came last.
 * What people say is never kept here. The server fills in the version and the files.
 */

/** @typedef {Event & { waitUntil(done: Promise<unknown>): void }} Waiting */
/** @typedef {Event & { request: Request, respondWith(answer: Promise<Response>): void }} Asked */

const worker = /** @type {any} */ (globalThis);
const APP = "%APP%";
/** @type {string[]} */
const FILES = JSON.parse('["%FILES%"]');
const SCOPE = new URL("./", location.href).pathname;

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
  await Promise.all(names.filter((name) => name !== APP).map((name) => caches.delete(name)));
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
