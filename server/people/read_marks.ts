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

const MAX_READ_MARKS = 100_000;
/** Milliseconds between two writes: a mark that a crash takes back only shows something as new again. */
const WRITE_INTERVAL_MS = 5000;

const READ_MARK_LINE = /^(\d{1,16}) ([0-9a-f]{1,64}) ([^\t\n]{1,400})\t([^\t\n]{1,400})$/;

/** All read marks. */
export class ReadMarks {
  readonly #options: ReadMarksOptions;
  /** By "account\troom", folded both: the id and its epoch. */
  readonly #marks = new BoundedMap<string, { id: number; epoch: string }>(MAX_READ_MARKS);
  /** Lines that are not understood: they are written again as they are. */
  readonly #kept: string[] = [];
  #timer: Timer | null = null;

  constructor(options: ReadMarksOptions) {
    this.#options = options;
    const text = readText(options.disk, options.path) ?? "";
    for (const line of linesOf(text)) {
      const [, id, epoch = "", account, room] = READ_MARK_LINE.exec(line) ?? [];
      if (id !== undefined) this.#marks.set(`${account}\t${room}`, { id: Number(id), epoch });
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
    const own = [...this.#marks].filter(([key]) => key.startsWith(`${account}\t`));
    return own.map(([key, { id }]) => ({ room: key.slice(account.length + 1), id }));
  }

  /** Moves a mark forward; false where it stood there or further. */
  move(account: string, room: string, epoch: string, id: number): boolean {
    if (id <= this.get(account, room, epoch)) return false;
    this.#marks.set(`${account}\t${room}`, { id, epoch });
    this.#timer ??= this.#writeSoon();
    return true;
  }

  /** An account has another name, or with null it is gone: its marks go with it. */
  rename(account: string, to: string | null): void {
    for (const [key, mark] of [...this.#marks]) {
      if (!key.startsWith(`${account}\t`)) continue;
      this.#marks.delete(key);
      if (to !== null) this.#marks.set(`${to}${key.slice(account.length)}`, mark);
    }
    this.#timer ??= this.#writeSoon();
  }

  /** A room has another key: what was read there is read there still. */
  renameRoom(from: string, to: string): void {
    let isOther = false;
    for (const [key, mark] of [...this.#marks]) {
      if (!key.endsWith(`\t${from}`)) continue;
      isOther = true;
      this.#marks.delete(key);
      const moved = `${key.slice(0, -from.length)}${to}`;
      const there = this.#marks.get(moved);
      // What was read since, under the new name, is further.
      if (there?.epoch !== mark.epoch || there.id < mark.id) this.#marks.set(moved, mark);
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
