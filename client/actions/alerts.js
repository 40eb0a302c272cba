/**
 * When a person is called: something was said to them, in a room they want to hear of, that they are
 * not looking at.
 *
 * @import { Event } from "../../server/protocol.ts"
 * @import { Store } from "../state/store.js"
 * @import { Notifier } from "../device/notifier.js"
 */
import { labelOf, notificationLevelOf } from "../state/selectors.js";
import { isBlocked } from "../state/blocks.js";
import { namesIn } from "../state/unread.js";
import { isAddressedTo } from "../text/mention.js";
import { stripMarkup } from "../text/strip_markup.js";

/**
 * @typedef {object} AlertOptions
 * @property {Store} store
 * @property {Notifier} notifier
 * @property {() => boolean} isFocused the page is what the person looks at
 * @property {(key: "alert.mentioned" | "alert.said" | "alert.file", values: { name: string }) =>
 *   string} translate
 * @property {() => number} now
 * @property {(room: string) => void} openRoom
 * @property {() => boolean} [isCalledAnyway] the worker shows it: the page shows nothing beside it
 */

/** Milliseconds between two sounds, however much is said. */
const SOUND_INTERVAL_MS = 2000;
/** Characters of a message in a notice. */
const MAX_BODY_CHARACTERS = 140;

export class Alerts {
  #options;
  #lastSoundMs = -Infinity;

  /** @param {AlertOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** @param {Event} event taken in already */
  onEvent(event) {
    const { store, translate, isFocused } = this.#options;
    const { me, open, preferences } = store.state;
    if (event.type !== "message" && event.type !== "activity") return;
    if (!preferences.sound && !preferences.notify) return;
    if (event.room === open && isFocused()) return;
    const level = notificationLevelOf(event.room, preferences);
    if (event.type === "activity") {
      if (event.room.startsWith("@") || level === "none") return;
      const isNew = (event.messages ?? 0) > 0 || event.mentioned;
      if (!isNew || (level !== "all" && !event.mentioned)) return;
      const word = event.mentioned ? "alert.mentioned" : "alert.said";
      const label = labelOf(store.state, event.room);
      this.#alert(event.room, label, translate(word, { name: label }));
      return;
    }
    const isQuiet = notificationLevelOf(`@${event.name}`, preferences) === "none";
    if (event.name === me?.name || level === "none" || isQuiet) return;
    if (isBlocked(store.state, event.name)) return;
    const room = store.state.rooms.get(event.room);
    const others = room === undefined ? [] : namesIn(room);
    if (level !== "all" && !isAddressedTo(event, me?.name ?? "", others)) return;
    const said = stripMarkup(event.text).slice(0, MAX_BODY_CHARACTERS) ||
      translate("alert.file", { name: event.name });
    const title = event.room.startsWith("@")
      ? event.name
      : `${event.name} · ${labelOf(store.state, event.room)}`;
    this.#alert(event.room, title, said);
  }

  /** Takes back what the system still shows. */
  reset() {
    this.#options.notifier.closeAll();
  }

  /** Turns notices on, which asks the person, or off. */
  async requestPermission() {
    return await this.#options.notifier.requestPermission();
  }

  get permission() {
    return this.#options.notifier.permission;
  }

  /** The sound, to hear what one chooses. */
  playSound() {
    void this.#options.notifier.playSound();
  }

  /**
   * @param {string} room
   * @param {string} title
   * @param {string} body
   */
  #alert(room, title, body) {
    const { store, notifier, now, openRoom } = this.#options;
    const { sound, notify } = store.state.preferences;
    if (sound && now() - this.#lastSoundMs > SOUND_INTERVAL_MS) {
      this.#lastSoundMs = now();
      void notifier.playSound();
    }
    if (!notify || this.#options.isCalledAnyway?.()) return;
    notifier.show({ title, body, tag: room, icon: "favicon.ico", onClick: () => openRoom(room) });
  }
}
