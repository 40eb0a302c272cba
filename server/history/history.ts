/**
 * What was said in one room: lines in, messages out. A message's id is the byte offset of its line;
 * the newest messages are kept in memory, everything else is read by offset when it is asked for,
 * so nothing here grows with the history. Knows nothing of who is present.
 */
import { withAnswered } from "./answered.ts";
import { beginningOf, type Maker } from "./epoch.ts";
import { applyRelation, asMessage, isRelation } from "./relations.ts";
import type { Import } from "./imported.ts";
import type { HistoryOptions, OnStored } from "./history_options.ts";
import { Indexing } from "./indexing.ts";
import { type Entry, format, parse } from "./line.ts";
import { MonotonicTime, peekLastTime } from "./monotonic_time.ts";
import { lightened } from "./page_weight.ts";
import * as read from "./page_reader.ts";
import type { Catchup, ExternalLine, PageSlice } from "./page_reader.ts";
import { RelationIndex } from "./relation_index.ts";
import { ChatError } from "../base/errors.ts";
import type { Message } from "../protocol.ts";
import { LineFile } from "../store/line_file.ts";
import { wholeEnd } from "../store/tail.ts";

/** The history of one room. */
export class History {
  readonly epoch: string;
  readonly maker: Maker | null;
  readonly imported: Import | null;
  readonly path: string;
  readonly #options: HistoryOptions;
  readonly #index: RelationIndex;
  readonly #indexing: Indexing;
  readonly #reading: read.Reading;
  #file: LineFile | null = null;
  #end: number;
  readonly #times: MonotonicTime;
  /** The newest messages, folded; null while nobody needs them. */
  #tail: Message[] | null = null;
  #tailMore = false;

  /** Opens the history in a file that holds at least one whole line. */
  constructor(path: string, options: HistoryOptions) {
    this.path = path;
    this.#options = options;
    this.#reading = { file: () => this.#open(), slices: options.slices ?? null };
    const look = options.disk.openToRead(path);
    if (look === null) throw new ChatError("not_found", `Cannot open the history ${path}`);
    // What could not be mended is read up to its last whole line, and written once it is.
    this.#end = wholeEnd(look);
    if (this.#end < look.size()) this.#options = { ...options, end: this.#end };
    ({ epoch: this.epoch, maker: this.maker, imported: this.imported } = beginningOf(look));
    this.#times = new MonotonicTime(peekLastTime(look, this.#end));
    look.close();
    this.#index = new RelationIndex({ ...options, path }, this.epoch, this.#end);
    this.#indexing = new Indexing(this.#index, {
      ...options,
      file: () => this.#open(),
      end: () => this.#end,
    });
  }

  /** Where the next line will start. */
  get end(): number {
    return this.#end;
  }

  /** True where somebody else changed the file under us: it must be read anew. */
  get isChanged(): boolean {
    return this.#file?.isChanged ?? this.#options.disk.size(this.path) !== this.#end;
  }

  /** What somebody else added to the open file, in whole lines; null where it must be read anew. */
  takeIn(): ExternalLine[] | null {
    const last = this.#tail?.at(-1);
    if (last !== undefined && this.#read(last.id)?.name !== last.name) return null;
    const news = this.#file === null ? null : read.readExternalLines(this.#file);
    const end = this.#file?.end ?? this.#end;
    for (const one of news ?? []) one.message = this.#took(one.entry, one.id, end);
    this.#end = end;
    this.#times.forget();
    return news;
  }

  /** Lines that fit nothing, as far as the file has been looked through. */
  get malformed(): number {
    return this.#index.malformed;
  }

  /** The time that the last line has, 0 where none has one that is seen at a glance. */
  get lastTime(): number {
    return this.#times.last;
  }

  /** Bytes that the index has not seen yet. */
  get unseen(): number {
    return this.#indexing.unseen;
  }

  /**
   * Adds a line; `stored` is told when it is in the file. The owner calls `flush` in time. The line of
   * an erasure is written first, then the words that it takes away are overwritten in place.
   */
  append(entry: Entry, stored: OnStored, foreseen?: (id: number) => void): void {
    const file = this.#open();
    // The tail is read before the line is there, so that it never holds it twice.
    this.#newest();
    const said = this.#times.keep(entry, file);
    file.append(format(said), (error, id) => {
      stored(error, id, error === null ? this.#took(said, id, file.end) : null);
    }, foreseen);
  }

  /** Writes what waits. */
  flush(): void {
    this.#file?.flush();
  }

  /** The newest messages, at most `limit`. */
  last(limit: number): PageSlice {
    const tail = this.#newest();
    if (limit > tail.length && this.#tailMore) return this.#readNewest(limit);
    const messages = tail.slice(Math.max(0, tail.length - limit));
    const more = this.#tailMore || messages.length < tail.length;
    return lightened({ messages, end: this.#end, more }, "newest");
  }

  /**
   * What came after the line at `after` (from it on with `including`), null where no line starts there or
   * more was missed than `limit` messages: then only the newest can be told without a silent hole.
   */
  since(after: number, limit: number, including = false): Catchup | null {
    const missed = read.readSince(this.#open(), after, limit, including);
    for (const message of missed?.messages ?? []) this.#answered(message);
    return missed;
  }

  /** What somebody said after the line at `after`, in as much of the file as one call may read. */
  saidBy(name: string, after: number): Message[] {
    return read.readSaidBy(this.#open(), name, after);
  }

  /** What others said after an offset and is still there, as far as one call counts. */
  async unread(after: number, counting: read.UnreadQuery): Promise<read.UnreadCount> {
    await this.#indexing.running;
    return await read.countUnread(this.#reading, after, counting, (said) => this.current(said));
  }

  /** Up to `limit` messages before an offset, or the newest without one. */
  async before(offset: number | null, limit: number): Promise<PageSlice> {
    if (offset === null) return this.last(limit);
    await this.#ready(offset);
    return lightened(await this.#runBefore(offset, limit), "newest");
  }

  /** Up to `limit` messages after the line at an offset. */
  async after(offset: number, limit: number): Promise<PageSlice> {
    await this.#ready(offset);
    return lightened(await this.#runAfter(offset, limit, false), "oldest");
  }

  /** About `limit` messages around the line at an offset. */
  async around(offset: number, limit: number): Promise<PageSlice> {
    await this.#ready(offset);
    const older = await this.#runBefore(offset, Math.floor(limit / 2));
    const newer = await this.#runAfter(offset, limit - older.messages.length, true);
    return read.concatSlices(lightened(older, "newest"), lightened(newer, "oldest"));
  }

  /** True for the offset of a line that is there. */
  holds(id: number): boolean {
    return id < this.#end && this.#open().startsLine(id);
  }

  /** The message at an offset as it is now, or null where there is none. */
  find(id: number): Message | null {
    const kept = this.#tail?.find((message) => message.id === id);
    if (kept !== undefined) return kept;
    const message = this.#read(id);
    return message === null ? null : this.current(message);
  }

  /** A message as its line has it, with what later lines say about it folded on, and what it answers. */
  current(message: Message): Message {
    this.#index.applyTo(message, this.#wordsAt);
    this.#answered(message);
    return message;
  }

  /** How often a message was edited. */
  editsOf(id: number): number {
    return this.#index.editsOf(id);
  }

  /** Lets the index see what it has not seen: a little at once, much in slices of later turns. */
  catchUp(): Promise<void> {
    return this.#indexing.catchUp();
  }

  /** The same at once, for what is small. */
  catchUpNow(): void {
    this.#indexing.catchUpNow();
  }

  /** Lets go of memory and of the file while nobody is in the room. */
  async rest(): Promise<void> {
    const file = this.#file;
    if (file === null || file.waiting > 0) return;
    this.#file = null;
    this.#tail = null;
    this.#index.rest();
    await file.close();
  }

  /** Writes what waits, tells the index how far it reached and lets go of the file. */
  async close(): Promise<void> {
    this.flush();
    const file = this.#file;
    this.#file = null;
    this.#tail = null;
    await file?.close();
    this.#index.cover();
  }

  #open(): LineFile {
    if (this.#file !== null) return this.#file;
    const file = new LineFile(this.path, this.#options);
    if (file.end === this.#end) return this.#file = file;
    void file.close();
    const text = "This history was just changed; it is being read anew";
    throw new ChatError("busy", text, { wait: 2000 });
  }

  #took(entry: Entry, id: number, end: number): Message | null {
    this.#end = end;
    // Before the index knows the line: what a crash leaves undone is looked through again.
    const isDone = this.#indexing.blanked(entry, id);
    const message = asMessage(entry, id);
    if (message !== null) this.#keep(this.#answered(message));
    else if (isRelation(entry)) {
      const kept = this.#tail?.find((m) => m.id === entry.target);
      if (kept !== undefined) applyRelation(kept, entry);
    }
    if (isDone) this.#index.took(isRelation(entry) ? entry : null, id, end);
    if (isRelation(entry) && entry.kind !== "reacted") {
      for (const m of this.#tail ?? []) if (m.to?.id === entry.target) this.#answered(m);
    }
    return message;
  }

  #keep(message: Message): void {
    const tail = this.#tail;
    if (tail === null) return;
    tail.push(message);
    // Trimmed in runs, so that one message does not move fifty others.
    if (tail.length >= this.#options.recent * 2) {
      tail.splice(0, tail.length - this.#options.recent);
      this.#tailMore = true;
    }
  }

  #newest(): Message[] {
    if (this.#tail !== null) return this.#tail;
    const run = this.#readNewest(this.#options.recent);
    this.#tailMore = run.more;
    return this.#tail = run.messages;
  }

  #readNewest(limit: number): PageSlice {
    const { run, relations } = read.readNewest(this.#open(), limit, this.unseen > 0);
    if (this.unseen === 0) return lightened(this.#folded(run), "newest");
    // Read to the end, the run itself held every note about its messages.
    read.applyRelations(run.messages, relations);
    for (const message of run.messages) this.#answered(message, run.messages);
    return lightened(run, "newest");
  }

  async #runBefore(offset: number, limit: number): Promise<PageSlice> {
    return this.#folded(await read.readBefore(this.#reading, offset, limit));
  }

  async #runAfter(offset: number, limit: number, including: boolean): Promise<PageSlice> {
    return this.#folded(await read.readAfter(this.#reading, offset, limit, including));
  }

  #folded(run: PageSlice): PageSlice {
    for (const message of run.messages) this.current(message);
    return run;
  }

  readonly #wordsAt = (pointer: number): string | null => {
    const entry = this.#entry(pointer);
    return entry?.kind === "edited" ? entry.text : null;
  };

  #answered(message: Message, near: readonly Message[] = this.#tail ?? []): Message {
    return withAnswered(message, near, (id) => {
      const found = this.#read(id);
      if (found !== null) this.#index.applyTo(found, this.#wordsAt);
      return found;
    });
  }

  #read(id: number): Message | null {
    const entry = this.#entry(id);
    return entry === null ? null : asMessage(entry, id);
  }

  #entry(id: number): Entry | null {
    const line = this.#open().line(id);
    return line === null ? null : parse(line);
  }

  /** Resolves when what stands around an offset can be told; throws where no line starts there. */
  async #ready(offset: number): Promise<void> {
    if (this.#open().startsLine(offset)) return await (this.#indexing.running ?? undefined);
    throw new ChatError("bad_range", `Cannot read from offset ${offset}: no line starts there`);
  }
}
