/**
 * What comes in faster than a turn may take: once a turn is full, frames wait for the next, one of
 * each connection in rotation, so that a torrent from one neither makes a frame of megabytes for
 * everybody nor keeps the others waiting. In order for each connection, and bounded for each.
 */
import type { Commands } from "../chat/commands.ts";
import type { Listener } from "./outbox.ts";
import type { Turn, TurnWork } from "./scheduler.ts";
import { ChatError } from "../base/errors.ts";

/** What may wait of one connection: frames, and UTF-16 units of them. */
export interface IntakeBounds {
  frames: number;
  units: number;
}

/** For people, and for load tests that send as fast as they can. */
export const BOUNDS: IntakeBounds = { frames: 64, units: 256 * 1024 };
export const LOOSE_BOUNDS: IntakeBounds = { frames: 16_384, units: 8 * 1024 * 1024 };

interface Waiting {
  frames: string[];
  units: number;
}

/** The way in. */
export class Intake implements TurnWork {
  readonly #commands: Commands;
  readonly #turn: Turn;
  readonly #bounds: IntakeBounds;
  readonly #waiting = new Map<Listener, Waiting>();

  constructor(commands: Commands, turn: Turn, bounds: IntakeBounds) {
    this.#bounds = bounds;
    this.#commands = commands;
    this.#turn = turn;
  }

  /** Takes a frame now, or in a later turn, or refuses it where too many wait. */
  take(listener: Listener, frame: string): void {
    const waiting = this.#waiting.get(listener);
    if (waiting === undefined && !this.#turn.isFull) {
      this.#commands.take(listener, frame);
      return;
    }
    const { frames, units } = waiting ?? { frames: [], units: 0 };
    const most = this.#bounds;
    if (frames.length >= most.frames || units + frame.length > most.units) {
      const error = new ChatError("busy", "Cannot take more at once: try again in a moment", {
        wait: 1000,
      });
      this.#commands.refuse(listener, frame, error);
      return;
    }
    frames.push(frame);
    this.#waiting.set(listener, { frames, units: units + frame.length });
    this.#turn.next(this);
  }

  /** The connection is ending: what it sent before is done now, as it would be for who waits. */
  finish(listener: Listener): void {
    const { frames } = this.#waiting.get(listener) ?? { frames: [] };
    this.#waiting.delete(listener);
    for (const frame of frames) this.#commands.take(listener, frame);
  }

  /** Takes what waits, until this turn is full as well. */
  endTurn(): void {
    while (this.#waiting.size > 0 && !this.#turn.isFull) {
      for (const [listener, { frames, units }] of this.#waiting) {
        if (this.#turn.isFull) break;
        const frame = frames.shift()!;
        // Set again behind the others: the next frame is somebody else's.
        this.#waiting.delete(listener);
        if (frames.length > 0) this.#waiting.set(listener, { frames, units: units - frame.length });
        this.#commands.take(listener, frame);
      }
    }
    if (this.#waiting.size > 0) this.#turn.next(this);
  }
}
