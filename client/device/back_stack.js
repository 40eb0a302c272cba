/**
 * The browser's way back. What stands before something else on the screen, a dialog before a room or on
 * a phone a room before the list, is one step of the history: going back closes it, and closing it goes
 * back. Where rooms stand beside their list they are places one goes back to; else no step is kept of
 * which room it was.
 */

/** @typedef {{ close: () => void, rank: number }} Layer */
/** @typedef {{ step: number, at: number }} Entry `at`: counted from where this page was opened */

/**
 * @typedef {object} BackStackOptions
 * @property {Pick<History, "state" | "go" | "pushState" | "replaceState">} history
 * @property {Pick<Location, "hash" | "pathname" | "search">} location
 * @property {() => boolean} hasInteracted a person has done something on the page: before that a browser
 *   would pass over what is put into its history
 * @property {() => string | null} hash what the address should say, "" for nothing, null for what it says
 * @property {() => boolean} keepsRoomHistory rooms are places one goes back to
 * @property {() => void} onAddress the browser went to another address
 * @property {() => void} [renewTitle] tells the browser the title anew, for the step that it is at
 * @property {(fn: () => void, ms: number) => number} after sets a timer
 */

/** Rank of a layer that stands before all others. */
const TOP_RANK = 9;
/** Milliseconds after which a step that never came is not waited for. */
const HISTORY_TIMEOUT_MS = 1000;
/** Milliseconds in which it may come all the same, on a busy device. */
const LATE_STEP_MS = 10_000;

export class BackStack {
  #options;
  /** From the lowest. */
  #layers = /** @type {Layer[]} */ ([]);
  /** Where the browser is. */
  #entry;
  /** Counts the steps that we asked for; null while none is on its way. */
  #pending = /** @type {number | null} */ (null);
  #requests = 0;
  /** The last that was not waited for any longer and may still come: it is ours, and closes nothing. */
  #late = /** @type {number | null} */ (null);
  #isDue = false;
  #isResetting = false;

  /** @param {BackStackOptions} options */
  constructor(options) {
    this.#options = options;
    this.#entry = entryOf(options.history.state) ?? { step: 0, at: 0 };
    this.#replace(this.#entry);
  }

  /**
   * Something stands before the rest.
   * @param {() => void} close takes it away
   * @param {number} [rank] the lower stands behind the higher
   * @returns {() => void} to be called when it is gone, however that was
   */
  push(close, rank = TOP_RANK) {
    const layer = { close, rank };
    const above = this.#layers.findIndex((other) => other.rank > rank);
    this.#layers.splice(above < 0 ? this.#layers.length : above, 0, layer);
    this.syncSoon();
    return () => {
      const at = this.#layers.indexOf(layer);
      if (at < 0) return;
      this.#layers.splice(at, 1);
      this.syncSoon();
    };
  }

  /** Brings the history in line a moment later: what closes and what opens in one go are one step. */
  syncSoon() {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#options.after(() => {
      this.#isDue = false;
      this.#sync();
    }, 0);
  }

  /** The browser has gone back or forth, or to an address that somebody asked for. */
  onPopState() {
    const entry = entryOf(this.#options.history.state);
    if (entry === null) {
      this.#pending = null;
      const at = this.#entry.at + 1;
      // What is opened now stands before what was there: the step to it has been made already.
      this.#options.onAddress();
      this.#replace({ step: this.#layers.length, at });
      return;
    }
    this.#entry = entry;
    const isOurs = this.#pending !== null || this.#late !== null;
    this.#pending = null;
    this.#late = null;
    if (!isOurs) this.#follow(entry.step);
    this.syncSoon();
  }

  /** Nobody is here any more: no step leads back to what somebody saw. */
  reset() {
    this.#layers = [];
    this.#isResetting = true;
    this.#replace(this.#entry, "");
    this.syncSoon();
  }

  /** @param {number} step */
  #follow(step) {
    if (this.#layers.length <= step) return this.#options.onAddress();
    for (const { close } of this.#layers.splice(step).reverse()) close();
  }

  /** @returns {void} */
  #sync() {
    if (this.#pending !== null) return;
    const { hasInteracted } = this.#options;
    const { step, at } = this.#entry;
    const steps = this.#layers.length;
    if (this.#isResetting && at > 0) return this.#go(-at);
    // After a reload nobody has done anything yet, and what was open may come back by itself.
    if (step > steps) return hasInteracted() ? this.#go(steps - step) : this.#updateHash();
    if (this.#isResetting) {
      this.#isResetting = false;
      // A step keeps the title that it had when it was left: the name of a room.
      this.#options.renewTitle?.();
      this.#replace({ step: 0, at: 0 }, "");
      // What lies ahead is gone with the next step.
      this.#push({ step: 0, at: 0 }, "");
      this.#options.renewTitle?.();
    }
    if (step < steps) {
      if (!hasInteracted()) return this.#updateHash();
      // Below a room that stands before the list is the list, which has no address.
      if (this.#layers[step]?.rank === 0) this.#replace(this.#entry, "");
      this.#push({ step: step + 1, at: at + 1 });
      return this.#sync();
    }
    this.#updateHash();
  }

  /** Makes the address say what is on the screen. */
  #updateHash() {
    const { hash, location, keepsRoomHistory } = this.#options;
    const wanted = hash();
    if (wanted === null || location.hash === wanted) return;
    if (wanted !== "" && location.hash.startsWith(`${wanted}/`)) return;
    const isNext = keepsRoomHistory() && this.#layers.length === 0 && location.hash !== "";
    if (isNext) this.#push({ step: 0, at: this.#entry.at + 1 }, wanted);
    else this.#replace(this.#entry, wanted);
  }

  /** @param {number} by */
  #go(by) {
    const request = this.#pending = ++this.#requests;
    this.#options.history.go(by);
    this.#options.after(() => {
      if (this.#pending !== request) return;
      this.#pending = null;
      this.#late = request;
      this.#options.after(() => {
        if (this.#late === request) this.#late = null;
      }, LATE_STEP_MS);
      this.#replace({ step: this.#layers.length, at: 0 });
      this.syncSoon();
    }, HISTORY_TIMEOUT_MS);
  }

  /**
   * @param {Entry} entry
   * @param {string} [hash]
   */
  #push(entry, hash) {
    this.#entry = entry;
    this.#options.history.pushState(entry, "", this.#address(hash));
  }

  /**
   * @param {Entry} entry
   * @param {string} [hash]
   */
  #replace(entry, hash) {
    this.#entry = entry;
    this.#options.history.replaceState(entry, "", this.#address(hash));
  }

  #address(hash = this.#options.location.hash) {
    const { pathname, search } = this.#options.location;
    return pathname + search + hash;
  }
}

/**
 * @param {any} state
 * @returns {Entry | null} null for a step that is not ours
 */
function entryOf(state) {
  const isOurs = Number.isSafeInteger(state?.step) && Number.isSafeInteger(state.at);
  return isOurs ? { step: state.step, at: state.at } : null;
}
