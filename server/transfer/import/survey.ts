/**
 * What the first reading of all logs finds out, so that the second can write: who is spoken of, which messages
 * are answered, which files are named, which rooms there are, and whether times run backwards.
 */
import type { LogEvent, LogMessage } from "../sources/source.ts";
import type { ImportNames } from "./import_names.ts";
import type { ImportFiles } from "./import_files.ts";
import type { Log, NumberedSink } from "./log_file.ts";
import type { TargetTable } from "./target_table.ts";

/** The times of one room in one log. */
export interface RoomSpan {
  first: number;
  last: number;
  /** Where the last one stood among those of its second. */
  place?: number;
  /** Something stands behind what was later. */
  isBackwards: boolean;
}

/** More rooms than anybody moves at once. */
export const MAX_ROOMS = 500;

/** The first reading of one log. */
export class Survey implements NumberedSink {
  readonly rooms = new Map<string, RoomSpan>();
  /** Who is in a private one, as the log tells it. */
  readonly members = new Map<string, readonly string[]>();
  readonly #log: Log;
  readonly #names: ImportNames;
  readonly #targets: TargetTable;
  readonly #files: ImportFiles;
  #room = "";
  lines = 0;
  messages = 0;

  constructor(log: Log, names: ImportNames, targets: TargetTable, files: ImportFiles) {
    this.#log = log;
    this.#names = names;
    this.#targets = targets;
    this.#files = files;
  }

  next(): void {
    this.lines++;
  }

  message({ time, place, name, to, files, reactions }: LogMessage): void {
    if (Number.isNaN(time)) return;
    this.messages++;
    this.#names.see(name);
    this.#at(time, place);
    if (to !== undefined) this.#targets.want(this.#room, to);
    for (const file of files ?? []) {
      this.#files.want(this.#room, this.#log.file, file);
    }
    for (const reaction of reactions ?? []) this.#names.see(reaction.name);
  }

  event(event: LogEvent): void {
    if (Number.isNaN(event.time)) return;
    this.#names.see(event.name);
    this.#at(event.time, event.place);
    if ("who" in event) this.#names.see(event.who);
    if (!("target" in event)) return;
    this.#targets.want(this.#room, event.target);
    const other = event.kind === "erased" ? event.orElse : undefined;
    if (other !== undefined) this.#targets.want(this.#room, other);
  }

  room(name: string, members?: readonly string[]): void {
    this.#room = name;
    if (members !== undefined && this.members.size <= MAX_ROOMS) this.members.set(name, members);
  }

  more(): void {}
  remark(): void {}
  malformed(): void {}

  #at(time: number, place = 0): void {
    const span = this.rooms.get(this.#room);
    if (span === undefined) {
      if (this.rooms.size < MAX_ROOMS + 1) {
        this.rooms.set(this.#room, { first: time, last: time, place, isBackwards: false });
      }
    } else if (time < span.last || time === span.last && place < (span.place ?? 0)) {
      span.isBackwards = true;
    } else [span.last, span.place] = [time, place];
  }
}
