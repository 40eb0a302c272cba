/**
 * Whose page this is. What was written belongs to who wrote it: it is taken up when they come in, kept
 * under their name when their session ends, and gone from this machine when they leave.
 *
 * @import { Me } from "../../server/protocol.ts"
 * @import { SessionInfo } from "../../server/protocol_http.ts"
 * @import { OwnStorage } from "../device/own_storage.js"
 * @import { Tabs } from "../device/tabs.js"
 * @import { Changes } from "../net/changes.js"
 * @import { Outbox } from "../net/outbox.js"
 * @import { Socket } from "../net/socket.js"
 * @import { Store } from "../state/store.js"
 */
import { isSnapshot, snapshotOf } from "../state/snapshot.js";

/**
 * @typedef {object} SessionOptions
 * @property {Store} store
 * @property {OwnStorage} storage
 * @property {Tabs} tabs
 * @property {() => number} now
 * @property {() => Socket} socket
 * @property {() => Outbox} outbox
 * @property {() => Changes} changes
 * @property {(owner: string) => void} notifyTabs that somebody left
 * @property {() => void} clearTraces what the browser itself shows of a person: addresses, notices
 */

export class Session {
  #options;
  #hooks;

  /**
   * @param {SessionOptions} options
   * @param {{ flush: () => void, reset: () => void, open: (room: string | null) => void }} hooks
   *   `flush`: what waits for a moment is asked for now; `reset`: what is on its way from memory goes
   *   no further; `open`: opens the room that was open
   */
  constructor(options, hooks) {
    this.#options = options;
    this.#hooks = hooks;
  }

  /**
   * Somebody came in, or nobody did: connects anew, for the line speaks for who one was.
   * @param {SessionInfo} session
   */
  async onEntered({ me, limits, version, door }) {
    const { store, storage, socket } = this.#options;
    socket().stop();
    if (me === null) this.#clear();
    else this.switchTo(me);
    store.dispatch({ type: "session", me, limits, version, door });
    if (me === null) return;
    await this.resumeUnsent();
    if (storage.isOwnedBy(me.name)) socket().connect();
  }

  /**
   * The page is that person's from now on; what it held of another stays theirs.
   * @param {Me} me
   */
  switchTo(me) {
    const { store, storage } = this.#options;
    if (storage.isOwnedBy(me.name)) return;
    this.#clear();
    storage.setOwner(me.name);
    store.dispatch(
      { type: "preferences", preferences: this.#ownPreferences() },
      { type: "blocks", names: storage.blocked() },
    );
  }

  /**
   * The server is away: the page is as it was when it was left, and what is written waits.
   * @returns {boolean} false where nothing is remembered
   */
  restore() {
    const { store, storage, now, socket } = this.#options;
    if (storage.lastOwner === null) return false;
    storage.setOwner(storage.lastOwner);
    const snapshot = storage.snapshot();
    if (!isSnapshot(snapshot, now())) {
      storage.setOwner(null);
      return false;
    }
    store.dispatch(
      { type: "preferences", preferences: this.#ownPreferences() },
      { type: "blocks", names: storage.blocked() },
      { type: "restored", snapshot },
    );
    this.#hooks.open(snapshot.open);
    void this.resumeUnsent();
    socket().connect();
    return true;
  }

  /** How the page looks, and what this browser knows of its person's rooms. */
  #ownPreferences() {
    const { store, storage } = this.#options;
    return {
      ...store.state.preferences,
      notificationLevels: storage.notificationLevels(),
      favourites: storage.favourites(),
      synced: storage.synced(),
    };
  }

  /** Remembers the page for such a time. */
  saveSnapshot() {
    const { store, storage, now } = this.#options;
    const { state } = store;
    if (state.me === null || !storage.isOwnedBy(state.me.name)) return;
    const snapshot = snapshotOf(state, now());
    if (snapshot !== null) storage.saveSnapshot(snapshot);
  }

  /** Takes up what the person left unsent, unless another tab of theirs is about to send it. */
  async resumeUnsent() {
    const { storage, tabs, store, outbox, changes } = this.#options;
    const { owner } = storage;
    const isLive = await tabs.liveTabs();
    if (owner === null || owner !== storage.owner) return;
    for (const row of outbox().adopt(storage.rows().filter(({ tab }) => !isLive(tab)))) {
      storage.saveRow({ ...row, tab: tabs.id });
      store.dispatch({ type: "queued", row });
    }
    for (const change of changes().adopt(storage.changes().filter(({ tab }) => !isLive(tab)))) {
      storage.saveChange({ ...change, tab: tabs.id });
    }
  }

  /**
   * Another tab changed what is kept.
   * @param {string} key
   * @param {string | null} value
   */
  onStorage(key, value) {
    const { storage, store, outbox, changes } = this.#options;
    const unsent = value === null ? storage.unsentAt(key) : null;
    if (unsent === null) return;
    if (unsent.kind === "change") return changes().discard(unsent.ref);
    outbox().discard(unsent.ref);
    store.dispatch({ type: "discarded", ref: unsent.ref });
  }

  /** The session ended elsewhere: what was not sent waits for the same name. */
  onEnded() {
    this.#hooks.flush();
    this.#options.storage.saveSnapshot(null);
    this.#signOut();
  }

  /** The person leaves, and nothing of them stays on this machine. */
  leave() {
    const { storage, notifyTabs } = this.#options;
    const { owner } = storage;
    this.#hooks.flush();
    storage.removeAll();
    this.#signOut();
    if (owner !== null) notifyTabs(owner);
  }

  /**
   * The person left in another tab.
   * @param {string} owner
   */
  onLeftElsewhere(owner) {
    const { storage, socket } = this.#options;
    if (storage.owner !== owner) return;
    socket().stop();
    storage.removeAll();
    this.#signOut();
  }

  #signOut() {
    this.#clear();
    this.#options.clearTraces();
  }

  #clear() {
    const { storage, store, outbox, changes } = this.#options;
    if (storage.owner === null) return;
    this.#hooks.reset();
    outbox().clear();
    changes().clear();
    storage.setOwner(null);
    store.dispatch({ type: "signed_out" });
  }
}
