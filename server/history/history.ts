/**
 * What was said in one room: lines in, messages out. A message's id is the byte offset of its line; the
 * newest are kept in memory, the rest is read when asked for. Knows nothing of who is present.
 */
import { withAnswered } from "./answered.ts";
import { asMessage, isRelation } from "./relations.ts";
import { dropErased } from "./room_events.ts";
import type { HistoryOptions } from "./history_options.ts";
import { EntryReader } from "./entry_reader.ts";
import type { Entry } from "./line.ts";
import { load, type Loaded } from "./loaded.ts";
import { Newest } from "./newest.ts";
import { lightened } from "./page_weight.ts";
import * as read from "./page_reader.ts";
import type { PendingEntry } from "./pending_entry.ts";
import type { RoomFacts } from "./room_facts.ts";
import { countUnread, type UnreadCount, type UnreadQuery } from "./unread.ts";
import { ChatError } from "../base/errors.ts";
import type { Message } from "../protocol.ts";
import { LineFile } from "../store/line_file.ts";

/** The history of one room. */
export class History {
  readonly path: string;
  readonly #options: HistoryOptions;
  readonly #reading: read.Reading;
  readonly #access = { file: () => this.#open(), end: () => this.#state.end };
  #state: Loaded;
  #file: LineFile | null = null;
  readonly #lines = new EntryReader(() => this.#open());
  readonly #newest: Newest;
  readonly #onReopened: (() => void)[] = [];
  #released: Promise<unknown> = Promise.resolve();

  /** Opens the history in a file that holds at least one whole line. */
  constructor(path: string, options: HistoryOptions) {
    this.path = path;
    this.#options = options;
    this.#newest = new Newest(options.recent);
    this.#reading = { file: this.#access.file, slices: options.slices ?? null };
    this.#state = load(path, options, this.#access);
  }

  /** Names the file that ids belong to; changes when the file is read anew and is another one. */
  get epoch(): string {
    return this.#state.epoch;
  }

  get maker(): Loaded["maker"] {
    return this.#state.maker;
  }

  get imported(): Loaded["imported"] {
    return this.#state.imported;
  }

  /** What the whole file says of the room. */
  get facts(): RoomFacts {
    return this.#state.index.facts;
  }

  /** Where the next line will start. */
  get end(): number {
    return this.#state.end;
  }

  /** True where somebody else changed the file under us: it must be read anew. */
  get isChanged(): boolean {
    return this.#file?.isChanged ?? this.#options.disk.size(this.path) !== this.#state.end;
  }

  /** What somebody else added to the open file, in whole lines; null where it must be read anew. */
  takeExternal(): read.ExternalLine[] | null {
    const last = this.#newest.kept.at(-1);
    if (last !== undefined && this.#lines.message(last.id)?.name !== last.name) return null;
    const news = this.#file === null ? null : read.readExternalLines(this.#file);
    const end = this.#file?.end ?? this.#state.end;
    for (const one of news ?? []) one.message = this.#accept(one.entry, one.id, end);
    this.#state.end = end;
    this.#state.times.forget();
    return news;
  }

  /** Lines that fit nothing, as far as the file has been looked through. */
  get malformed(): number {
    return this.#state.index.malformed;
  }

  /** The time that the last line has, 0 where none has one that is seen at a glance. */
  get lastTime(): number {
    return this.#state.times.last;
  }

  /** Bytes that the index has not seen yet. */
  get unseen(): number {
    return this.#state.indexing.unseen;
  }

  /** Adds an entry, told once it is written; then the words an erasure takes away are overwritten. */
  append(pending: PendingEntry): void {
    const file = this.#open();
    // The newest are read before the line is there, so that they never hold it twice.
    this.#newest.fill(this.#readNewest);
    pending.begin(this.#state.times.clamp(pending.entry, file), this.#accept);
    file.append(pending);
  }

  /** Overwrites in place which emoji these lines put on messages and took off. */
  redactReactions(lines: { offset: number; target: number }[]): void {
    this.#state.indexing.redactReactions(lines);
  }

  /** Writes what waits, where nobody schedules it. */
  flush(): void {
    this.#file?.flush();
  }

  /** The newest messages, at most `limit`. */
  last(limit: number): read.PageSlice {
    this.#newest.fill(this.#readNewest);
    const kept = this.#newest.last(limit);
    if (kept === null) return this.#readNewest(limit);
    return lightened({ ...kept, end: this.#state.end }, "newest");
  }

  /**
   * What came after the line at `after` (from it on with `including`), null where no line starts there or
   * more was missed than `limit` messages: then only the newest can be told without a silent hole.
   */
  since(after: number, limit: number, including = false): read.Catchup | null {
    const missed = read.readSince(this.#open(), after, limit, including);
    for (const message of missed?.messages ?? []) this.#answered(message);
    return missed && dropErased(missed, this.#isErased);
  }

  /** What somebody said after the line at `after`, in as much of the file as one call may read. */
  saidBy(name: string, after: number): Message[] {
    return read.readSaidBy(this.#open(), name, after);
  }

  /** What others said after an offset and is still there, as far as one call counts. */
  async unread(after: number, counting: UnreadQuery): Promise<UnreadCount> {
    await this.#state.indexing.running;
    return await countUnread(this.#reading, after, counting, (said) => this.current(said));
  }

  /** Up to `limit` messages before an offset, or the newest without one. */
  async before(offset: number | null, limit: number): Promise<read.PageSlice> {
    if (offset === null) return this.last(limit);
    await this.#ready(offset);
    return lightened(this.#folded(await read.readBefore(this.#reading, offset, limit)), "newest");
  }

  /** Up to `limit` messages after the line at an offset, from it on with `including`. */
  async after(offset: number, limit: number, including = false): Promise<read.PageSlice> {
    await this.#ready(offset);
    const run = await read.readAfter(this.#reading, offset, limit, including);
    return lightened(this.#folded(run), "oldest");
  }

  /** About `limit` messages around the line at an offset. */
  async around(offset: number, limit: number): Promise<read.PageSlice> {
    await this.#ready(offset);
    const older = this.#folded(await read.readBefore(this.#reading, offset, Math.floor(limit / 2)));
    const left = limit - older.messages.length;
    const newer = this.#folded(await read.readAfter(this.#reading, offset, left, true));
    return read.concatSlices(lightened(older, "newest"), lightened(newer, "oldest"));
  }

  /** True for the offset of a line that is there. */
  holds(id: number): boolean {
    return id < this.#state.end && this.#open().startsLine(id);
  }

  /** The message at an offset as it is now, or null where there is none. */
  find(id: number): Message | null {
    const kept = this.#newest.find(id);
    if (kept !== undefined) return kept;
    const message = this.#lines.message(id);
    return message === null ? null : this.current(message);
  }

  /** A message as its line has it, with what later lines say about it folded on, and what it answers. */
  current(message: Message): Message {
    this.#state.index.applyTo(message, this.#lines.wordsAt);
    this.#answered(message);
    return message;
  }

  /** How often a message was edited. */
  editsOf(id: number): number {
    return this.#state.index.editsOf(id);
  }

  /** Lets the index see what it has not: a little at once, much in slices of later turns. */
  catchUp(): Promise<void> {
    return this.#state.indexing.catchUp();
  }

  /** The same at once, for what is small. */
  catchUpNow(): void {
    this.#state.indexing.catchUpNow();
  }

  /**
   * Reads the file anew, which somebody else changed and `mend` mends: what waits to be written is
   * refused, and no id from before means anything. Whoever keeps one is told by `onReopened`.
   */
  reopen(mend: () => void): void {
    this.#released = Promise.allSettled([this.#released, this.#release()]);
    mend();
    this.#state.indexing.stop();
    this.#state = load(this.path, this.#options, this.#access);
    for (const forget of this.#onReopened) forget();
  }

  /** Adds somebody who is told that the history was read anew. */
  onReopened(forget: () => void): void {
    this.#onReopened.push(forget);
  }

  /** Lets go of memory and of the file while nobody is in the room. */
  async rest(): Promise<void> {
    if (this.#file === null || this.#file.waiting > 0) return;
    this.#state.index.rest();
    await this.#release();
  }

  /** Writes what waits, tells the index how far it reached and lets go of the file. */
  async close(): Promise<void> {
    await this.#release();
    await this.#released;
    this.#state.index.cover();
  }

  async #release(): Promise<void> {
    const file = this.#file;
    file?.flush();
    this.#file = null;
    this.#newest.clear();
    await file?.close();
  }

  #open(): LineFile {
    if (this.#file !== null) return this.#file;
    const { end, isTorn } = this.#state;
    const file = new LineFile(this.path, { ...this.#options, ...(isTorn ? { end } : {}) });
    if (file.end === this.#state.end) return this.#file = file;
    void file.close();
    throw new ChatError("busy", "This history was just changed: try again soon", { wait: 2000 });
  }

  readonly #accept = (entry: Entry, id: number, end: number): Message | null => {
    this.#state.end = end;
    // Before the index knows the line: what a crash leaves undone is looked through again.
    const isDone = this.#state.indexing.blanked(entry, id);
    const message = asMessage(entry, id);
    this.#newest.take(entry, id, message === null ? null : this.#answered(message));
    if (isDone) this.#state.index.took(entry, id, end);
    if (isRelation(entry) && entry.kind !== "reacted") {
      for (const answer of this.#newest.answersTo(entry.target)) this.#answered(answer);
    }
    return message;
  };

  readonly #isErased = (id: number): boolean => this.#state.index.isErased(id);

  readonly #readNewest = (limit: number): read.PageSlice => {
    const { run, relations } = read.readNewest(this.#open(), limit, this.unseen > 0);
    if (this.unseen === 0) return lightened(this.#folded(run), "newest");
    // Read to the end, the run itself held every note about its messages.
    read.applyRelations(run, relations);
    for (const message of run.messages) this.#answered(message, run.messages);
    return lightened(run, "newest");
  };

  #folded(run: read.PageSlice): read.PageSlice {
    for (const message of run.messages) this.current(message);
    return dropErased(run, this.#isErased);
  }

  #answered(message: Message, near: readonly Message[] = this.#newest.kept): Message {
    // Who is present now was not called by what was said then.
    if (this.#options.callsOf?.(message, this.#state) === "all") message.calls = "all";
    return withAnswered(message, near, this.#found);
  }

  readonly #found = (id: number): Message | null => {
    const found = this.#lines.message(id);
    if (found !== null) this.#state.index.applyTo(found, this.#lines.wordsAt);
    return found;
  };

  /** Resolves when what stands around an offset can be told; throws where no line starts there. */
  async #ready(offset: number): Promise<void> {
    if (this.#open().startsLine(offset)) return await (this.#state.indexing.running ?? undefined);
    throw new ChatError("bad_range", `Cannot read from offset ${offset}: no line starts there`);
  }
}
