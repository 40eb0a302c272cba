/**
 * Private rooms whose two files lie apart: a crash stopped them on their way to another name, to `deleted/`
 * or back. The next start puts them together.
 */
import { join } from "@std/path";
import { parsePrivateFile } from "../chat/private/private_key.ts";
import { MOVED } from "../history/room_files.ts";
import type { Disk } from "../store/disk.ts";

/** The members of a private room that was on its way to another name; null where they are not there. */
export function halfOf(files: string[], room: string): string | null {
  const key = parsePrivateFile(room)?.key;
  return files.find((name) =>
    key !== undefined && name.endsWith(`${key}.members`) &&
    !files.includes(name.replace(/\.members$/, ".txt"))
  ) ?? null;
}

/** What there is to say about members in `private/` without a history beside them; null for nothing. */
export function lostHalf(disk: Disk, folder: string, members: string): string | null {
  const files = disk.list(join(folder, "private"));
  if (files.includes(members.replace(/\.members$/, ".txt"))) return null;
  const key = parsePrivateFile(members.slice(0, -".members".length))?.key;
  if (key === undefined) return null;
  const isOf = (file: string): boolean => parsePrivateFile(file)?.key === key;
  // The room has another name already, and it is told there.
  if (files.some((file) => file.endsWith(".txt") && isOf(file.slice(0, -".txt".length)))) {
    return null;
  }
  const deleted = new Set(disk.list(join(folder, "deleted")));
  // The one that was deleted last counts.
  const history = [...deleted].sort().reverse().find((file) =>
    MOVED.test(file) && isOf(file.replace(MOVED, "")) &&
    !deleted.has(file.replace(/\.txt$/, ".members"))
  );
  return history === undefined
    ? "there is no history of this room"
    : `the history of this room is in deleted/${history}, the next start puts this file beside it`;
}
