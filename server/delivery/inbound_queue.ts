/**
 * What comes in faster than a turn may take: once a turn is full, frames wait for the next, one of
 * each connection in rotation, so that a torrent from one neither makes a frame of megabytes for
 * everybody nor keeps the others waiting. In order for each connection, and bounded for each.
 */
import type { Connection } from "./connection.ts";
import type { TickScheduler, TickTask } from "./scheduler.ts";
import { ChatError } from "../base/errors.ts";

/** Where frames are taken, or refused unread. */
export interface FrameHandler {
  take(connection: Connection, frame: string): void;
  refuse(connection: Connection, frame: string, error: ChatError): void;
}

/** What may wait of one connection: frames, and UTF-16 units of them. */
export interface InboundBounds {
  frames: number;
  units: number;
}

/** For people, and for load tests that send as fast as they can. */
export const DEFAULT_BOUNDS: InboundBounds = { frames: 64, units: 256 * 1024 };
export const LOAD_TEST_BOUNDS: InboundBounds = { frames: 16_384, units: 8 * 1024 * 1024 };

interface Waiting {
  frames: string[];
  units: number;
}

/** The way in. */
export class InboundQueue implements TickTask {
  readonly #handler: FrameHandler;
  readonly #scheduler: TickScheduler;
  readonly #bounds: InboundBounds;
  readonly #waiting = new Map<Connection, Waiting>();

  constructor(handler: FrameHandler, scheduler: TickScheduler, bounds: InboundBounds) {
    this.#bounds = bounds;
    this.#handler = handler;
    this.#scheduler = scheduler;
  }

  /** Takes a frame now, or in a later turn, or refuses it where too many wait. */
  enqueue(connection: Connection, frame: string): void {
    const waiting = this.#waiting.get(connection);
    if (waiting === undefined && !this.#scheduler.isFull) {
      this.#handler.take(connection, frame);
      return;
    }
    const { frames, units } = waiting ?? { frames: [], units: 0 };
    const max = this.#bounds;
    if (frames.length >= max.frames || units + frame.length > max.units) {
      const error = new ChatError("busy", "Cannot take more at once: try again in a moment", {
        wait: 1000,
      });
      this.#handler.refuse(connection, frame, error);
      return;
    }
    frames.push(frame);
    this.#waiting.set(connection, { frames, units: units + frame.length });
    this.#scheduler.defer(this);
  }

  /** The connection is ending: what it sent before is done now, as it would be for who waits. */
  finish(connection: Connection): void {
    const { frames } = this.#waiting.get(connection) ?? { frames: [] };
    this.#waiting.delete(connection);
    for (const frame of frames) this.#handler.take(connection, frame);
  }

  /** Takes what waits, until this turn is full as well. */
  onTick(): void {
    while (this.#waiting.size > 0 && !this.#scheduler.isFull) {
      for (const [connection, { frames, units }] of this.#waiting) {
        if (this.#scheduler.isFull) break;
        const frame = frames.shift()!;
        // Set again behind the others: the next frame is somebody else's.
        this.#waiting.delete(connection);
        if (frames.length > 0) {
          this.#waiting.set(connection, { frames, units: units - frame.length });
        }
        this.#handler.take(connection, frame);
      }
    }
    if (this.#waiting.size > 0) this.#scheduler.defer(this);
  }
}
