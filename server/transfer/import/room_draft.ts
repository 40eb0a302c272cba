/**
 * A room on its way in: lines are written to a draft, and the room is there at once when it is whole. A draft
 * that was left behind is written anew.
 */
import { join } from "@std/path";
import { importLine } from "../../history/imported.ts";
import { type Entry, format } from "../../history/line.ts";
import { type Disk, type DiskFile, writeAll, writeFile } from "../../store/disk.ts";
import { type ArrivingMember, type ArrivingMembers, membersFile } from "../room_members.ts";

const BUFFER_BYTES = 64 * 1024;
/** Bytes that a character of UTF-16 may take. */
const BYTES_PER_UNIT = 3;

/** Where a draft is written, and what its first line says. */
export interface DraftOptions {
  /** Null in a dry run: nothing is written. */
  disk: Disk | null;
  folder: string;
  now: number;
  /** The latest time of all that is imported. */
  latest: number;
  asAccounts: boolean;
  /** Who is in a private room. */
  arriving?: ArrivingMembers;
}

/** One room. */
export class RoomDraft {
  readonly name: string;
  readonly #path: string;
  readonly #disk: Disk | null;
  readonly #file: DiskFile | null;
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  readonly #arriving: ArrivingMembers | null;
  /** Where what a member may read begins. */
  readonly #from = new Map<ArrivingMember, number>();
  #buffered = 0;
  #written = 0;

  constructor(name: string, options: DraftOptions) {
    const { disk, folder, now, latest, asAccounts } = options;
    this.name = name;
    this.#arriving = options.arriving ?? null;
    this.#disk = disk;
    this.#path = join(folder, `${name}.txt`);
    disk?.makeFolder(folder);
    disk?.remove(this.#draft);
    this.#file = disk?.open(this.#draft) ?? null;
    this.#line(importLine(now, latest, asAccounts));
  }

  get #draft(): string {
    return `${this.#path}.new`;
  }

  /** Adds a line and returns where it begins. */
  add(entry: Entry): number {
    const at = this.#line(format(entry));
    for (const member of this.#arriving?.members ?? []) {
      // Of the second itself nobody knows what was before: that is left out.
      if (entry.time > member.since && !this.#from.has(member)) this.#from.set(member, at);
    }
    return at;
  }

  #line(line: string): number {
    const at = this.#written + this.#buffered;
    const text = `${line}\n`;
    if (text.length * BYTES_PER_UNIT > BUFFER_BYTES - this.#buffered) {
      this.#flush();
    }
    if (text.length * BYTES_PER_UNIT > BUFFER_BYTES) {
      this.#write(new TextEncoder().encode(text));
    } else {
      const { written } = new TextEncoder().encodeInto(text, this.#buffer.subarray(this.#buffered));
      this.#buffered += written;
    }
    return at;
  }

  /** The room is whole: it is on the device now, under its name with `appear`. */
  finish(): void {
    this.#flush();
    this.#file?.syncNow();
    this.#file?.close();
  }

  appear(): void {
    // First, for without them the room is nobody's.
    if (this.#arriving !== null && this.#disk !== null) {
      const fromOf = (member: ArrivingMember) =>
        member.since === -Infinity ? 0 : this.#from.get(member) ?? this.#written;
      const text = new TextEncoder().encode(membersFile(this.#arriving, fromOf));
      const path = this.#path.replace(/\.txt$/, ".members");
      this.#disk.remove(path);
      writeFile(this.#disk, path, (out) => writeAll(out, text));
    }
    this.#disk?.rename(this.#draft, this.#path);
  }

  /** Leaves nothing behind. */
  discard(): void {
    this.#file?.close();
    this.#disk?.remove(this.#draft);
  }

  #flush(): void {
    this.#write(this.#buffer.subarray(0, this.#buffered));
    this.#buffered = 0;
  }

  #write(bytes: Uint8Array): void {
    if (this.#file !== null) writeAll(this.#file, bytes);
    this.#written += bytes.length;
  }
}
