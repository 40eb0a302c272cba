/**
 * Who is in a private room, on the way out and in again: the lines of its `.members`, with a time in the place
 * of the offset behind which somebody may read, for offsets are others where the room comes in.
 */
import { join } from "@std/path";
import { formatTime, readTime } from "../base/clock.ts";
import { formatMember, parseMember, type RoomMember } from "../chat/private/member_list.ts";
import { parse } from "../history/line.ts";
import type { HistoryFor } from "../protocol.ts";
import type { Disk } from "../store/disk.ts";
import { decodeLine, readLine } from "../store/line_reader.ts";
import { readText } from "../store/text_file.ts";
import type { DataFolder } from "./data_folder.ts";

/** Somebody who comes in: `since` in milliseconds, -Infinity for who reads everything. */
export interface ArrivingMember extends Omit<RoomMember, "from"> {
  since: number;
}

/** What stands beside a room that comes in. */
export interface ArrivingMembers {
  members: ArrivingMember[];
  history: HistoryFor;
}

const SINCE = / \(from (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\)$/;

/** The members of the private room in a file, as lines that leave. */
export function leavingMembers({ data, disk, clock }: DataFolder, file: string): string[] {
  const path = join(data, "private", file);
  const lines = (readText(disk, `${path}.members`) ?? "").split("\n");
  return lines.flatMap((line) => {
    const row = parseMember(line);
    if (row === null) return [];
    if ("history" in row || row.from === 0) return [formatMember(row)];
    const since = timeAt(disk, `${path}.txt`, row.from) ?? clock.now();
    return [`${formatMember({ ...row, from: 0 })} (from ${formatTime(since)})`];
  });
}

/** The same where they come in; lines that say nothing are left out. */
export function arrivingMembers(lines: readonly string[]): ArrivingMembers {
  const arriving: ArrivingMembers = { members: [], history: "all" };
  for (const line of lines) {
    const [behind, time = ""] = SINCE.exec(line) ?? [""];
    const row = parseMember(behind === "" ? line : line.slice(0, -behind.length));
    if (row === null) continue;
    if ("history" in row) arriving.history = row.history;
    else {
      const since = time === "" ? -Infinity : readTime(time);
      arriving.members.push({ name: row.name, isMaker: row.isMaker, since });
    }
  }
  return arriving;
}

/** The file that stands beside the room, where what each may read begins at these places. */
export function membersFile(
  { members, history }: ArrivingMembers,
  fromOf: (member: ArrivingMember) => number,
): string {
  const rows = members.map((one) => ({ name: one.name, isMaker: one.isMaker, from: fromOf(one) }));
  const head = history === "joined" ? [{ history }] : [];
  return [...head, ...rows].map((row) => `${formatMember(row)}\n`).join("");
}

/** When the line at an offset was written; null where none is there. */
function timeAt(disk: Disk, path: string, offset: number): number | null {
  const file = disk.openToRead(path);
  if (file === null) return null;
  try {
    const line = readLine(file, offset, file.size());
    return line === null ? null : parse(decodeLine(line, offset))?.time ?? null;
  } finally {
    file.close();
  }
}
