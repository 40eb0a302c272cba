/**
 * Up to where each account has read each room: `read_marks.txt`, replaced a few seconds after people
 * read. A mark only moves forward, and counts only with the epoch of its room.
 */
import { BoundedMap } from "../base/bounded_map.ts";
import type { Clock, Timer } from "../base/clock.ts";
import type { Disk } from "../store/disk.ts";
import { linesOf } from "../store/line_table.ts";
import { readText, replaceText } from "../store/text_file.ts";
export interface ReadMarksOptions {
  path: string;
  disk: Disk;
  clock: Clock;
  onTrouble: (what: string, error: unknown) => void;
}

interface Mark {
  account: string;
  room: string;
  id: number;
  epoch: string;
}

const MAX_READ_MARKS = 100_000;
/** Milliseconds between two writes: a mark that a crash takes back only shows something as new again. */
const WRITE_INTERVAL_MS = 5000;

const READ_MARK_LINE = /^(\d{1,16}) ([0-9a-f]{1,64}) ([^\t\n]{1,400})\t([^\t\n]{1,400})$/;

/** All read marks. */
export class ReadMarks {
  readonly #options: ReadMarksOptions;
  /** By "account\troom", folded both. */
  readonly #marks = new BoundedMap<string, Mark>(MAX_READ_MARKS, (mark) => this.#unlist(mark));
  /** The same by room, and there by account. */
  readonly #byRoom = new Map<string, Map<string, Mark>>();
  /** Lines that are not understood: they are written again as they are. */
  readonly #kept: string[] = [];
  #timer: Timer | null = null;

  constructor(options: ReadMarksOptions) {
    this.#options = options;
    const text = readText(options.disk, options.path) ?? "";
    for (const line of linesOf(text)) {
      const [, id, epoch = "", account = "", room = ""] = READ_MARK_LINE.exec(line) ?? [];
      if (id !== undefined) this.#set({ account, room, id: Number(id), epoch });
      else this.#kept.push(line);
    }
  }

  /** Lines that are kept and not understood. */
  get malformed(): number {
    return this.#kept.length;
  }

  /** The id of the last message that an account has read in a room, 0 for none. */
  get(account: string, room: string, epoch: string): number {
    const mark = this.#marks.get(`${account}\t${room}`);
    return mark?.epoch === epoch ? mark.id : 0;
  }

  /** All marks of an account: a room's key, and the id up to which it was read. */
  of(account: string): { room: string; id: number }[] {
    return [...this.#marks].map(([, mark]) => mark).filter((mark) => mark.account === account)
      .map(({ room, id }) => ({ room, id }));
  }

  /** How many accounts have ever read in a room. */
  readers(room: string): number {
    return this.#byRoom.get(room)?.size ?? 0;
  }

  /** Up to where each account has read a room. */
  in(room: string, epoch: string): { account: string; id: number }[] {
    return [...this.#byRoom.get(room)?.values() ?? []].filter((mark) => mark.epoch === epoch);
  }

  /** Moves a mark forward; false where it stood there or further. */
  move(account: string, room: string, epoch: string, id: number): boolean {
    if (id <= this.get(account, room, epoch)) return false;
    this.#set({ account, room, id, epoch });
    this.#timer ??= this.#writeSoon();
    return true;
  }

  /** An account has another name, or with null it is gone: its marks go with it. */
  rename(account: string, to: string | null): void {
    for (const [key, mark] of [...this.#marks]) {
      if (mark.account !== account) continue;
      this.#marks.delete(key);
      if (to !== null) this.#set({ ...mark, account: to });
    }
    this.#timer ??= this.#writeSoon();
  }

  /** A room has another key: what was read there is read there still. */
  renameRoom(from: string, to: string): void {
    let isOther = false;
    for (const [key, mark] of [...this.#marks]) {
      if (mark.room !== from) continue;
      isOther = true;
      this.#marks.delete(key);
      const there = this.#marks.get(`${mark.account}\t${to}`);
      // What was read since, under the new name, is further.
      if (there?.epoch !== mark.epoch || there.id < mark.id) this.#set({ ...mark, room: to });
    }
    if (isOther) this.#timer ??= this.#writeSoon();
  }

  #writeSoon(): Timer {
    return this.#options.clock.after(WRITE_INTERVAL_MS, () => void this.#write());
  }

  /** Writes what is not written yet. */
  async close(): Promise<void> {
    if (this.#timer !== null) await this.#write();
  }

  #set(mark: Mark): void {
    const { account, room } = mark;
    this.#marks.set(`${account}\t${room}`, mark);
    const readers = this.#byRoom.get(room) ?? new Map();
    this.#byRoom.set(room, readers.set(account, mark));
  }

  #unlist({ account, room }: Mark): void {
    const readers = this.#byRoom.get(room);
    if (readers?.delete(account) && readers.size === 0) this.#byRoom.delete(room);
  }

  async #write(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    const lines = [...this.#marks].map(([key, { id, epoch }]) => `${id} ${epoch} ${key}\n`);
    try {
      const kept = this.#kept.map((line) => `${line}\n`);
      await replaceText(this.#options.disk, this.#options.path, [...kept, ...lines].join(""));
    } catch (error) {
      this.#options.onTrouble("Cannot write the read marks", error);
    }
  }
}

/** True for a line that this file may hold. */
export function isReadMarkLine(line: string): boolean {
  return READ_MARK_LINE.test(line);
}
