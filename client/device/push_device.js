/**
 * What this browser has for being called while the page is closed: its push subscription, and what its
 * worker must know then. Asks the person only when told to, which is on a press of theirs.
 *
 * @import { PushWants } from "../../server/push_protocol.ts"
 * @import { PushWords } from "../worker/notification.js"
 */

/** Where the worker finds what it must know. */
const PUSH = "plaintalk-push";
const SETTINGS = "push-settings";

/**
 * What the worker must know.
 * @typedef {object} WorkerSettings
 * @property {PushWords} words
 * @property {string} key
 * @property {PushWants} wants
 */

export class PushDevice {
  /**
   * Whether this browser can be called: `install` where it can once the page is on the home screen.
   * @returns {"ready" | "denied" | "insecure" | "install" | "unable"}
   */
  get ability() {
    if (!isSecureContext) return "insecure";
    const isApple = /iPhone|iPad/.test(navigator.userAgent) ||
      (navigator.userAgent.includes("Macintosh") && navigator.maxTouchPoints > 1);
    const isInstalled = matchMedia("(display-mode: standalone)").matches;
    const hasAll = "serviceWorker" in navigator && "PushManager" in globalThis &&
      "Notification" in globalThis;
    if (!hasAll) return isApple && !isInstalled ? "install" : "unable";
    return Notification.permission === "denied" ? "denied" : "ready";
  }

  /** True where the person has allowed notifications. */
  get isAllowed() {
    return this.ability === "ready" && Notification.permission === "granted";
  }

  /** Asks the person. */
  async ask() {
    return await Notification.requestPermission() === "granted";
  }

  /**
   * The subscription that is bound to our key; one that was bound to another is given up.
   * @param {string} key
   * @returns {Promise<PushSubscriptionJSON>}
   */
  async subscribe(key) {
    const manager = await this.#manager();
    if (manager === null) throw new Error("Cannot subscribe: there is no worker");
    const known = await manager.getSubscription();
    if (known !== null && isBoundTo(known, key)) return known.toJSON();
    await known?.unsubscribe();
    const options = { userVisibleOnly: true, applicationServerKey: bytesOf(key) };
    return (await manager.subscribe(options)).toJSON();
  }

  /** Gives the subscription up: what is still on its way to it comes no more. */
  async unsubscribe() {
    if (!isSecureContext || !("serviceWorker" in navigator)) return;
    await caches.delete(PUSH);
    const manager = await this.#manager();
    await (await manager?.getSubscription())?.unsubscribe();
    await this.close();
  }

  /** @param {WorkerSettings} settings */
  async remember(settings) {
    const cache = await caches.open(PUSH);
    await cache.put(new URL(SETTINGS, document.baseURI), new Response(JSON.stringify(settings)));
  }

  /**
   * Takes what the system shows back, of one room or of all, by the worker that shows it.
   * @param {string} [room]
   */
  async close(room) {
    if (!isSecureContext || !("serviceWorker" in navigator)) return;
    const registration = await navigator.serviceWorker.getRegistration();
    registration?.active?.postMessage({ close: room ?? null });
  }

  async #manager() {
    const registration = await navigator.serviceWorker.getRegistration();
    if (registration === undefined) return null;
    return (await navigator.serviceWorker.ready).pushManager;
  }
}

/**
 * @param {PushSubscription} subscription
 * @param {string} key
 */
function isBoundTo({ options: { applicationServerKey } }, key) {
  if (applicationServerKey === null) return false;
  const [own, ours] = [new Uint8Array(applicationServerKey), bytesOf(key)];
  return own.length === ours.length && own.every((byte, i) => byte === ours[i]);
}

/** @param {string} text in base64url */
function bytesOf(text) {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
