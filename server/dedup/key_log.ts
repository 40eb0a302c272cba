/**
 * Refs of messages by sender: in memory those seen lately, in number and age bounded, and in a small
 * file those of stored messages, for the run after this one. The file is derived and may be missing;
 * what it says is believed only as far as the history bears it out.
 */
import { dirname } from "@std/path";
import type { InFlight } from "./in_flight.ts";
import { BoundedMap } from "../base/bounded_map.ts";
import type { Disk, DiskFile } from "../store/disk.ts";
import { readText } from "../store/text_file.ts";

/** What became of a ref: its message is on its way, or has an id. */
export type Seen = InFlight | { id: number };

/** What refs need from outside. */
export interface KeyLogOptions {
  disk: Disk;
  /** The file; one with `.old` behind its name holds what was noted before. */
  path: string;
  onTrouble: (what: string, error: unknown) => void;
}

interface RecordedKeys {
  /** Nearly every ref stands for one message, and has no list of them. */
  byRef: Map<string, number | number[]>;
  ids: Set<number>;
}

const MAX_KEYS = 16_384;
const KEY_AGE_MS = 10 * 60 * 1000;
/** Bytes of notes before they become the old ones. */
const MAX_LOG_BYTES = 512 * 1024;

const KEY_LINE = /^(\d{1,16}) ([\x20-\x7e]{1,36})$/;

/** The refs of one room. */
export class KeyLog {
  readonly #options: KeyLogOptions;
  readonly #seen = new BoundedMap<string, { at: number; what: Seen }>(MAX_KEYS);
  /** What the files say: ids by ref; null until somebody asks. */
  #noted: RecordedKeys | null = null;
  #waiting = "";
  #file: DiskFile | null = null;

  constructor(options: KeyLogOptions) {
    this.#options = options;
  }

  /** What became of a sender's ref, or undefined where it is new. */
  get(key: string, ref: string): Seen | undefined {
    return this.#seen.get(`${key}\n${ref}`)?.what;
  }

  /** Remembers what became of it. */
  set(key: string, ref: string, what: Seen, now: number): void {
    const keyed = `${key}\n${ref}`;
    const known = this.#seen.get(keyed);
    // In its place: one that is on its way has its id a moment later.
    if (known !== undefined) known.what = what;
    else this.#seen.set(keyed, { at: now, what });
    this.#seen.forgetWhile(({ at }) => now - at >= KEY_AGE_MS);
  }

  delete(key: string, ref: string): void {
    this.#seen.delete(`${key}\n${ref}`);
  }

  /** Ids that messages with this ref may have, whoever sent them. */
  recorded(ref: string): readonly number[] {
    this.#noted ??= this.#read();
    const ids = this.#noted.byRef.get(ref) ?? [];
    return typeof ids === "number" ? [ids] : ids;
  }

  /** True for a message whose ref is noted. */
  knows(id: number): boolean {
    this.#noted ??= this.#read();
    return this.#noted.ids.has(id);
  }

  /** Notes the id that a message will have, with the next `flush`. */
  record(ref: string, id: number): void {
    this.#waiting += `${id} ${ref}\n`;
  }

  /** Forgets all of them. */
  clear(): void {
    const { disk, path } = this.#options;
    this.rest();
    this.#seen.clear();
    disk.remove(path);
    disk.remove(`${path}.old`);
  }

  /**
   * Writes the notes, before the messages themselves are written: a crash between the two leaves a note
   * of nothing, which is harmless, and never a message without its note.
   */
  flush(): void {
    const lines = this.#waiting;
    this.#waiting = "";
    if (lines === "") return;
    try {
      this.#append(lines);
    } catch (error) {
      this.rest();
      this.#options.onTrouble("Cannot note refs", error);
    }
  }

  /** Lets go of the file and of what it says. */
  rest(): void {
    this.#file?.close();
    this.#file = null;
    this.#noted = null;
  }

  #append(lines: string): void {
    const { disk, path } = this.#options;
    if (this.#file === null) {
      disk.makeFolder(dirname(path));
      this.#file = disk.open(path);
    }
    // Half a note, as a full disk leaves one, stands on a line of its own and fits nothing.
    this.#file.append(new TextEncoder().encode(`\n${lines}`));
    if (this.#file.size() < MAX_LOG_BYTES) return;
    // What was read stays: it is of the run before, and to read all of it again would hold everybody up.
    this.#file.close();
    this.#file = null;
    disk.rename(path, `${path}.old`);
  }

  #read(): RecordedKeys {
    const { disk, path } = this.#options;
    const found: RecordedKeys = { byRef: new Map(), ids: new Set() };
    for (const name of [`${path}.old`, path]) {
      const text = readText(disk, name) ?? "";
      for (const line of text.split("\n")) {
        const [, id, ref = ""] = KEY_LINE.exec(line) ?? [];
        if (id === undefined) continue;
        const known = found.byRef.get(ref);
        found.byRef.set(ref, known === undefined ? Number(id) : [known, Number(id)].flat());
        found.ids.add(Number(id));
      }
    }
    return found;
  }
}
