/**
 * Edits, erasures and reactions that were asked for and are not confirmed yet: kept like messages that
 * were not sent, and gathered, so that what nobody would see any more is not sent at all.
 *
 * @import { Command } from "../../server/protocol.ts"
 * @import { Change } from "../state/state.js"
 * @import { QueueOptions } from "./queue.js"
 */
import { Queue } from "./queue.js";

/**
 * Changes on their way.
 * @extends {Queue<Change>}
 */
export class Changes extends Queue {
  /** @param {Omit<QueueOptions<Change>, "commandOf">} options */
  constructor(options) {
    super({ ...options, commandOf });
  }

  /** @param {Change} change */
  request(change) {
    const waiting = this.items.filter((other) =>
      isSameMessage(other, change) && !this.isSent(other.ref)
    );
    if (change.type === "react") {
      const before = waiting.find((other) =>
        other.type === "react" && other.emoji === change.emoji
      );
      if (before === undefined) return this.add(change);
      // There and back again is nothing to be done.
      if (before.type === "react" && before.on !== change.on) this.discard(before.ref);
      return;
    }
    for (const other of waiting) {
      if (change.type === "erase" || other.type === "edit") this.discard(other.ref);
    }
    this.add(change);
  }

  /**
   * The erasure of a message that nobody has been told of yet.
   * @param {string} room
   * @param {number} id
   */
  erasureOf(room, id) {
    return this.items.find((change) =>
      change.type === "erase" && change.room === room && change.id === id &&
      !this.isSent(change.ref)
    );
  }
}

/**
 * @param {Change} a
 * @param {Change} b
 */
function isSameMessage(a, b) {
  return a.room === b.room && a.epoch === b.epoch && a.id === b.id;
}

/**
 * @param {Change} change
 * @returns {Command}
 */
function commandOf(change) {
  const { room, id, ref } = change;
  switch (change.type) {
    case "edit":
      return { type: "edit", room, id, text: change.text, ref };
    case "erase":
      return { type: "erase", room, id, ref };
    case "react":
      return { type: "react", room, id, emoji: change.emoji, on: change.on, ref };
  }
}
