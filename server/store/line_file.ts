/**
 * An append-only text file addressed by byte offset. Its one invariant: `end` is behind the last
 * whole line that is in the file, and nobody is told of a line before it is there.
 *
 * Lines that arrive in one turn are one batch, one write. A write that fails or falls short is cut
 * back to `end` and answered to those who sent it; the next one simply tries again, so the file goes
 * on when the disk does. Knows bytes and lines, and no word of the chat.
 */
import { ChatError } from "../base/errors.ts";
import type { Clock } from "../base/clock.ts";
import { type TurnList, withOne } from "../base/turn_list.ts";
import type { Disk, DiskFile } from "./disk.ts";
import { encodeBatch, type PendingLine, SettledLine } from "./pending_line.ts";
import { decodeLine, readBackward, readForward, readLine, type Visit } from "./line_reader.ts";
import { type Syncable, SyncPacer } from "./sync_pacer.ts";

/** When lines are made safe against a power cut: before they are told, within a second, or never. */
export type SyncPolicy = "always" | "second" | "never";

/** Work that asks to be done at the end of the current tick. */
interface Flush {
  onTick(): void;
}

/** What a line file needs from outside. */
export interface LineFileOptions {
  disk: Disk;
  clock: Clock;
  sync: SyncPolicy;
  /** What spreads the syncs of many files; without it the file waits for nobody. */
  syncs?: SyncPacer;
  /** Where the last whole line ends, where something torn stands behind it: nothing is written then. */
  end?: number;
  /** Called with work for the end of the tick; without it, whoever appends calls `flush`. */
  schedule?: (flush: Flush) => void;
  /** Called just before each write, when every line of it has been placed. */
  beforeWrite?: () => void;
  /** Told of trouble that no sender can be told of. */
  onTrouble?: (what: string, error: unknown) => void;
}

/** Most that may wait for one write: lines, and UTF-16 units of them. */
const MAX_QUEUED_LINES = 8192;
const MAX_QUEUED_UNITS = 4 * 1024 * 1024;

/** Bytes that somebody else may have added before the file counts as another one. */
const MAX_EXTERNAL_BYTES = 64 * 1024;

/** One open line file. */
export class LineFile implements Flush, Syncable {
  readonly path: string;
  readonly #file: DiskFile;
  readonly #syncs: SyncPacer;
  readonly #policy: SyncPolicy;
  readonly #onTrouble: (what: string, error: unknown) => void;
  readonly #schedule: (flush: Flush) => void;
  readonly #beforeWrite: () => void;
  #end: number;
  #pending: TurnList<PendingLine> = null;
  #units = 0;
  /** Bytes behind `end` may be in the file: a cut is owed before the next write. */
  #ragged = false;
  #syncing: Promise<void> | null = null;
  #closed = false;

  /** Opens the file, makes it if it is not there. The last line must be whole: see `mendTail`. */
  constructor(path: string, options: LineFileOptions) {
    this.path = path;
    this.#syncs = options.syncs ?? new SyncPacer(options.clock);
    this.#policy = options.sync;
    this.#onTrouble = options.onTrouble ?? (() => {});
    this.#schedule = options.schedule ?? (() => {});
    this.#beforeWrite = options.beforeWrite ?? (() => {});
    this.#file = options.disk.open(path);
    this.#end = options.end ?? this.#file.size();
  }

  /** Where the next line will start. */
  get end(): number {
    return this.#end;
  }

  /**
   * True where the file is no longer what was written: moved, cut, or added to by somebody else. Then
   * nothing more is written through this handle; it must be opened anew.
   */
  get isChanged(): boolean {
    // While a sync is awaited, or a cut is owed, the file is ahead of what was told.
    if (this.#ragged || (this.#policy === "always" && this.#syncing !== null)) return false;
    return this.#file.size() !== this.#end || !this.#file.isThere();
  }

  /**
   * Takes in whole lines that somebody else added behind the end; null where that is not what happened,
   * or more was added than a few people would say.
   */
  takeExternal(): { line: string; offset: number }[] | null {
    const size = this.#file.size();
    const added = size - this.#end;
    if (this.#ragged || this.#syncing !== null || added <= 0 || added > MAX_EXTERNAL_BYTES) {
      return null;
    }
    const last = new Uint8Array(1);
    if (!this.#file.isThere() || this.#file.read(last, size - 1) !== 1 || last[0] !== 10) {
      return null;
    }
    const lines: { line: string; offset: number }[] = [];
    const from = this.#end;
    this.#end = size;
    this.forward(from, (line, offset) => {
      if (line !== null) lines.push({ line, offset });
    });
    return lines;
  }

  /** Lines that wait for the end of the tick. */
  get waiting(): number {
    return this.#pending?.length ?? 0;
  }

  /**
   * Takes a line for the next write. Throws a ChatError `busy` where too much waits already, `not_found`
   * once the file is closed: then the line is told nothing.
   */
  append(pending: PendingLine): void {
    const { length } = pending.line;
    if (this.#closed) {
      throw new ChatError("not_found", "Cannot write: this file was closed");
    }
    if (this.waiting >= MAX_QUEUED_LINES || this.#units + length > MAX_QUEUED_UNITS) {
      const text = "Cannot take more for this room just now: try again in a moment";
      throw new ChatError("busy", text, { wait: 1000 });
    }
    this.#units += length + 1;
    if (this.#pending === null) this.#schedule(this);
    this.#pending = withOne(this.#pending, pending);
  }

  /** Writes what waits: the end of a tick. */
  onTick(): void {
    this.flush();
  }

  /** Writes what waits, in one write, and tells each line what became of it. */
  flush(): void {
    // One write in flight: what comes while a sync is awaited goes with the next batch.
    if (this.#policy === "always" && this.#syncing !== null) return;
    const batch = this.#pending;
    if (batch === null) return;
    this.#pending = null;
    this.#units = 0;
    const bytes = encodeBatch(batch, this.#end);
    for (const pending of batch) pending.placed();
    this.#beforeWrite();
    try {
      this.#write(bytes);
    } catch (error) {
      this.#fail(batch, error);
      return;
    }
    if (this.#policy === "always") {
      void this.#syncThenTell(bytes.length, batch);
      return;
    }
    this.#end += bytes.length;
    if (this.#policy === "second") this.#syncs.ask(this);
    for (const pending of batch) pending.written(this.#end);
  }

  /** Begins a sync of what was written within the last second. */
  onSync(): void {
    // One on its way may not have all of it: this one follows it.
    if (this.#syncing !== null) return this.#syncs.ask(this);
    this.#syncing = this.#file.sync().catch((error) => {
      this.#onTrouble("Cannot sync", error);
    }).finally(() => {
      this.#syncing = null;
    });
  }

  /** The line that starts at the offset, or null where none starts. */
  line(offset: number): string | null {
    const bytes = this.lineBytes(offset);
    return bytes === null ? null : decodeLine(bytes, offset);
  }

  /** The same as bytes, which are what stands in the file even where they are no UTF-8. */
  lineBytes(offset: number): Uint8Array | null {
    return offset < this.#end ? readLine(this.#file, offset, this.#end) : null;
  }

  /** True where a line starts, and at the end, where the next one will. */
  startsLine(offset: number): boolean {
    if (!Number.isSafeInteger(offset) || offset < 0 || offset > this.#end) {
      return false;
    }
    if (offset === 0) return true;
    const before = new Uint8Array(1);
    return this.#file.read(before, offset - 1) === 1 && before[0] === 10;
  }

  /** Visits lines that start before `from`, newest first; returns how far it came. */
  backward(from: number, visit: Visit, budget?: number): number {
    return readBackward(this.#file, Math.min(from, this.#end), visit, budget);
  }

  /** Visits lines that start at `from` and later, oldest first; returns how far it came. */
  forward(from: number, visit: Visit, budget?: number): number {
    return readForward(this.#file, from, this.#end, visit, budget);
  }

  /** Sees to it that the device has what was written and blanked. */
  syncNow(): void {
    this.#file.syncNow();
  }

  /** Overwrites bytes in place with as many `-`: words go, offsets stay. `syncNow` makes that last. */
  blank(offset: number, length: number): void {
    this.#file.overwrite(new Uint8Array(length).fill(0x2d), offset);
  }

  /** Writes what waits, syncs unless told never to, and lets go of the file. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.flush();
    // Who waited for a sync that fails is told where it was asked for.
    while (this.#syncing !== null) await this.#syncing.catch(() => {});
    this.#closed = true;
    this.#syncs.forget(this);
    try {
      if (this.#policy !== "never") await this.#file.sync();
    } catch (error) {
      this.#onTrouble("Cannot sync", error);
    } finally {
      this.#file.close();
    }
  }

  #write(bytes: Uint8Array): void {
    if (this.#ragged) this.#cutBack();
    // Appending lands behind whatever is there: offsets would lie if somebody added to the file.
    if (this.#file.size() !== this.#end) throw new Error("The file was changed by somebody else");
    for (let done = 0; done < bytes.length;) {
      // From here on bytes may be in the file that belong to no told line.
      this.#ragged = true;
      const taken = this.#file.append(done === 0 ? bytes : bytes.subarray(done));
      if (taken <= 0) throw new Error("The disk took nothing");
      done += taken;
    }
    this.#ragged = false;
  }

  #cutBack(): void {
    this.#file.truncate(this.#end);
    this.#ragged = false;
  }

  #fail(batch: PendingLine[], cause: unknown): void {
    try {
      if (this.#ragged) this.#cutBack();
    } catch (error) {
      this.#onTrouble(
        "Cannot cut back a failed write; it is tried again before the next one",
        error,
      );
    }
    const text =
      "Cannot save this: the server's disk refused it. Nothing was sent; try again later";
    const error = new ChatError("disk", text, { cause, wait: 1000 });
    this.#onTrouble("Cannot write", cause);
    for (const pending of batch) pending.failed(error);
  }

  async #syncThenTell(length: number, batch: PendingLine[]): Promise<void> {
    this.#syncing = this.#file.sync();
    try {
      await this.#syncing;
    } catch (error) {
      this.#syncing = null;
      this.#ragged = true;
      this.#fail(batch, error);
      this.flush();
      return;
    }
    this.#syncing = null;
    this.#end += length;
    for (const pending of batch) pending.written(this.#end);
    this.flush();
  }
}

/** Adds one line to a file that is not open here, or throws a ChatError `disk`. */
export function appendLine(path: string, line: string, options: LineFileOptions): void {
  const file = new LineFile(path, options);
  const pending = new SettledLine(line);
  file.append(pending);
  file.flush();
  void file.close();
  if (pending.error !== null) throw pending.error;
}
