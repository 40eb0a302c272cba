/**
 * What whoever has the machine does from the command line: make an admin, make a bot's token, say
 * something. They change files, and a chat that runs beside them reads what changed within seconds.
 */
import { join } from "@std/path";
import { type Clock, wholeSeconds } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { namesSomebody } from "../chat/direct.ts";
import { format } from "../history/line.ts";
import { roomsIn } from "../chat/room_folder.ts";
import { Accounts } from "../people/accounts.ts";
import { foldName, messageText, personName, roomName } from "../people/names.ts";
import { NameLooks } from "../people/name_looks.ts";
import { PasswordPolicy } from "../people/password_policy.ts";
import { Passwords } from "../people/passwords.ts";
import { Reserved } from "../people/reserved.ts";
import { Tokens } from "../people/tokens.ts";
import type { Disk } from "../store/disk.ts";
import { appendLine } from "../store/line_file.ts";

/** What these commands work with. */
export interface ManageOptions {
  data: string;
  disk: Disk;
  clock: Clock;
  /** Fills bytes from a source nobody can guess. */
  random: (bytes: Uint8Array<ArrayBuffer>) => void;
}

/** Makes an account an admin, or no longer one; returns the sentence to print. */
export async function setAdmin(options: ManageOptions, name: string, admin: boolean) {
  const account = await accountsOf(options).setAdmin(personName(name), admin);
  return `${account.name} is ${admin ? "an admin now" : "no admin any more"}`;
}

/** Makes a bot's token; returns it, to be printed once and kept nowhere. */
export async function makeToken(options: ManageOptions, name: string) {
  const { data, disk, clock, random } = options;
  const bot = personName(name);
  if (accountsOf(options).find(bot) !== null) {
    throw new ChatError("claimed", `Cannot name a bot "${bot}": a person has claimed the name`);
  }
  const tokens = new Tokens({ path: join(data, "tokens.txt"), disk, clock, random });
  const reserved = new Reserved({ path: join(data, "people.txt"), disk, clock }).find(bot);
  // A bot reads the private conversations of its name: only a bot's may be there.
  const isAnothers = namesSomebody(roomsIn(disk, join(data, "direct")), bot);
  if (reserved !== null || (isAnothers && !tokens.has(foldName(bot)))) {
    throw new ChatError("claimed", `Cannot name a bot "${bot}": a person had the name`);
  }
  return await tokens.make(bot);
}

/** Says something in a room that is there; returns the sentence to print. */
export function say(options: ManageOptions, room: string, text: string, as: string) {
  const { data, disk, clock } = options;
  const found = mustFindRoom(options, room);
  const name = personName(as);
  const time = wholeSeconds(clock.now());
  const line = format({ kind: "message", time, name, text: messageText(text) });
  appendLine(join(data, "rooms", `${found}.txt`), line, { disk, clock, sync: "never" });
  return `Said in ${found} as ${name}`;
}

/** Throws a ChatError `not_found` where no chat keeps anything: nothing must be made there by a slip. */
export function mustBeChat({ data, disk }: Pick<ManageOptions, "data" | "disk">): void {
  const isChat = ["lock", "accounts.txt", "sessions.txt"].some((n) => disk.exists(join(data, n))) ||
    disk.list(join(data, "rooms")).length > 0;
  if (isChat) return;
  throw new ChatError(
    "not_found",
    `Cannot find a chat in ${data}: name its folder with --data (the service of deploy/ has /var/lib/plaintalk)`,
  );
}

/** The room of that name as its file has it, null where there is none; a ChatError `bad_name` for no name. */
export function findRoom({ data, disk }: ManageOptions, room: string): string | null {
  const key = foldName(roomName(room));
  return roomsIn(disk, join(data, "rooms")).find((name) => foldName(name) === key) ?? null;
}

/** The same, or a ChatError `not_found`. */
export function mustFindRoom(options: ManageOptions, room: string): string {
  const found = findRoom(options, room);
  if (found !== null) return found;
  throw new ChatError("not_found", `Cannot find a room named "${room}"`);
}

/** The accounts of a data folder. */
export function accountsOf({ data, disk, clock, random }: ManageOptions): Accounts {
  return new Accounts({
    path: join(data, "accounts.txt"),
    disk,
    clock,
    passwords: new Passwords({ random }),
    policy: new PasswordPolicy(),
    looks: new NameLooks(),
  });
}
