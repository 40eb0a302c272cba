/**
 * How to take back what the node that serves has in its folder and the log may never have. Its invariant:
 * before a file changes, what undoes the change is written down, and it is forgotten only once the record
 * with that change is in the log. After a crash what was never committed is undone, the last change first.
 */
import { join } from "@std/path";
import { type Disk, type DiskFile, writeAll } from "../disk.ts";
import { fill } from "../line_reader.ts";
import { readText } from "../text_file.ts";
import { CLUSTER_FOLDER } from "./place.ts";

/** What takes one change back. Paths are absolute; `held` is where something lies that was put aside. */
type Step =
  | { kind: "cut"; path: string; length: number }
  | { kind: "drop"; path: string }
  | { kind: "write"; path: string; at: number; base64: string }
  | { kind: "move"; from: string; to: string; held: string | null }
  | { kind: "bring"; path: string; held: string };

interface Entry {
  /** The number of the record that holds the change. */
  record: number;
  step: Step;
}

/** The number of a record for what is not to be committed at all before somebody says so. */
export const NEVER = Number.MAX_SAFE_INTEGER;

/** Bytes of the journal at which what is committed is taken out of it. */
const MAX_BYTES = 256 * 1024;
const ENCODER = new TextEncoder();

/** The journal of one folder. */
export class UndoJournal {
  readonly #disk: Disk;
  readonly #folder: string;
  #entries: Entry[] = [];
  #file: DiskFile | null = null;
  /** Length of the line that begins the journal. */
  #begin = 0;
  #held = 0;
  #writer = "";

  constructor(disk: Disk, data: string) {
    this.#disk = disk;
    this.#folder = join(data, CLUSTER_FOLDER);
  }

  /** The process that wrote the journal that is there; null where there is none. */
  lastWriter(): string | null {
    return this.#lines()[0]?.writer ?? null;
  }

  /** Undoes what belongs to records from a number on, as a crash left it, and forgets everything. */
  undo(from: number): number {
    const entries = this.#lines().flatMap(({ record, step }) =>
      record !== undefined && step !== undefined && record >= from ? [step] : []
    );
    for (const step of entries.reverse()) this.#undo(step);
    this.#clear();
    return entries.length;
  }

  /** Begins anew, for the process that serves from now on. */
  begin(writer: string): void {
    this.#clear();
    this.#writer = writer;
    this.#rewrite();
  }

  /** A file will be longer. */
  grows(record: number, path: string, length: number): void {
    this.#note(record, { kind: "cut", path, length });
  }

  /** A file will be there that was not. */
  appears(record: number, path: string): void {
    this.#note(record, { kind: "drop", path });
  }

  /** Bytes of a file will be others, or cut off. */
  changes(record: number, path: string, at: number, length: number): void {
    const file = this.#disk.openToRead(path);
    if (file === null) return;
    try {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, file.size() - at)));
      const had = bytes.subarray(0, fill(file, bytes, at));
      this.#note(record, { kind: "write", path, at, base64: had.toBase64() });
    } finally {
      file.close();
    }
  }

  /** A file will have another name, and what had that name before none. */
  moves(record: number, from: string, to: string): void {
    const held = this.#disk.exists(to) ? this.#holder() : null;
    if (held !== null) this.#disk.link(to, held);
    this.#note(record, { kind: "move", from, to, held });
  }

  /** Takes a file or folder away, to be gone once that is committed. */
  remove(record: number, path: string): void {
    const held = this.#holder();
    this.#note(record, { kind: "bring", path, held });
    this.#disk.rename(path, held);
  }

  /** Lets go of the file; what is in it is undone by the next start, if need be. */
  close(): void {
    this.#file?.close();
    this.#file = null;
  }

  /** What was never to be committed is in a record now. */
  decide(path: string, record: number): void {
    for (const entry of this.#entries) {
      if (entry.record === NEVER && entry.step.kind === "drop" && entry.step.path === path) {
        entry.record = record;
      }
    }
    this.#rewrite();
  }

  /** A record is in the log: what undoes it is forgotten. */
  committed(record: number): void {
    const isDone = (entry: Entry): boolean => entry.record <= record;
    for (const { step } of this.#entries.filter(isDone)) {
      if ("held" in step && step.held !== null) this.#disk.remove(step.held);
    }
    this.#entries = this.#entries.filter((entry) => !isDone(entry));
    if (this.#entries.length === 0) this.#file?.truncate(this.#begin);
    else if ((this.#file?.size() ?? 0) > MAX_BYTES) this.#rewrite();
  }

  #note(record: number, step: Step): void {
    const entry = { record, step };
    const file = this.#file;
    if (file === null) throw new Error("The journal of changes was not begun");
    const size = file.size();
    try {
      writeAll(file, ENCODER.encode(`${JSON.stringify(entry)}\n`));
    } catch (error) {
      // Half a line would make the next one unreadable too.
      file.truncate(size);
      throw error;
    }
    this.#entries.push(entry);
  }

  #undo(step: Step): void {
    const disk = this.#disk;
    switch (step.kind) {
      case "cut":
        if ((disk.size(step.path) ?? 0) > step.length) this.#cut(step.path, step.length);
        break;
      case "drop":
        disk.remove(step.path);
        break;
      case "write":
        this.#writeBack(step.path, step.at, Uint8Array.fromBase64(step.base64));
        break;
      case "move":
        if (disk.exists(step.to) && !disk.exists(step.from)) disk.rename(step.to, step.from);
        if (step.held !== null && disk.exists(step.held)) disk.rename(step.held, step.to);
        break;
      case "bring":
        if (disk.exists(step.held)) disk.rename(step.held, step.path);
    }
  }

  #cut(path: string, length: number): void {
    const file = this.#disk.open(path);
    try {
      file.truncate(length);
    } finally {
      file.close();
    }
  }

  #writeBack(path: string, at: number, bytes: Uint8Array): void {
    const size = this.#disk.size(path) ?? 0;
    if (size < at) return;
    const file = this.#disk.open(path);
    try {
      const there = Math.min(bytes.length, size - at);
      if (there > 0) file.overwrite(bytes.subarray(0, there), at);
      if (there < bytes.length) writeAll(file, bytes.subarray(there));
    } finally {
      file.close();
    }
  }

  get #path(): string {
    return join(this.#folder, "undo");
  }

  #holder(): string {
    return join(this.#folder, "held", String(this.#held++));
  }

  #lines(): ({ writer?: string } & Partial<Entry>)[] {
    return (readText(this.#disk, this.#path) ?? "").split("\n").flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        // Half a line, as a full disk leaves it: the change that it stands for was never made.
        return [];
      }
    });
  }

  #clear(): void {
    this.#file?.close();
    this.#file = null;
    this.#entries = [];
    this.#disk.remove(this.#path);
    this.#disk.remove(join(this.#folder, "held"));
    this.#disk.makeFolder(join(this.#folder, "held"));
  }

  /** In one step, so that no moment is without a journal. */
  #rewrite(): void {
    const lines = [{ writer: this.#writer }, ...this.#entries].map((one) =>
      ENCODER.encode(`${JSON.stringify(one)}\n`)
    );
    const draft = `${this.#path}.new`;
    this.#disk.remove(draft);
    const file = this.#disk.open(draft);
    for (const line of lines) writeAll(file, line);
    this.#disk.rename(draft, this.#path);
    this.#file?.close();
    // The handle goes on with the file under its new name.
    this.#file = file;
    this.#begin = lines[0]!.length;
  }
}
