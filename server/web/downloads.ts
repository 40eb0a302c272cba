/**
 * Files on their way out. Bounded: so many at once, the next ones in turn, and one that nobody reads on
 * is let go, for the platform gives an answer no deadline and each holds a file handle.
 */
import type { Clock, Timer } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { Gate } from "../base/gate.ts";

const MOST = 64;
/** Those who may wait for their turn, and for how many milliseconds. */
const MOST_WAITING = 512;
const TURN_WITHIN = 20_000;
const CHUNK = 64 * 1024;
/** Milliseconds that a reader may pause. */
const PATIENCE = 60_000;

/** All files on their way. */
export class Downloads {
  readonly #clock: Clock;
  readonly #gate: Gate;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#gate = new Gate({
      atATime: MOST,
      mostWaiting: MOST_WAITING,
      patience: { clock, ms: TURN_WITHIN },
      busy: () =>
        new ChatError("busy", "Too many files are being fetched: try again in a moment", {
          wait: 5000,
        }),
    });
  }

  /** Exactly these bytes of a file, however it grows; a ChatError `busy` where too many are on their way. */
  async open(path: string, from: number, length: number): Promise<ReadableStream<Uint8Array>> {
    await this.#gate.enter();
    const file = await openAt(path, from).catch((error) => {
      this.#gate.leave();
      throw error;
    });
    let left = length;
    let deadline: Timer | null = null;
    let isOver = false;
    const end = (): void => {
      if (isOver) return;
      isOver = true;
      this.#gate.leave();
      deadline?.cancel();
      file.close();
    };
    return new ReadableStream({
      pull: async (controller) => {
        deadline?.cancel();
        const bytes = new Uint8Array(Math.min(left, CHUNK));
        const got = await file.read(bytes) ?? 0;
        left -= got;
        if (got > 0) controller.enqueue(bytes.subarray(0, got));
        if (got === 0 || left === 0) {
          end();
          controller.close();
          return;
        }
        deadline = this.#clock.after(PATIENCE, () => {
          end();
          controller.error(new Error("Nobody read on"));
        });
      },
      cancel: end,
    });
  }
}

/** A file that cannot be opened just now: none is left to open it with, or it was moved a moment ago. */
async function openAt(path: string, offset: number): Promise<Deno.FsFile> {
  try {
    const file = await Deno.open(path, { read: true });
    await file.seek(offset, Deno.SeekMode.Start);
    return file;
  } catch (cause) {
    throw new ChatError("disk", "Cannot open this file just now: try again later", {
      cause,
      wait: 1000,
    });
  }
}
