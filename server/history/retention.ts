/**
 * Messages older than a number of days leave a room's file for `archive/<room>.until-<date>.txt`, never
 * silently and never lost. What stays begins anew, under another epoch; every reaction, edit and erasure
 * still names its message, for the numbers in them are written anew, as wide as they were.
 */
import { join } from "@std/path";
import { beginningOf } from "./epoch.ts";
import { type Entry, format, parse } from "./line.ts";
import { redactableRange } from "./redact.ts";
import { isRelation } from "./relations.ts";
import type { RoomEntry } from "./room_entry.ts";
import { isErased } from "./room_facts.ts";
import { roomsIn } from "./room_files.ts";
import { formatTime } from "../base/clock.ts";
import { type Disk, type DiskFile, writeAll, writeFile } from "../store/disk.ts";
import { decodeLine, readForward, readLine } from "../store/line_reader.ts";
import { DAY_MS } from "../base/units.ts";

const DASH = 0x2d;

/** Folders of rooms; what two people say to each other stays. */
const PLACES = ["rooms", "private"] as const;

/** What was moved out of a room. */
export interface Archived {
  /** The name of its file without the ending, and the folder that it lies in. */
  room: string;
  place: (typeof PLACES)[number];
  /** So many bytes nearer to the beginning what stayed is now. */
  shift: number;
  lines: number;
  to: string;
}

/** Moves what is older out of every room of a data folder; `now` in milliseconds. */
export function archiveOld(disk: Disk, folder: string, days: number, now: number): Archived[] {
  const before = now - days * DAY_MS;
  const moved: Archived[] = [];
  for (const place of PLACES) {
    for (const room of roomsIn(disk, join(folder, place))) {
      const done = moveFrom(disk, folder, { place, room }, before, now);
      if (done !== null) moved.push(done);
    }
  }
  return moved;
}

function moveFrom(
  disk: Disk,
  folder: string,
  { place, room }: Pick<Archived, "place" | "room">,
  before: number,
  now: number,
): Archived | null {
  const path = join(folder, place, `${room}.txt`);
  const file = disk.openToRead(path);
  if (file === null) return null;
  const draft = `${path}.kept`;
  const to = join(folder, "archive", `${room}.until-${formatTime(before).slice(0, 10)}.txt`);
  try {
    const { cut, moved, facts, topicAt } = oldPart(file, before);
    // A later first line than before, so that the epoch is another one.
    const lines = [format({ kind: "created", time: now, name: "Plaintalk" })];
    const { imported } = beginningOf(file);
    if (imported !== null) lines.push(format(imported));
    lines.push(...facts.map(format));
    const first = lines.map((line) => `${line}\n`).join("");
    const shift = cut - new TextEncoder().encode(first).length;
    if (shift < 0) return null;
    disk.makeFolder(join(folder, "archive"));
    for (const leftover of [draft, `${to}.new`]) disk.remove(leftover);
    copy(disk, file, `${to}.new`, 0, cut);
    if (topicAt >= 0) blankTopic(disk, `${to}.new`, topicAt);
    rewrite(disk, file, draft, { cut, shift }, first);
    disk.rename(`${to}.new`, disk.exists(to) ? `${to}.${now}` : to);
    disk.rename(draft, path);
    return { place, room, shift, lines: moved, to };
  } finally {
    file.close();
  }
}

/** What leaves a room: everything before `cut`. */
interface OldPart {
  cut: number;
  /** How many lines that is. */
  moved: number;
  /** What they say of the room that still holds: its topic, and that it is archived. */
  facts: RoomEntry[];
  /** Where the line of that topic starts; -1 for none. */
  topicAt: number;
}

/** Where the first line is that stays; nothing leaves where no message is old. */
function oldPart(file: DiskFile, before: number): OldPart {
  let cut = file.size();
  let [moved, messages, topicAt] = [0, 0, -1];
  const facts = new Map<string, RoomEntry>();
  readForward(file, 0, cut, (line, offset) => {
    const entry = line === null ? null : parse(line);
    // That a room was imported stands before what was said long ago.
    if (entry !== null && entry.time >= before && entry.kind !== "imported") {
      cut = offset;
      return false;
    }
    moved++;
    if (entry?.kind === "topic" || entry?.kind === "archived") facts.set(entry.kind, entry);
    if (entry?.kind === "topic") topicAt = offset;
    if (entry?.kind === "message" || entry?.kind === "shared") messages++;
  }, Infinity);
  const held = [...facts.values()].filter((entry) =>
    // A topic whose words were erased is none.
    entry.kind === "topic"
      ? entry.text !== "" && !isErased(entry)
      : entry.kind === "archived" && entry.on
  );
  if (messages === 0) return { cut: 0, moved: 0, facts: [], topicAt: -1 };
  const isHeld = held.some(({ kind }) => kind === "topic");
  return { cut, moved, facts: held, topicAt: isHeld ? topicAt : -1 };
}

/** A topic that stays in the room is erased there, and so its words stand nowhere else. */
function blankTopic(disk: Disk, path: string, offset: number): void {
  const file = disk.open(path);
  try {
    const line = readLine(file, offset, file.size());
    const entry = line === null ? null : parse(decodeLine(line, offset));
    if (line === null || entry?.kind !== "topic") return;
    for (const [from, length] of redactableRange(line, offset, entry)) {
      file.overwrite(new Uint8Array(length).fill(DASH), offset + from);
    }
    file.syncNow();
  } finally {
    file.close();
  }
}

/** What stays behind a new first line; a note about what left goes with it. */
function rewrite(
  disk: Disk,
  file: DiskFile,
  path: string,
  { cut, shift }: { cut: number; shift: number },
  first: string,
): void {
  const encoder = new TextEncoder();
  writeFile(disk, path, (out) => {
    writeAll(out, encoder.encode(first));
    readForward(file, cut, file.size(), (line) => {
      writeAll(out, encoder.encode(`${line === null ? "" : renumbered(line, cut, shift)}\n`));
    }, Infinity);
  });
}

/** The line with the place of its message now, in as many digits, so that no line moves. */
function renumbered(line: string, cut: number, shift: number): string {
  const entry = parse(line);
  if (entry === null) return line;
  const old = placeIn(entry);
  if (old === undefined) return line;
  const head = entry.kind === "reacted"
    ? / to (\d+)\r?$/
    : / (?:edited|erased|answered|pinned|unpinned) (\d+)(?=:| with |\r?$)/;
  const from = entry.kind === "reacted"
    ? 0
    : line.indexOf(`* ${entry.name} `) + entry.name.length + 2;
  return line.slice(0, from) + line.slice(from).replace(head, (found, digits: string) => {
    // Of one whose message left, nothing is left to speak about: 0 is the new first line.
    const target = old < cut ? 0 : old - shift;
    return found.replace(digits, String(target).padStart(digits.length, "0").slice(-digits.length));
  });
}

/** The place of another line that a line names. */
function placeIn(entry: Entry): number | undefined {
  if (isRelation(entry)) return entry.target;
  if (entry.kind === "pinned") return entry.id;
  return entry.kind === "message" || entry.kind === "shared" ? entry.to : undefined;
}

function copy(disk: Disk, file: DiskFile, path: string, from: number, to: number): void {
  writeFile(disk, path, (out) => {
    const chunk = new Uint8Array(1024 * 1024);
    for (let at = from; at < to;) {
      const got = file.read(chunk.subarray(0, Math.min(chunk.length, to - at)), at);
      if (got === 0) throw new Error("The file ended early");
      writeAll(out, chunk.subarray(0, got));
      at += got;
    }
  });
}
