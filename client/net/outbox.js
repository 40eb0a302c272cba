/**
 * What was written and is not confirmed yet.
 *
 * @import { Command } from "../../server/protocol.ts"
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
}

/**
 * @param {Row} row
 * @returns {Command}
 */
function commandOf({ room, text, ref, file }) {
  return { type: "message", room, text, ref, ...(file === undefined ? {} : { file: file.id }) };
}
