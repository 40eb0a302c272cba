/**
 * Who may be in a private room: its `.members`, a name a line, in the order in which they came. That file
 * decides, and the lines of the history only tell; whoever edits it by hand is heeded. Behind a name stands
 * `(maker)`, and `(from 1234)` for whom the history begins there.
 */
import type { Circle } from "../room_options.ts";
import { seenFrom } from "./history_from.ts";
import type { Member } from "../../delivery/connection.ts";
import { foldName, NAME } from "../../people/names.ts";
import type { HistoryFor, RoomInfo } from "../../protocol.ts";
import type { Disk } from "../../store/disk.ts";
import { LineTable } from "../../store/line_table.ts";

/** Somebody in a private room. */
export interface RoomMember {
  name: string;
  isMaker: boolean;
  /** Where what they may read begins, in bytes. */
  from: number;
}

/** What a list needs from outside. */
export interface MemberListOptions {
  path: string;
  disk: Disk;
  /** What the room is called by people, and on the wire. */
  title: string;
  room: string;
  /** What whoever had a name is called now, also where they have no account any more; or null. */
  nameNow: (name: string) => string | null;
}

/** A line: somebody, or for whom the history is. */
export type MemberRow = RoomMember | { history: HistoryFor };

const PERSON = /^([^()]+?)( \(maker\))?(?: \(from (\d{1,15})\))?$/;
const HISTORY = /^# history: (all|joined)$/;

/** The members of one room. */
export class MemberList implements Circle {
  readonly info: Pick<RoomInfo, "name" | "private">;
  readonly #options: MemberListOptions;
  readonly #table: LineTable<MemberRow>;
  /** By what they are called now, folded; made anew when the file is another one. */
  #byKey: { version: number; members: Map<string, RoomMember> } | null = null;

  constructor(options: MemberListOptions) {
    this.#options = options;
    this.info = { name: options.title, private: true };
    this.#table = new LineTable({ ...options, parse: parseMember, format: formatMember, keyOf });
  }

  get size(): number {
    return this.#members.size;
  }

  /** Those who may be in the room, as they are called now, in the order in which they came. */
  list(): RoomMember[] {
    const { nameNow } = this.#options;
    return [...this.#members.values()].map((one) => {
      return { ...one, name: nameNow(one.name) ?? one.name };
    });
  }

  /** For whom what was said before is. */
  get history(): HistoryFor {
    const row = this.#table.get("#");
    return row !== undefined && "history" in row ? row.history : "all";
  }

  has({ key, account }: Pick<Member, "key" | "account">): boolean {
    return account && this.#members.has(key);
  }

  isMaker({ key, account }: Pick<Member, "key" | "account">): boolean {
    return account && this.#members.get(key)?.isMaker === true;
  }

  /** The member of a folded name. */
  get(key: string): RoomMember | undefined {
    return this.#members.get(key);
  }

  nameFor(): string {
    return this.#options.room;
  }

  from({ key, only }: Pick<Member, "key" | "only">): number {
    return only?.from ?? this.#members.get(key)?.from ?? 0;
  }

  newcomersFrom(end: number): number {
    return this.history === "joined" ? end : 0;
  }

  seenBy(member: Member, json: string): string | null {
    const from = this.from(member);
    return from === 0 ? json : seenFrom(from, json);
  }

  /** Writes the file of a new room. */
  async begin(members: RoomMember[], history: HistoryFor): Promise<void> {
    const row: MemberRow[] = history === "joined" ? [{ history }] : [];
    await this.#table.update({ put: [...row, ...members] });
  }

  /**
   * Adds members and takes others out by their folded names, in one step. Where the maker goes, whoever has
   * been here longest is the next one.
   */
  async change(added: RoomMember[], removed: readonly string[]): Promise<void> {
    const left = [...this.#members].filter(([key]) => !removed.includes(key));
    const [first] = left;
    const isOrphan = first !== undefined && !left.some(([, { isMaker }]) => isMaker);
    const heir = isOrphan ? [{ ...first[1], isMaker: true }] : [];
    const gone = removed.map((key) => foldName(this.#members.get(key)?.name ?? ""));
    await this.#table.update({
      put: [...heir, ...added],
      removeWhere: (row) => gone.includes(keyOf(row)),
    });
  }

  /** Another member, by folded name, is the maker, and nobody else is: one step. */
  async handOver(key: string): Promise<void> {
    const put = [...this.#members].map(([one, row]) => ({ ...row, isMaker: one === key }));
    await this.#table.update({ put });
  }

  /** Somebody is called otherwise now. */
  async rename(old: string, to: string): Promise<void> {
    this.#byKey = null;
    const row = this.#table.get(foldName(old));
    if (row === undefined || !("name" in row)) return;
    await this.#table.update({
      put: [{ ...row, name: to }],
      removeWhere: (other) => other === row && foldName(old) !== foldName(to),
    });
  }

  /** Rereads the file; true where somebody else changed it. */
  refresh(): boolean {
    return this.#table.refresh();
  }

  get #members(): Map<string, RoomMember> {
    const { version } = this.#table;
    if (this.#byKey?.version === version) return this.#byKey.members;
    const { nameNow } = this.#options;
    const members = new Map<string, RoomMember>();
    for (const row of this.#table.values()) {
      if ("name" in row) members.set(foldName(nameNow(row.name) ?? row.name), row);
    }
    this.#byKey = { version, members };
    return members;
  }
}

/** What the history begins with has left it: what members may read begins so many bytes earlier. */
export async function shiftMembers(disk: Disk, path: string, shift: number): Promise<void> {
  const table = new LineTable({ path, disk, parse: parseMember, format: formatMember, keyOf });
  const put = [...table.values()].flatMap((row) =>
    "name" in row && row.from > 0 ? [{ ...row, from: Math.max(0, row.from - shift) }] : []
  );
  if (put.length > 0) await table.update({ put });
}

/** True for a line that such a file may hold. */
export function isMemberLine(line: string): boolean {
  return parseMember(line) !== null;
}

function keyOf(row: MemberRow): string {
  return "name" in row ? foldName(row.name) : "#";
}

/** What such a line says; null for another one. */
export function parseMember(line: string): MemberRow | null {
  const [, history] = HISTORY.exec(line) ?? [];
  if (history !== undefined) return { history: history as HistoryFor };
  const [, name = "", maker, from = "0"] = PERSON.exec(line) ?? [];
  if (!NAME.test(name)) return null;
  return { name, isMaker: maker !== undefined, from: Number(from) };
}

/** The line that says it. */
export function formatMember(row: MemberRow): string {
  if ("history" in row) return `# history: ${row.history}`;
  const { name, isMaker, from } = row;
  return `${name}${isMaker ? " (maker)" : ""}${from === 0 ? "" : ` (from ${from})`}`;
}
