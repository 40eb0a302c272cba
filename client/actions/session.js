/**
 * Whose page this is. What was written belongs to who wrote it: it is taken up when they come in, kept
 * under their name when their session ends, and gone from this machine when they leave.
 *
 * @import { Me, SessionInfo } from "../../server/protocol.ts"
 * @import { DeviceStorage } from "../device/storage.js"
 * @import { OwnStorage } from "../device/own_storage.js"
 * @import { Tabs } from "../device/tabs.js"
 * @import { Changes } from "../net/changes.js"
 * @import { Outbox } from "../net/outbox.js"
 * @import { Socket } from "../net/socket.js"
 * @import { Store } from "../state/store.js"
 */
import { isSnapshot, snapshotOf } from "../state/snapshot.js";

/**
 * @typedef {object} VisitOptions
 * @property {Store} store
 * @property {OwnStorage} own
 * @property {DeviceStorage} device
 * @property {Tabs} tabs
 * @property {() => number} now
 * @property {() => Socket} line
 * @property {() => Outbox} outbox
 * @property {() => Changes} changes
 * @property {(owner: string) => void} tellTabs that somebody left
 * @property {() => void} dropTraces what the browser itself shows of a person: addresses, notices
 */

export class Visit {
  #options;
  #parts;

  /**
   * @param {VisitOptions} options
   * @param {{ settle: () => void, forget: () => void, open: (room: string | null) => void }} parts
   *   `settle`: what waits for a moment is asked for now; `forget`: what is on its way from memory goes
   *   no further; `open`: opens the room that was open
   */
  constructor(options, parts) {
    this.#options = options;
    this.#parts = parts;
  }

  /**
   * Somebody came in, or nobody did: connects anew, for the line speaks for who one was.
   * @param {SessionInfo} session
   */
  async entered({ me, limits, version, door }) {
    const { store, own, line } = this.#options;
    line().stop();
    if (me === null) this.#forget();
    else this.become(me);
    store.dispatch({ type: "session", me, limits, version, door });
    if (me === null) return;
    await this.takeUp();
    if (own.isOf(me.name)) line().connect();
  }

  /**
   * The page is that person's from now on; what it held of another stays theirs.
   * @param {Me} me
   */
  become(me) {
    const { store, own } = this.#options;
    if (own.isOf(me.name)) return;
    this.#forget();
    own.belongTo(me.name);
    const { preferences } = store.state;
    store.dispatch({ type: "preferences", preferences: { ...preferences, levels: own.levels() } });
  }

  /**
   * The server is away: the page is as it was when it was left, and what is written waits.
   * @returns {boolean} false where nothing is remembered
   */
  recall() {
    const { store, own, now, line } = this.#options;
    if (own.last === null) return false;
    own.belongTo(own.last);
    const snapshot = own.snapshot();
    if (!isSnapshot(snapshot, now())) {
      own.belongTo(null);
      return false;
    }
    const { preferences } = store.state;
    store.dispatch(
      { type: "preferences", preferences: { ...preferences, levels: own.levels() } },
      { type: "recalled", snapshot },
    );
    this.#parts.open(snapshot.open);
    void this.takeUp();
    line().connect();
    return true;
  }

  /** Remembers the page for such a time. */
  remember() {
    const { store, own, now } = this.#options;
    const { state } = store;
    if (state.me === null || !own.isOf(state.me.name)) return;
    const snapshot = snapshotOf(state, now());
    if (snapshot !== null) own.keepSnapshot(snapshot);
  }

  /** Takes up what the person left unsent, unless another tab of theirs is about to send it. */
  async takeUp() {
    const { own, tabs, store, outbox, changes } = this.#options;
    const { owner } = own;
    const isLiving = await tabs.living();
    if (owner === null || owner !== own.owner) return;
    for (const row of outbox().take(own.rows().filter(({ tab }) => !isLiving(tab)))) {
      own.keepRow({ ...row, tab: tabs.id });
      store.dispatch({ type: "queued", row });
    }
    for (const change of changes().take(own.changes().filter(({ tab }) => !isLiving(tab)))) {
      own.keepChange({ ...change, tab: tabs.id });
    }
  }

  /**
   * Another tab changed what is kept.
   * @param {string} key
   * @param {string | null} value
   */
  stored(key, value) {
    const { own, store, outbox, changes } = this.#options;
    const waiting = value === null ? own.waitingAt(key) : null;
    if (waiting === null) return;
    if (waiting.kind === "change") return changes().discard(waiting.ref);
    outbox().discard(waiting.ref);
    store.dispatch({ type: "discarded", ref: waiting.ref });
  }

  /** The session ended elsewhere: what was not sent waits for the same name. */
  ended() {
    this.#parts.settle();
    this.#options.own.keepSnapshot(null);
    this.#signOut();
  }

  /** The person leaves, and nothing of them stays on this machine. */
  leave() {
    const { own, device, tellTabs } = this.#options;
    const { owner } = own;
    this.#parts.settle();
    device.isLeaving = true;
    own.forgetAll();
    this.#signOut();
    if (owner !== null) tellTabs(owner);
  }

  /**
   * The person left in another tab.
   * @param {string} owner
   */
  leftElsewhere(owner) {
    const { own, line } = this.#options;
    if (own.owner !== owner) return;
    line().stop();
    own.forgetAll();
    this.#signOut();
  }

  #signOut() {
    this.#forget();
    this.#options.dropTraces();
  }

  #forget() {
    const { own, store, outbox, changes } = this.#options;
    if (own.owner === null) return;
    this.#parts.forget();
    outbox().clear();
    changes().clear();
    own.belongTo(null);
    store.dispatch({ type: "signed_out" });
  }
}
