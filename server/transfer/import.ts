/**
 * Rooms made from logs of other chats. The logs are read twice: first for what only the whole of them tells,
 * the order of their dates, names, what is answered; then they are written. No room that is there is changed,
 * and none appears before it is whole: a program that ends in between leaves drafts, which the next one
 * begins anew.
 */
import { join } from "@std/path";
import { ChatError } from "../base/errors.ts";
import { roomName } from "../people/names.ts";
import { CalendarWords } from "./dates/calendar_words.ts";
import { Assembler, type Item, MalformedLines } from "./import/assembler.ts";
import { ImportFiles } from "./import/import_files.ts";
import { ImportNames } from "./import/import_names.ts";
import type { ImportOptions, ImportResult } from "./import/import_options.ts";
import { ImportWriter } from "./import/import_writer.ts";
import { type Log, openLog, readLog } from "./import/log_file.ts";
import { isPrivateName, mustBeFree, nameOfRoom, type RoomPlace } from "./import/room_place.ts";
import { RoomDraft } from "./import/room_draft.ts";
import { MAX_ROOMS, type RoomSpan, Survey } from "./import/survey.ts";
import { TargetTable } from "./import/target_table.ts";
import { TimeSorter } from "./import/time_sorter.ts";
import { SOURCES } from "./sources/table.ts";

/** Names that are told to have become another. */
const TOLD_NAMES = 10;

/** Makes rooms from logs; in a dry run it only tells what would become of them. */
export async function importLogs(options: ImportOptions): Promise<ImportResult> {
  const job = new ImportJob(options);
  try {
    await job.open();
    await job.survey();
    await job.write();
    return job.finish();
  } finally {
    job.close();
  }
}

interface SurveyedLog {
  log: Log;
  rooms: ReadonlyMap<string, RoomSpan>;
  first: number;
}

class ImportJob {
  readonly #options: ImportOptions;
  readonly #zone: string;
  readonly #names = new ImportNames();
  readonly #targets = new TargetTable();
  readonly #files: ImportFiles;
  readonly #malformed = new MalformedLines();
  readonly #drafts = new Map<string, RoomDraft>();
  /** What each room of the logs becomes. */
  readonly #places = new Map<string, RoomPlace>();
  /** Who is in those that are private. */
  readonly #members = new Map<string, readonly string[]>();
  readonly #notes: string[] = [];
  readonly #words = new CalendarWords();
  readonly #memory = new Map<string, string>();
  #logs: Log[] = [];
  #latest = 0;
  #isSorted = true;
  #sorter: TimeSorter | null = null;
  #writer: ImportWriter | null = null;
  #isFinished = false;
  #remarks = 0;
  #lines = 0;
  #bytesDone = 0;

  constructor(options: ImportOptions) {
    this.#options = options;
    this.#zone = options.zone ??
      Intl.DateTimeFormat().resolvedOptions().timeZone;
    this.#files = new ImportFiles(options);
  }

  async open(): Promise<void> {
    const { files, encoding, dates, clock } = this.#options;
    const unknown: string[] = [];
    for (const file of files) {
      const options = {
        now: clock.now(),
        zone: this.#zone,
        order: dates,
        memory: this.#memory,
        words: this.#words,
      };
      const log = await openLog(file, encoding, options);
      if (log !== null) this.#logs.push(log);
      else unknown.push(file.path);
    }
    if (this.#logs.length > 0) return;
    const known = [...new Set(SOURCES.map(({ name }) => name))].join(", ");
    const what = unknown.length === 1 ? unknown[0] : `any of ${unknown.length} files`;
    throw new ChatError("bad_request", `Cannot read ${what}: expected a log of ${known}`);
  }

  /** The first reading. */
  async survey(): Promise<void> {
    const surveys: Survey[] = [];
    for (const log of this.#logs) {
      const survey = new Survey(log, this.#names, this.#targets, this.#files);
      await this.#read(log, survey);
      surveys.push(survey);
      for (const [room, members] of survey.members) this.#members.set(room, members);
    }
    this.#settleDates();
    const surveyed = this.#logs.map((log, i) => this.#timed(log, surveys[i]!));
    surveyed.sort((a, b) => a.first - b.first);
    this.#logs = surveyed.map(({ log }) => log);
    this.#latest = Math.max(0, ...this.#logs.map(({ times }) => times.span().latest));
    this.#isSorted = isInOrder(surveyed);
    this.#nameRooms(surveyed);
  }

  /** Times of a log whose dates were not settled while it was surveyed are only known now. */
  #timed(log: Log, { rooms }: Survey): SurveyedLog {
    const { first, latest } = log.times.span();
    if (!log.times.hasDates) return { log, rooms, first };
    const span = { first, last: latest, isBackwards: false };
    return { log, rooms: new Map([...rooms.keys()].map((room) => [room, span])), first };
  }

  #settleDates(): void {
    const decisions = this.#logs.map(({ times }) => times.decision());
    for (const [i, { times, source }] of this.#logs.entries()) {
      let decision = decisions[i]!;
      // Logs of one source were written by one phone: what one of them shows goes for the others.
      const sure = decisions.find((one, k) =>
        one.isSure && this.#logs[k]!.source === source && one.reason !== ""
      );
      if (!decision.isSure && sure !== undefined) decision = sure;
      times.settle(decision.order);
      if (decision.reason !== "" && !this.#notes.includes(decision.reason)) {
        this.#notes.push(decision.reason);
      }
    }
  }

  #nameRooms(surveyed: readonly SurveyedLog[]): void {
    const { room } = this.#options;
    const keys = [...new Set(surveyed.flatMap(({ rooms }) => [...rooms.keys()]))];
    if (keys.length > MAX_ROOMS) {
      throw new ChatError(
        "too_long",
        `Cannot import more than ${MAX_ROOMS} rooms at once: hand in fewer files`,
      );
    }
    if (room !== null && keys.length > 1) {
      throw new ChatError(
        "bad_request",
        `Cannot make the one room "${room}" of ${keys.length} (${keys.slice(0, 5).join(", ")}): ` +
          "leave --room away and each becomes its own",
      );
    }
    if (keys.length === 0) keys.push("");
    const taken = new Set<string>();
    for (const key of keys) {
      const asked = room ?? key;
      if (isPrivateName(asked)) {
        const place = mustBeFree(this.#options, asked, this.#members.get(key));
        if (place.note !== undefined) this.#notes.push(place.note);
        this.#places.set(key, place);
        continue;
      }
      const name = roomName(room ?? nameOfRoom(key || this.#options.title));
      let free = name;
      for (let n = 2; taken.has(free.toLowerCase()); n++) {
        free = roomName(`${name.slice(0, 28)} ${n}`);
      }
      taken.add(free.toLowerCase());
      this.#places.set(key, mustBeFree(this.#options, free));
    }
  }

  /** Copies the files, then reads again and writes. */
  async write(): Promise<void> {
    const { disk, spoolFolder, isDry } = this.#options;
    await this.#files.copy((room) => this.#places.get(room)?.key ?? "");
    const writer = new ImportWriter({
      logs: this.#logs,
      draftOf: (room) => this.#draftOf(room),
      names: this.#names,
      targets: this.#targets,
      files: this.#files,
    });
    this.#writer = writer;
    if (!this.#isSorted) {
      disk.makeFolder(spoolFolder);
      this.#sorter = new TimeSorter(disk, join(spoolFolder, ".import"));
    }
    for (const [index, log] of this.#logs.entries()) {
      const write = (item: Item): void => {
        if (this.#sorter === null) this.#write(writer, item);
        else this.#sorter.add(item);
      };
      const assembler = new Assembler(log, index, this.#malformed, write);
      await this.#read(log, assembler);
      assembler.end();
      this.#remarks += assembler.remarks;
    }
    for (const item of this.#sorter?.sorted() ?? []) this.#write(writer, item);
    for (const room of this.#places.keys()) if (!isDry) this.#draftOf(room);
  }

  #write(writer: ImportWriter, item: Item): void {
    const reason = writer.write(item);
    if (reason !== "") {
      this.#malformed.add(this.#logs[item.log]!.file.path, item.number, reason);
    }
  }

  #draftOf(room: string): RoomDraft {
    const known = this.#drafts.get(room);
    if (known !== undefined) return known;
    const { disk, data, isDry, asAccounts, clock } = this.#options;
    const { folder, file, arriving } = this.#places.get(room)!;
    const draft = new RoomDraft(file, {
      disk: isDry ? null : disk,
      folder: join(data, folder),
      now: clock.now(),
      latest: this.#latest,
      asAccounts,
      ...arriving === undefined ? {} : { arriving },
    });
    this.#drafts.set(room, draft);
    return draft;
  }

  async #read(log: Log, sink: Survey | Assembler): Promise<void> {
    const { onProgress, files, encoding } = this.#options;
    const allBytes = 2 * files.reduce((sum, { size }) => sum + size, 0);
    const [before, lines] = [this.#bytesDone, this.#lines];
    await readLog(log, encoding, sink, (bytes) => {
      this.#bytesDone = before + bytes;
      this.#lines = lines + sink.lines;
      onProgress({ bytes: this.#bytesDone, allBytes, lines: this.#lines });
    });
  }

  /** The rooms appear. */
  finish(): ImportResult {
    const writer = this.#writer!;
    for (const draft of this.#drafts.values()) draft.finish();
    this.#files.keep((room) => this.#places.get(room)?.key ?? "");
    for (const draft of this.#drafts.values()) draft.appear();
    this.#isFinished = true;
    const changed = this.#names.changed();
    const told = changed.slice(0, TOLD_NAMES).map(([raw, name]) => `"${raw}" is ${name}`);
    if (changed.length > TOLD_NAMES) {
      told.push(`and ${changed.length - TOLD_NAMES} more`);
    }
    if (told.length > 0) {
      this.#notes.push(`Names that are written otherwise here: ${told.join(", ")}`);
    }
    if (this.#logs.some(({ times }) => times.usesZone)) {
      const whose = this.#options.zone === null ? " (this machine's; --zone names another)" : "";
      this.#notes.push(`Times are read in the zone ${this.#zone}${whose}`);
    }
    for (const refused of this.#files.refused.slice(0, TOLD_NAMES)) {
      this.#notes.push(refused);
    }
    return {
      rooms: [...this.#places.values()].map(({ name }) => name),
      sources: [...new Set(this.#logs.map(({ source }) => source.name))],
      messages: writer.messages,
      attachments: this.#files.count,
      missing: writer.missing,
      remarks: this.#remarks,
      malformed: this.#malformed.count,
      malformedAt: this.#malformed.first,
      notes: this.#notes,
      ...writer.preview(),
    };
  }

  close(): void {
    this.#sorter?.close();
    if (!this.#isFinished) {
      for (const draft of this.#drafts.values()) draft.discard();
    }
  }
}

/** True where what is written in the order of the logs is in the order of time, as far as their sources mind. */
function isInOrder(surveyed: readonly SurveyedLog[]): boolean {
  const latest = new Map<string, number>();
  for (const { log, rooms } of surveyed) {
    const mayRunBack = log.source.shape === "lines" &&
      log.source.isUnordered !== true;
    for (const [room, span] of rooms) {
      if (span.isBackwards && !mayRunBack) return false;
      if (span.first < (latest.get(room) ?? 0)) return false;
      latest.set(room, span.last);
    }
  }
  return true;
}
