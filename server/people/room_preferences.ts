/**
 * What an account wants of its list of rooms, on every device: `preferences.txt`, a line for the order, for each
 * favourite and for each room whose notification level was chosen. The last one who writes a line is right.
 */
import { type Clock, formatTime, readTime } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { RoomPreferencesChange, RoomPreferencesInfo } from "../protocol_own.ts";
import type { Disk } from "../store/disk.ts";
import { LineTable } from "../store/line_table.ts";
import { foldName, NAME } from "./names.ts";

/** What they need from outside. */
export interface RoomPreferencesOptions {
  path: string;
  disk: Disk;
  clock: Clock;
}

type Level = RoomPreferencesInfo["levels"][string];

/** One line: `value` is an order, a level, or "" for a favourite, which has a room alone. */
interface Preference {
  kind: "order" | "favourite" | "level";
  by: string;
  room: string;
  value: string;
  /** As it stands in the line. */
  time: string;
}

/** Those of one account. */
interface Own {
  lines: Preference[];
  levels: Map<string, Level>;
}

/** Lines of one account, and of all. */
export const MAX_PREFERENCES = 500;
const MAX_LINES = 50_000;

const LINE =
  /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] ([^\t:]+)\t(?:order (name|activity)|favourite ([^\t:]+)|level (all|mentions|none) ([^\t:]+))$/;

/** Everybody's. */
export class RoomPreferences {
  readonly #clock: Clock;
  readonly #table: LineTable<Preference>;
  #index = { version: -1, byKey: new Map<string, Own>() };

  constructor(options: RoomPreferencesOptions) {
    this.#clock = options.clock;
    this.#table = new LineTable({ ...options, parse, format, keyOf });
  }

  /** Lines that are kept and not understood. */
  get malformed(): number {
    return this.#table.malformed;
  }

  /** What an account of this folded name wants; rooms as they were called when it said so. */
  of(key: string): RoomPreferencesInfo {
    const info: RoomPreferencesInfo = { favourites: [], levels: {} };
    for (const { kind, room, value } of this.#own(key)) {
      if (kind === "order") info.order = value as "name" | "activity";
      else if (kind === "favourite") info.favourites.push(room);
      else info.levels[room] = value as Level;
    }
    return info;
  }

  /** The level that was chosen for a folded room, `@name` for a private conversation. */
  levelOf(key: string, room: string): Level | undefined {
    return this.#indexed().get(key)?.levels.get(room);
  }

  /** Takes over what changed; a ChatError `too_many` where these are too many. */
  async change(who: { name: string; key: string }, change: RoomPreferencesChange): Promise<void> {
    const time = formatTime(this.#clock.now());
    const line = (kind: Preference["kind"], room: string, value: string): Preference => {
      return { kind, by: who.name, room, value, time };
    };
    const put: Preference[] = [];
    const gone = new Set<string>();
    if (change.order !== undefined) put.push(line("order", "", change.order));
    for (const [room, on] of Object.entries(change.favourites ?? {})) {
      if (on) put.push(line("favourite", room, ""));
      else gone.add(keyOf(line("favourite", room, "")));
    }
    for (const [room, level] of Object.entries(change.levels ?? {})) {
      if (level !== null) put.push(line("level", room, level));
      else gone.add(keyOf(line("level", room, "all")));
    }
    const own = new Set(this.#own(who.key).map(keyOf));
    const added = put.filter((one) => !own.has(keyOf(one)));
    const isFull = own.size + added.length > MAX_PREFERENCES ||
      this.#table.size + added.length > MAX_LINES;
    if (added.length > 0 && isFull) {
      throw new ChatError(
        "too_many",
        `Cannot keep more than ${MAX_PREFERENCES} favourites and levels of rooms`,
      );
    }
    if (put.length + gone.size === 0) return;
    await this.#table.update({ put, removeWhere: (one) => gone.has(keyOf(one)) });
  }

  /** A room has another name, both folded. */
  async renameRoom(from: string, to: string): Promise<void> {
    const renamed = [...this.#table.values()].filter(({ room }) => foldRoom(room) === from);
    await this.#replace(renamed, (one) => ({ ...one, room: to }));
  }

  /** An account has another name: what it wants goes along, and what others want of it in private. */
  async renamed(old: string, to: string): Promise<void> {
    const key = foldName(old);
    if (key === foldName(to)) return;
    const renamed = [...this.#table.values()].filter(({ by, room }) =>
      foldName(by) === key || foldRoom(room) === `@${key}`
    );
    await this.#replace(renamed, (one) => ({
      ...one,
      by: foldName(one.by) === key ? to : one.by,
      room: foldRoom(one.room) === `@${key}` ? `@${to}` : one.room,
    }));
  }

  /** An account is gone, and what it wanted. */
  async forget(name: string): Promise<void> {
    const key = foldName(name);
    if (this.#own(key).length === 0) return;
    await this.#table.update({ removeWhere: ({ by }) => foldName(by) === key });
  }

  /** Rereads the file if it changed. */
  refresh(): void {
    this.#table.refresh();
  }

  async #replace(old: Preference[], change: (one: Preference) => Preference): Promise<void> {
    if (old.length === 0) return;
    const gone = new Set(old.map(keyOf));
    await this.#table.update({ put: old.map(change), removeWhere: (one) => gone.has(keyOf(one)) });
  }

  #own(key: string): Preference[] {
    return this.#indexed().get(key)?.lines ?? [];
  }

  /** Asked for each message and whoever it may call, so looked up at once. */
  #indexed(): ReadonlyMap<string, Own> {
    const { version } = this.#table;
    if (this.#index.version === version) return this.#index.byKey;
    const byKey = new Map<string, Own>();
    for (const one of this.#table.values()) {
      const key = foldName(one.by);
      const own: Own = byKey.get(key) ?? { lines: [], levels: new Map() };
      own.lines.push(one);
      if (one.kind === "level") own.levels.set(foldRoom(one.room), one.value as Level);
      byKey.set(key, own);
    }
    this.#index = { version, byKey };
    return byKey;
  }
}

/** True for a line that this file may hold. */
export function isPreferenceLine(line: string): boolean {
  return parse(line) !== null;
}

/** The same as sentences, for whoever takes along what is theirs. */
export function preferenceFacts({ order, favourites, levels }: RoomPreferencesInfo): string[] {
  return [
    ...(order === undefined ? [] : [`rooms by: ${order}`]),
    ...favourites.map((room) => `favourite: ${room}`),
    ...Object.entries(levels).map(([room, level]) => `notifications of ${room}: ${level}`),
  ];
}

/** True for what names a room where one stands: `garden`, `@Boris`, `+id`. */
export function isRoomWord(room: string): boolean {
  return room.length <= 100 && NAME.test(room.replace(/^[@+]/, ""));
}

/** @param room as it is called where one stands */
export function foldRoom(room: string): string {
  return room.startsWith("@") ? `@${foldName(room.slice(1))}` : foldName(room);
}

function keyOf({ by, kind, room }: Preference): string {
  return `${foldName(by)}\t${kind}\t${foldRoom(room)}`;
}

function format({ time, by, kind, room, value }: Preference): string {
  return `[${time}] ${by}\t${[kind, value, room].filter((word) => word !== "").join(" ")}`;
}

function parse(line: string): Preference | null {
  const [, time = "", by = "", order, favourite, level, levelRoom] = LINE.exec(line) ?? [];
  if (Number.isNaN(readTime(time)) || !NAME.test(by)) return null;
  if (order !== undefined) return { kind: "order", by, room: "", value: order, time };
  const room = favourite ?? levelRoom ?? "";
  if (!isRoomWord(room)) return null;
  return favourite === undefined
    ? { kind: "level", by, room, value: level ?? "", time }
    : { kind: "favourite", by, room, value: "", time };
}
