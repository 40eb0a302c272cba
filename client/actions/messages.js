/**
 * What a person can do with messages that are there: try again or discard what was not sent, edit and
 * erase what was.
 *
 * @import { Command } from "../../server/protocol.ts"
 * @import { Outbox } from "../net/outbox.js"
 * @import { Store } from "../state/store.js"
 */

export class MessageActions {
  #store;
  #send;
  #outbox;

  /**
   * @param {() => Store} store
   * @param {(command: Command) => boolean} send
   * @param {() => Outbox | null} outbox
   */
  constructor(store, send, outbox) {
    this.#store = store;
    this.#send = send;
    this.#outbox = outbox;
  }

  /** @param {string} ref */
  retry(ref) {
    this.#store().dispatch({ type: "requeued", ref });
    this.#outbox()?.retry(ref);
  }

  /** @param {string} ref */
  discard(ref) {
    this.#outbox()?.discard(ref);
    this.#store().dispatch({ type: "discarded", ref });
  }

  /**
   * Begins to edit one's own message in the open room, or ends it.
   * @param {number | null} id
   */
  edit(id) {
    this.#store().dispatch({ type: "editing", id });
  }

  /** Begins to edit one's last message, if it is on the page. */
  editLast() {
    const { state } = this.#store();
    const room = state.rooms.get(state.open ?? "");
    const own = room?.messages.findLast(({ name, erased }) => name === state.me?.name && !erased);
    if (own !== undefined) this.edit(own.id);
  }

  /**
   * @param {number} id
   * @param {string} text
   */
  save(id, text) {
    const room = this.#store().state.open;
    if (room === null || !this.#send({ type: "edit", room, id, text })) return false;
    this.edit(null);
    return true;
  }

  /**
   * Puts an emoji on a message or takes it off.
   * @param {number} id
   * @param {string} emoji
   * @param {boolean} on
   */
  react(id, emoji, on) {
    const room = this.#store().state.open;
    if (room !== null) this.#send({ type: "react", room, id, emoji, on });
  }

  /** @param {number} id */
  erase(id) {
    const room = this.#store().state.open;
    if (room !== null) this.#send({ type: "erase", room, id });
  }
}
