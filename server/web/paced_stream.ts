/**
 * Bytes on their way out to somebody who may stop reading: the platform gives an answer no deadline, so
 * whoever takes less than a least speed for long is cut off. Its invariant: `end` is called once, however
 * it ends.
 */
import { MinRate, type MinRateOptions } from "../base/min_rate.ts";

/** What is sent next; nothing comes behind the last piece, which may be empty. */
export interface Piece {
  bytes: Uint8Array<ArrayBuffer>;
  isLast: boolean;
}

/** Where the bytes come from, and how fast they must be taken. */
export interface PacedStreamOptions extends MinRateOptions {
  next: () => Promise<Piece>;
  /** Lets go of what the bytes come from. */
  end: () => void;
  /** Pieces that are fetched before anybody asks for them: one where nothing is said. */
  ahead?: number;
}

/** A stream of these pieces. */
export function pacedStream(
  { next, end, ahead = 1, ...rate }: PacedStreamOptions,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pace = new MinRate(rate);
  let given = 0;
  let isOver = false;
  const leave = (): void => {
    if (isOver) return;
    isOver = true;
    pace.stop();
    end();
  };
  return new ReadableStream({
    async pull(controller) {
      // Asking for more is the sign that what was given has been taken.
      if (given > 0) pace.came(given);
      let piece: Piece;
      try {
        piece = await next();
      } catch (error) {
        leave();
        throw error;
      }
      given = piece.bytes.length;
      if (given > 0 || !piece.isLast) controller.enqueue(piece.bytes);
      if (piece.isLast) {
        leave();
        controller.close();
        return;
      }
      pace.wait(() => {
        leave();
        controller.error(new Error("Nobody read on"));
      });
    },
    cancel: leave,
  }, { highWaterMark: ahead });
}
