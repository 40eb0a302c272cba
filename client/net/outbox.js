/**
 * What was written and is not confirmed yet.
 *
 * @import { Command, Event } from "../../server/protocol.ts"
 * @import { Row } from "../state/state.js"
 * @import { QueueOptions } from "./queue.js"
 */
import { Queue } from "./queue.js";

/**
 * Messages on their way.
 * @extends {Queue<Row>}
 */
export class Outbox extends Queue {
  /** @param {Omit<QueueOptions<Row>, "commandOf">} options */
  constructor(options) {
    super({ ...options, commandOf });
  }

  /**
   * Where what is answered is not there any more, the words go without it.
   * @override
   * @param {Extract<Event, { type: "error" }>} error
   */
  onError(error) {
    const row = this.items.find(({ ref }) => ref === error.ref);
    if (error.code !== "not_found" || row?.to === undefined) return super.onError(error);
    const { to: _, ...plain } = row;
    this.replace(plain);
  }
}

/**
 * @param {Row} row
 * @returns {Command}
 */
function commandOf({ room, text, ref, file, to }) {
  return {
    type: "message",
    room,
    text,
    ref,
    ...(file === undefined ? {} : { file: file.id }),
    ...(to === undefined ? {} : { to: to.id }),
  };
}
