/**
 * A data folder that a command works with, beside a chat that may be running in it: whether it is one,
 * which rooms lie in it, whose accounts.
 */
import { join } from "@std/path";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { parse } from "../history/line.ts";
import { roomsIn } from "../history/room_files.ts";
import { Accounts } from "../people/accounts.ts";
import { foldName, roomName } from "../people/names.ts";
import { NameLooks } from "../people/name_looks.ts";
import { PasswordPolicy } from "../people/password_policy.ts";
import { Passwords } from "../people/passwords.ts";
import type { Disk } from "../store/disk.ts";
import { readText } from "../store/text_file.ts";

/** Bytes of `[2025-11-19 23:46:36] * Plaintalk created the room` and its end. */
const BARE_ROOM_BYTES = 52;

/** The folder, and what is handed in to work with it. */
export interface DataFolder {
  data: string;
  disk: Disk;
  clock: Clock;
  /** Fills bytes from a source nobody can guess. */
  random: (bytes: Uint8Array<ArrayBuffer>) => void;
}

/** Throws a ChatError `not_found` where no chat keeps anything: nothing must be made there by a slip. */
export function mustBeChat({ data, disk }: Pick<DataFolder, "data" | "disk">): void {
  const isChat = ["lock", "accounts.txt", "sessions.txt"].some((n) => disk.exists(join(data, n))) ||
    disk.list(join(data, "rooms")).length > 0;
  if (isChat) return;
  throw new ChatError(
    "not_found",
    `Cannot find a chat in ${data}: name its folder with --data (the service of deploy/ has /var/lib/plaintalk)`,
  );
}

/** The room of that name as its file has it, null where there is none; a ChatError `bad_name` for no name. */
export function findRoom({ data, disk }: DataFolder, room: string): string | null {
  const key = foldName(roomName(room));
  return roomsIn(disk, join(data, "rooms")).find((name) => foldName(name) === key) ?? null;
}

/** The same, or a ChatError `not_found`. */
export function mustFindRoom(options: DataFolder, room: string): string {
  const found = findRoom(options, room);
  if (found !== null) return found;
  throw new ChatError("not_found", `Cannot find a room named "${room}"`);
}

/** The accounts of a data folder. */
export function accountsOf({ data, disk, clock, random }: DataFolder): Accounts {
  return new Accounts({
    path: join(data, "accounts.txt"),
    disk,
    clock,
    passwords: new Passwords({ random }),
    policy: new PasswordPolicy(),
    looks: new NameLooks(),
  });
}

/**
 * True for a data folder that no chat has used: nothing was said, nobody has a name, no link was told. What
 * a start leaves that broke before it told its link is the first line of `general`.
 */
export function isUnused(disk: Disk, data: string): boolean {
  const isFree = (name: string): boolean => disk.list(join(data, name)).length === 0;
  const isBare = (file: string): boolean => {
    const path = join(data, "rooms", file);
    if (file !== "general.txt" || (disk.size(path) ?? 0) > BARE_ROOM_BYTES) return false;
    return parse((readText(disk, path) ?? "").trimEnd())?.kind === "created";
  };
  return disk.list(join(data, "rooms")).every(isBare) &&
    ["direct", "private", "deleted", "archive"].every(isFree) &&
    ["accounts.txt", "setup.txt"].every((name) => !disk.exists(join(data, name)));
}
