/**
 * What callers send. Nothing of a body is read before there is a place for it, and then only while it comes
 * fast enough: what all bodies together hold of memory, and how long each holds its place, is bounded.
 */
import { addressKeyOf } from "../base/address.ts";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { TokenBucket } from "../base/token_bucket.ts";
import { enforceMinRate } from "../base/min_rate.ts";
import { FairSemaphore } from "../base/fair_semaphore.ts";
import type { Slices } from "../base/time_slices.ts";

/** Short bodies, a few kilobytes each, that are held in memory. */
const SHORT_BODY_SLOTS = {
  atATime: 256,
  perAddress: 64,
  askedPerSession: Infinity,
  askedPerAddress: 128,
  maxWaiting: 256,
  waitMs: 5000,
  creditMs: 5000,
  bytesPerSecond: 1024,
};

/** Files, which go to the disk as they come. Who is slow may be so while nobody else waits. */
const FILE_BODY_SLOTS = {
  atATime: 16,
  perAddress: 8,
  askedPerSession: 3,
  askedPerAddress: 40,
  maxWaiting: 64,
  waitMs: 30_000,
  creditMs: 20_000,
  bytesPerSecond: 8 * 1024,
  contestedBytesPerSecond: 64 * 1024,
};

export interface BodiesOptions {
  clock: Clock;
  slices: Slices;
}

export class Bodies {
  readonly #options: BodiesOptions;
  readonly #short: FairSemaphore;
  readonly #files: FairSemaphore;
  readonly #drained: TokenBucket;

  constructor(options: BodiesOptions) {
    this.#options = options;
    const { clock } = options;
    this.#drained = new TokenBucket(DRAIN_RATE, clock.now());
    const busy = (text: string) => () => new ChatError("busy", text, { wait: 3000 });
    this.#short = new FairSemaphore({
      ...SHORT_BODY_SLOTS,
      clock,
      busy: busy("Too many bodies are being sent: try again"),
    });
    this.#files = new FairSemaphore({
      ...FILE_BODY_SLOTS,
      clock,
      busy: busy("Too many uploads at once: try again in a moment"),
    });
  }

  /**
   * The answer to a request of whose body something may not have been read. The platform drains that, a
   * kilobyte at a time where nothing was read: ten thousand calls and 30 ms for 10 MB, and as many
   * connections as there are at once. So it is drained cheaply, and where that is too much, not at all.
   */
  async answered(request: Request, response: Response): Promise<Response> {
    const bytes = unreadBytes(request);
    if (bytes <= SMALL_BODY_BYTES) return response;
    const { clock } = this.#options;
    if (bytes > DRAIN_RATE.burst || this.#drained.take(clock.now(), bytes) > 0) {
      return await cutOff(response);
    }
    await readFirstPiece(request.body!, clock);
    return response;
  }

  /** The body as text, or a ChatError: `too_long` as soon as more than `limit` bytes came. */
  async text(request: Request, address: string, limit: number): Promise<string> {
    return new TextDecoder().decode(await this.bytes(request, address, limit));
  }

  /** The same as it came. */
  async bytes(
    request: Request,
    address: string,
    limit: number,
  ): Promise<Uint8Array<ArrayBuffer>> {
    if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLong(limit);
    mustHaveLength(request);
    if (request.body === null) return new Uint8Array(0);
    const { creditMs, bytesPerSecond } = SHORT_BODY_SLOTS;
    const leave = await this.#short.acquire({ address: addressKeyOf(address), session: null });
    try {
      const pace = { ...this.#options, creditMs, bytesPerSecond: () => bytesPerSecond };
      return await collect(enforceMinRate(request.body, pace), limit);
    } finally {
      leave();
    }
  }

  /** Takes a file in, once it is its turn, by what `take` does with the bytes. */
  async file<T>(
    request: Request,
    address: string,
    owner: string,
    take: (bytes: AsyncIterable<Uint8Array>) => Promise<T>,
  ): Promise<T> {
    mustHaveLength(request);
    const { creditMs, bytesPerSecond, contestedBytesPerSecond } = FILE_BODY_SLOTS;
    const leave = await this.#files.acquire({
      address: addressKeyOf(address),
      session: `of ${owner}`,
    });
    const bytes = enforceMinRate(request.body, {
      ...this.#options,
      creditMs,
      bytesPerSecond: () => this.#files.isContested ? contestedBytesPerSecond : bytesPerSecond,
    });
    try {
      return await take(bytes);
    } finally {
      // Whatever was not read of it never is.
      void bytes.return(undefined);
      leave();
    }
  }
}

/** Bytes of a body that nobody reads, up to which it does not matter how they are drained. */
const SMALL_BODY_BYTES = 64 * 1024;
/** Bytes that nobody reads and that are drained all the same, of everybody together. */
const DRAIN_RATE = { burst: 64 * 1024 * 1024, perSecond: 16 * 1024 * 1024 };
/** How long the first piece of a body that nobody reads is waited for. */
const FIRST_PIECE_MS = 100;

/** Bytes of a body that came with a request and that nobody has begun to read. */
function unreadBytes({ headers, body, bodyUsed }: Request): number {
  // In chunks they are not to be touched, see below.
  if (headers.get("transfer-encoding") !== null || bodyUsed || body === null || body.locked) {
    return 0;
  }
  return Number(headers.get("content-length") ?? 0);
}

/** Of a body of which something was read the platform drains the rest in large pieces. */
async function readFirstPiece(body: ReadableStream<Uint8Array>, clock: Clock): Promise<void> {
  const reader = body.getReader();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = clock.after(FIRST_PIECE_MS, resolve);
  await Promise.race([reader.read().catch(() => {}), promise]);
  timer.cancel();
  reader.cancel().catch(() => {});
}

/** The same answer on a connection that ends behind it: a body that breaks off is the only way to say so. */
async function cutOff(response: Response): Promise<Response> {
  const { status, headers } = response;
  const words = status >= 400 ? new Uint8Array(await response.arrayBuffer()) : null;
  if (words === null) void response.body?.cancel();
  let isSent = words === null;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (isSent) controller.error(new Error("Nobody reads what comes"));
      else controller.enqueue(words!);
      isSent = true;
    },
  }, { highWaterMark: 0 });
  return new Response(body, { status, headers });
}

/**
 * By hand: `LimitedBytesTransformStream` and `toText` of @std take four times as long (measured: 640 µs against
 * 125 for 60 KB in one piece, 880 ms against 250 in pieces of a byte), and pieces of a byte are an attack.
 */
async function collect(
  bytes: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  // Copied together as they come: each byte alone would hold a buffer of its own.
  const all = new Uint8Array(limit);
  let length = 0;
  for await (const chunk of bytes) {
    if (length + chunk.length > limit) throw tooLong(limit);
    all.set(chunk, length);
    length += chunk.length;
  }
  return all.subarray(0, length);
}

function tooLong(limit: number): ChatError {
  return new ChatError("too_long", `Cannot accept this: the body may have at most ${limit} bytes`);
}

/**
 * The platform moves all it has buffered for each chunk of a body in chunks (RFC 9112, 7.1), and drains what
 * nobody reads: 60 KB in chunks of a byte keep it from everything else for seconds. Not touched, they cost nothing.
 */
function mustHaveLength(request: Request): void {
  if (request.headers.get("transfer-encoding") === null) return;
  throw new ChatError("length_required", "Cannot accept a chunked body: send a Content-Length");
}
