/**
 * What whoever has the machine does from the command line: make an admin, make a bot's token, say
 * something. They change files, and a chat that runs beside them reads what changed within seconds.
 */
import { join } from "@std/path";
import { wholeSeconds } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { ControlRequest } from "../control_requests.ts";
import { namesSomebody } from "../chat/direct.ts";
import { format } from "../history/line.ts";
import { roomsIn } from "../history/room_files.ts";
import { foldName, messageText, personName } from "../people/names.ts";
import { Reserved } from "../people/reserved.ts";
import { Tokens } from "../people/tokens.ts";
import { appendLine } from "../store/line_file.ts";
import { accountsOf, type DataFolder, mustFindRoom } from "../transfer/data_folder.ts";

/** Does what a request asks that changes files alone; returns what to print. */
export async function changeFiles(
  options: DataFolder,
  { command, words: [first = "", second = "", as], all }: ControlRequest,
): Promise<string[]> {
  switch (command) {
    case "admin":
      return [await setAdmin(options, first, !all)];
    case "token":
      return [await makeToken(options, first)];
    case "say": {
      const told = say(options, first, second, as ?? "Plaintalk");
      // In a cluster it is said once a quorum has it.
      await options.disk.syncFolder(join(options.data, "rooms"));
      return [told];
    }
    default:
      throw new ChatError("bad_request", "Cannot understand what was asked");
  }
}

/** Makes an account an admin, or no longer one; returns the sentence to print. */
export async function setAdmin(options: DataFolder, name: string, admin: boolean) {
  const account = await accountsOf(options).setAdmin(personName(name), admin);
  return `${account.name} is ${admin ? "an admin now" : "no admin any more"}`;
}

/** Makes a bot's token; returns it, to be printed once and kept nowhere. */
export async function makeToken(options: DataFolder, name: string) {
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
export function say(options: DataFolder, room: string, text: string, as: string) {
  const { data, disk, clock } = options;
  const found = mustFindRoom(options, room);
  const name = personName(as);
  const time = wholeSeconds(clock.now());
  const line = format({ kind: "message", time, name, text: messageText(text) });
  appendLine(join(data, "rooms", `${found}.txt`), line, { disk, clock, sync: "never" });
  return `Said in ${found} as ${name}`;
}
