/**
 * When a person is called: something was said to them, in a room they want to hear of, that they are
 * not looking at.
 *
 * @import { Event } from "../../server/protocol.ts"
 * @import { Store } from "../state/store.js"
 * @import { DeviceAlerts } from "../device/notifier.js"
 */
import { levelOf } from "../state/selectors.js";
import { namesIn } from "../state/unread.js";
import { calls } from "../text/mention.js";
import { plain } from "../text/strip_markup.js";

/**
 * @typedef {object} AlertOptions
 * @property {Store} store
 * @property {DeviceAlerts} alerts
 * @property {() => boolean} isWatched the page is what the person looks at
 * @property {(key: "alert.mentioned" | "alert.said" | "alert.file", values: { name: string }) =>
 *   string} say
 * @property {() => number} now
 * @property {(room: string) => void} openRoom
 * @property {() => boolean} [isCalledAnyway] the worker shows it: the page shows nothing beside it
 */

/** Milliseconds between two sounds, however much is said. */
const SOUND_EVERY = 2000;
/** Characters of a message in a notice. */
const MOST = 140;

export class Alerts {
  #options;
  #played = -Infinity;

  /** @param {AlertOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** @param {Event} event taken in already */
  heard(event) {
    const { store, say, isWatched } = this.#options;
    const { me, open, preferences } = store.state;
    if (event.type !== "message" && event.type !== "activity") return;
    if (!preferences.sound && !preferences.notify) return;
    if (event.room === open && isWatched()) return;
    const level = levelOf(event.room, preferences);
    if (event.type === "activity") {
      if (event.room.startsWith("@") || level === "none") return;
      const isNew = (event.messages ?? 0) > 0 || event.mentioned;
      if (!isNew || (level !== "all" && !event.mentioned)) return;
      const word = event.mentioned ? "alert.mentioned" : "alert.said";
      this.#call(event.room, event.room, say(word, { name: event.room }));
      return;
    }
    if (event.name === me?.name || level === "none") return;
    const room = store.state.rooms.get(event.room);
    const others = room === undefined ? [] : namesIn(room);
    if (level !== "all" && !calls(event, me?.name ?? "", others)) return;
    const said = plain(event.text).slice(0, MOST) || say("alert.file", { name: event.name });
    const title = event.room.startsWith("@") ? event.name : `${event.name} · ${event.room}`;
    this.#call(event.room, title, said);
  }

  /** Takes back what the system still shows. */
  forget() {
    this.#options.alerts.forget();
  }

  /** Turns notices on, which asks the person, or off. */
  async allow() {
    return await this.#options.alerts.ask();
  }

  get permission() {
    return this.#options.alerts.permission;
  }

  /** The sound, to hear what one chooses. */
  play() {
    void this.#options.alerts.play();
  }

  /**
   * @param {string} room
   * @param {string} title
   * @param {string} body
   */
  #call(room, title, body) {
    const { store, alerts, now, openRoom } = this.#options;
    const { sound, notify } = store.state.preferences;
    if (sound && now() - this.#played > SOUND_EVERY) {
      this.#played = now();
      void alerts.play();
    }
    if (!notify || this.#options.isCalledAnyway?.()) return;
    alerts.show({ title, body, tag: room, icon: "favicon.ico", onClick: () => openRoom(room) });
  }
}
