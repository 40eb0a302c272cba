/**
 * An append-only text file addressed by byte offset. Its one invariant: `end` is behind the last
 * whole line that is in the file, and nobody is told of a line before it is there.
 *
 * Lines that arrive in one turn are one batch, one write. A write that fails or falls short is cut
 * back to `end` and answered to those who sent it; the next one simply tries again, so the file goes
 * on when the disk does. Knows bytes and lines, and no word of the chat.
 */
import { ChatError } from "../base/errors.ts";
import type { Clock, Timer } from "../base/clock.ts";
import type { Disk, DiskFile } from "./disk.ts";
import { decodeLine, readBackward, readForward, readLine, type Visit } from "./line_reader.ts";

/** When lines are made safe against a power cut: before they are told, within a second, or never. */
export type SyncPolicy = "always" | "second" | "never";

/** Told the offset that a line will have, just before it is written. */
export type Foreseen = (offset: number) => void;

/** Told once for each line: the error, or null and the offset at which the line starts. */
export type Appended = (error: ChatError | null, offset: number) => void;

/** What a line file needs from outside. */
export interface LineFileOptions {
  disk: Disk;
  clock: Clock;
  sync: SyncPolicy;
  /** Where the last whole line ends, where something torn stands behind it: nothing is written then. */
  end?: number;
  /** Called just before each write, when everybody has been told what offset to foresee. */
  beforeWrite?: () => void;
  /** Told of trouble that no sender can be told of. */
  onTrouble?: (what: string, error: unknown) => void;
}

/** Most that may wait for one write: lines, and UTF-16 units of them. */
const MAX_QUEUED_LINES = 8192;
const MAX_QUEUED_UNITS = 4 * 1024 * 1024;

/** Bytes that somebody else may have added before the file counts as another one. */
const MAX_EXTERNAL_BYTES = 64 * 1024;

const ENCODER = new TextEncoder();

/** One open line file. */
export class LineFile {
  readonly path: string;
  readonly #file: DiskFile;
  readonly #clock: Clock;
  readonly #policy: SyncPolicy;
  readonly #onTrouble: (what: string, error: unknown) => void;
  readonly #beforeWrite: () => void;
  #end: number;
  #lines: string[] = [];
  #appended: Appended[] = [];
  #foreseen: Foreseen[] = [];
  #units = 0;
  /** Bytes behind `end` may be in the file: a cut is owed before the next write. */
  #ragged = false;
  #syncing: Promise<void> | null = null;
  #syncTimer: Timer | null = null;
  #closed = false;

  /** Opens the file, makes it if it is not there. The last line must be whole: see `mendTail`. */
  constructor(path: string, options: LineFileOptions) {
    this.path = path;
    this.#clock = options.clock;
    this.#policy = options.sync;
    this.#onTrouble = options.onTrouble ?? (() => {});
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

  /** Lines that wait for the end of the turn. */
  get waiting(): number {
    return this.#lines.length;
  }

  /** Takes a line (without its newline) for the next write. The owner calls `flush` in time. */
  append(line: string, appended: Appended, foreseen: Foreseen = () => {}): void {
    if (this.#closed) {
      throw new ChatError("not_found", "Cannot write: this file was closed");
    }
    if (this.#lines.length >= MAX_QUEUED_LINES || this.#units + line.length > MAX_QUEUED_UNITS) {
      const text = "Cannot take more for this room just now: try again in a moment";
      throw new ChatError("busy", text, { wait: 1000 });
    }
    this.#lines.push(line);
    this.#appended.push(appended);
    this.#foreseen.push(foreseen);
    this.#units += line.length + 1;
  }

  /** Writes what waits, in one write, and tells everybody who waits how it went. */
  flush(): void {
    // One write in flight: what comes while a sync is awaited goes with the next batch.
    if (this.#lines.length === 0 || (this.#policy === "always" && this.#syncing !== null)) return;
    const lines = this.#lines;
    const appended = this.#appended;
    this.#lines = [];
    const foreseen = this.#foreseen;
    this.#appended = [];
    this.#foreseen = [];
    this.#units = 0;

    const offsets: number[] = new Array(lines.length);
    const bytes = encodeLines(lines, offsets, this.#end);
    for (let i = 0; i < foreseen.length; i++) foreseen[i]!(offsets[i]!);
    this.#beforeWrite();
    try {
      this.#write(bytes);
    } catch (error) {
      this.#fail(appended, error);
      return;
    }
    if (this.#policy === "always") {
      void this.#syncThenTell(bytes.length, appended, offsets);
      return;
    }
    this.#end += bytes.length;
    if (this.#policy === "second") this.#syncSoon();
    for (let i = 0; i < appended.length; i++) appended[i]!(null, offsets[i]!);
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
    this.#syncTimer?.cancel();
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
      const taken = this.#file.append(bytes.subarray(done));
      if (taken <= 0) throw new Error("The disk took nothing");
      done += taken;
    }
    this.#ragged = false;
  }

  #cutBack(): void {
    this.#file.truncate(this.#end);
    this.#ragged = false;
  }

  #fail(appended: Appended[], cause: unknown): void {
    try {
      if (this.#ragged) this.#cutBack();
    } catch (error) {
      this.#onTrouble(
        "Cannot cut back a failed write; it is tried again before the next one",
        error,
      );
    }
    const error = new ChatError(
      "disk",
      "Cannot save this: the server's disk refused it. Nothing was sent; try again later",
      { cause, wait: 1000 },
    );
    this.#onTrouble("Cannot write", cause);
    for (const tell of appended) tell(error, -1);
  }

  async #syncThenTell(length: number, appended: Appended[], offsets: number[]): Promise<void> {
    this.#syncing = this.#file.sync();
    try {
      await this.#syncing;
    } catch (error) {
      this.#syncing = null;
      this.#ragged = true;
      this.#fail(appended, error);
      this.flush();
      return;
    }
    this.#syncing = null;
    this.#end += length;
    for (let i = 0; i < appended.length; i++) appended[i]!(null, offsets[i]!);
    this.flush();
  }

  #syncSoon(): void {
    this.#syncTimer ??= this.#clock.after(1000, () => {
      this.#syncTimer = null;
      if (this.#closed) return;
      // Bytes written while this runs set the timer again: each is synced within a second or two.
      this.#syncing = this.#file.sync().catch((error) => {
        this.#onTrouble("Cannot sync", error);
      }).finally(() => {
        this.#syncing = null;
      });
    });
  }
}

/** Adds one line to a file that is not open here, or throws a ChatError `disk`. */
export function appendLine(path: string, line: string, options: LineFileOptions): void {
  const file = new LineFile(path, options);
  const failed: ChatError[] = [];
  file.append(line, (error) => {
    if (error !== null) failed.push(error);
  });
  file.flush();
  void file.close();
  if (failed[0] !== undefined) throw failed[0];
}

function encodeLines(lines: string[], offsets: number[], start: number): Uint8Array {
  if (lines.length === 1) {
    offsets[0] = start;
    return ENCODER.encode(lines[0]! + "\n");
  }
  let units = 0;
  for (const line of lines) units += line.length + 1;
  // Three bytes hold any UTF-16 unit.
  const bytes = new Uint8Array(units * 3);
  let at = 0;
  for (let i = 0; i < lines.length; i++) {
    offsets[i] = start + at;
    at += ENCODER.encodeInto(lines[i]!, bytes.subarray(at)).written;
    bytes[at++] = 10;
  }
  return bytes.subarray(0, at);
}
