/**
 * Who is writing just now: the others are told now and then, and what they tell is believed for a while.
 *
 * @import { Command } from "../../server/protocol.ts"
 * @import { Store } from "../state/store.js"
 */

const TYPING_INTERVAL_MS = 3000;
const TYPING_TIMEOUT_MS = 5000;

/**
 * @typedef {object} TypingOptions
 * @property {Store} store
 * @property {(command: Command) => boolean} send
 * @property {() => number} now
 * @property {(fn: () => void, ms: number) => number} after sets a timer
 */

export class Typing {
  #options;
  /** When the others were told last. */
  #sentMs = -Infinity;

  /** @param {TypingOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** One is writing in the open room. */
  send() {
    const { store, now, send } = this.#options;
    const { open } = store.state;
    if (open === null || now() - this.#sentMs < TYPING_INTERVAL_MS) return;
    this.#sentMs = now();
    send({ type: "typing", room: open });
  }

  /**
   * Somebody else is writing.
   * @param {string} room
   * @param {string} name
   */
  onTyping(room, name) {
    const { store, now, after } = this.#options;
    const until = now() + TYPING_TIMEOUT_MS;
    store.dispatch(
      { type: "now", now: now() },
      { type: "somebody_typing", room, name, until },
    );
    after(() => store.dispatch({ type: "now", now: now() }), TYPING_TIMEOUT_MS);
  }

  /** Nobody is here any more. */
  reset() {
    this.#sentMs = -Infinity;
  }
}
