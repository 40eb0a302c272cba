/**
 * Files on their way out. Bounded: so many at once, of one address a share, the next ones in turn; and one that
 * is read too slowly is cut off, for the platform gives an answer no deadline and each holds a file handle.
 */
import { pacedStream } from "./paced_stream.ts";
import type { Call } from "./router.ts";
import { addressKeyOf } from "../base/address.ts";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { FairSemaphore, type Holder } from "../base/fair_semaphore.ts";
import type { Member } from "../delivery/connection.ts";
import type { Disk } from "../store/disk.ts";

const DOWNLOAD_SLOTS = {
  atATime: 64,
  perAddress: 16,
  askedPerSession: 128,
  askedPerAddress: 256,
  maxWaiting: 512,
  waitMs: 20_000,
};
const CHUNK_BYTES = 16 * 1024;
/** How far a reader may fall behind the least speed: one that does not read at all is cut off after that. */
const CREDIT_MS = 20_000;
const MIN_BYTES_PER_SECOND = 8 * 1024;

/** All files on their way. */
export class Downloads {
  readonly #clock: Clock;
  readonly #disk: Disk;
  readonly #shares: FairSemaphore;

  constructor(clock: Clock, disk: Disk) {
    this.#clock = clock;
    this.#disk = disk;
    this.#shares = new FairSemaphore({
      ...DOWNLOAD_SLOTS,
      clock,
      busy: () =>
        new ChatError("busy", "Too many downloads at once: try again in a moment", {
          wait: 5000,
        }),
    });
  }

  /**
   * Exactly these bytes of a file, however it grows. A ChatError `busy` where too many are on their way, `disk`
   * for a file that cannot be opened: none is left to open it with, or it was moved a moment ago. It breaks off
   * where `mayRead` says that whoever reads may not any more.
   */
  async open(
    path: string,
    from: number,
    length: number,
    holder: Holder,
    mayRead: () => boolean = () => true,
  ): Promise<ReadableStream<Uint8Array>> {
    const leave = await this.#shares.acquire(holder);
    const file = await this.#disk.openReader(path, from).catch((cause) => {
      leave();
      const text = "Cannot open this file just now: try again later";
      throw new ChatError("disk", text, { cause, wait: 1000 });
    });
    let left = length;
    return pacedStream({
      clock: this.#clock,
      creditMs: CREDIT_MS,
      bytesPerSecond: () => MIN_BYTES_PER_SECOND,
      async next() {
        const bytes = new Uint8Array(Math.min(left, CHUNK_BYTES));
        const count = await file.read(bytes);
        if (!mayRead()) throw new Error("Who reads may not read this any more");
        left -= count;
        return { bytes: bytes.subarray(0, count), isLast: count === 0 || left === 0 };
      },
      end() {
        leave();
        file.close();
      },
    });
  }
}

/** Who holds the place of a download. */
export function holderOf({ address }: Call, reader: Member | null): Holder {
  return {
    address: addressKeyOf(address),
    session: reader === null ? null : `of ${reader.session}`,
  };
}
