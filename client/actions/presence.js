/**
 * Whether the person is at this page: it is what they look at, and they touched it a moment ago. The
 * server is told, so that nobody is called elsewhere who reads here.
 *
 * @import { Command } from "../../server/protocol.ts"
 */

/**
 * @typedef {object} PresenceOptions
 * @property {(command: Command) => boolean} send false where it could not be sent
 * @property {() => boolean} isFocused the page is what the person looks at
 * @property {() => number} now
 */

/** Milliseconds for which the server believes it, and after which it is told again. */
const COUNTS_MS = 120_000;
const AGAIN_MS = 60_000;

export class Presence {
  #options;
  #told = -Infinity;
  #touched = -Infinity;

  /** @param {PresenceOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** True while the server believes the person to be here. */
  get isActive() {
    return this.#options.now() - this.#told < COUNTS_MS;
  }

  /** The person did something here. */
  touched() {
    const { now, isFocused } = this.#options;
    this.#touched = now();
    if (isFocused() && now() - this.#told >= AGAIN_MS) this.#tell(true);
  }

  /** The page is no longer what they look at, or is again. */
  turned() {
    if (this.#options.isFocused()) this.touched();
    else if (this.isActive) this.#tell(false);
  }

  /** A new connection, of which the server knows nothing yet. */
  connected() {
    const { now, isFocused } = this.#options;
    this.#told = -Infinity;
    if (isFocused() && now() - this.#touched < COUNTS_MS) this.#tell(true);
  }

  /** @param {boolean} on */
  #tell(on) {
    const { send, now } = this.#options;
    const isSent = send({ type: "active", on });
    this.#told = on && isSent ? now() : -Infinity;
  }
}
