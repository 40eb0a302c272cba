/**
 * `people.txt`: a line for each name that is nobody's to take, and one for what is known of each account
 * beside its password. One table for both, so that a name is left in one step and nothing is lost between.
 */
import { formatTime, readTime } from "../base/clock.ts";
import type { Disk } from "../store/disk.ts";
import { LineTable } from "../store/line_table.ts";
import { foldName, NAME } from "./names.ts";

/** A name that an account had. */
export interface Reservation {
  kind: "reserved";
  name: string;
  /** What the account is called now; null for one that was removed. */
  to: string | null;
  /** As it stands in the line. */
  time: string;
}

/** What is known of an account. */
export interface Profile {
  kind: "profile";
  name: string;
  /** When they were here last: milliseconds since 1970, whole minutes. */
  seen: number;
  /** False for somebody who tells nobody how far they have read, and is told of nobody. */
  seenBy: boolean;
  /** Which picture they have, as `1a2b3c4d5e6f.webp`; "" for none. */
  picture: string;
  /** A line about themselves; "" for none. */
  status: string;
  /** Until when it holds, in milliseconds since 1970; Infinity for one that stays. */
  until: number;
}

/** What a line says. */
export type PersonEntry = Reservation | Profile;
export type PeopleTable = LineTable<PersonEntry>;

const RESERVATION_LINE =
  /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] (?:renamed ([^\t:]+)\t|removed )([^\t:]+)$/;
const PROFILE_LINE =
  /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] seen ([^\t:]+)(\tseen-by off)?(?:\tpicture ([0-9a-f]{12}\.(?:webp|jpg)))?(?:\tstatus(?: until (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d))?: ([^\t]+))?$/;

/** Opens the file. */
export function openPeopleTable(options: { path: string; disk: Disk }): PeopleTable {
  return new LineTable({ ...options, parse, format, keyOf });
}

/** What an entry is found by. */
export function keyOf({ kind, name }: Pick<PersonEntry, "kind" | "name">): string {
  return `${kind} ${foldName(name)}`;
}

/** True for a line that this file may hold. */
export function isPeopleLine(line: string): boolean {
  return parse(line) !== null;
}

function parse(line: string): PersonEntry | null {
  return parseReservation(line) ?? parseProfile(line);
}

function parseReservation(line: string): Reservation | null {
  const [, time = "", old, last = ""] = RESERVATION_LINE.exec(line) ?? [];
  if (!NAME.test(last) || (old !== undefined && !NAME.test(old))) return null;
  const kind = "reserved";
  return old === undefined
    ? { kind, name: last, to: null, time }
    : { kind, name: old, to: last, time };
}

function parseProfile(line: string): Profile | null {
  const [, time = "", name = "", off, picture = "", end, status = ""] = PROFILE_LINE.exec(line) ??
    [];
  const seen = readTime(time);
  const until = end === undefined ? Infinity : readTime(end);
  if (Number.isNaN(seen) || Number.isNaN(until) || !NAME.test(name)) return null;
  return { kind: "profile", name, seen, seenBy: off === undefined, picture, status, until };
}

function format(entry: PersonEntry): string {
  if (entry.kind === "reserved") {
    const { name, to, time } = entry;
    return `[${time}] ${to === null ? `removed ${name}` : `renamed ${name}\t${to}`}`;
  }
  const { name, seen, seenBy, picture, status, until } = entry;
  const ends = until === Infinity ? "" : ` until ${formatTime(until)}`;
  return [
    `[${formatTime(seen)}] seen ${name}`,
    ...(seenBy ? [] : ["seen-by off"]),
    ...(picture === "" ? [] : [`picture ${picture}`]),
    ...(status === "" ? [] : [`status${ends}: ${status}`]),
  ].join("\t");
}
