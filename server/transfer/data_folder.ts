/**
 * A data folder that a command works with, beside a chat that may be running in it: whether it is one,
 * which rooms lie in it, whose accounts.
 */
import { join } from "@std/path";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { roomsIn } from "../history/room_files.ts";
import { Accounts } from "../people/accounts.ts";
import { foldName, roomName } from "../people/names.ts";
import { NameLooks } from "../people/name_looks.ts";
import { PasswordPolicy } from "../people/password_policy.ts";
import { Passwords } from "../people/passwords.ts";
import type { Disk } from "../store/disk.ts";

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
