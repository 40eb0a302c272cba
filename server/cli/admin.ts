/**
 * What whoever has the machine does from the command line: make an admin, make a bot's token, say
 * something. They change files, and a chat that runs beside them reads what changed within seconds.
 */
import { join } from "@std/path";
import { formatTime, wholeSeconds } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { ControlRequest } from "../control_requests.ts";
import { type Invocation, optionText } from "../config.ts";
import { qrLines } from "../base/qr_drawing.ts";
import { namesSomebody } from "../chat/direct.ts";
import { format } from "../history/line.ts";
import { roomsIn } from "../history/room_files.ts";
import { Invites } from "../people/invites.ts";
import { foldName, messageText, personName } from "../people/names.ts";
import { openPeopleTable } from "../people/people_table.ts";
import { Reserved } from "../people/reserved.ts";
import { Tokens } from "../people/tokens.ts";
import { appendLine } from "../store/line_file.ts";
import { accountsOf, type DataFolder, mustFindRoom } from "../transfer/data_folder.ts";

type CommandInvocation = Extract<Invocation, { words: string[] }>;

const DEFAULT_INVITE_DAYS = 30;

/** Does what a request asks that changes files alone; returns what to print. */
export async function changeFiles(
  options: DataFolder,
  { command, words, all }: ControlRequest,
): Promise<string[]> {
  const [first = "", second = "", as] = words;
  switch (command) {
    case "invite":
      return await makeInvite(options, words);
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

/** Makes an invitation as the owner; returns its link and the sentence below it. */
async function makeInvite(
  options: DataFolder,
  [name = "", days = "", uses = "", address = ""]: string[],
): Promise<string[]> {
  const { data, disk, clock, random } = options;
  const invites = new Invites({ path: join(data, "invites.txt"), disk, clock, random });
  const { code, invite } = await invites.make({
    by: "Plaintalk",
    days: numberIn(days, "--days", DEFAULT_INVITE_DAYS, 365),
    uses: numberIn(uses, "--uses", Infinity, 1_000_000),
    name,
  });
  const many = invite.uses === Infinity ? "any number of people" : `${invite.uses} people`;
  const until = formatTime(invite.until).slice(0, 16);
  return [
    `${address}/#invite=${code}`,
    `This link lets ${many} in until ${until} UTC; it was printed here alone`,
  ];
}

function numberIn(text: string, flag: string, usual: number, max: number): number {
  if (text === "") return usual;
  const number = /^\d{1,7}$/.test(text) ? Number(text) : NaN;
  if (number >= 1 && number <= max) return number;
  throw new ChatError("bad_request", `Cannot use ${flag} "${text}": expected 1 to ${max}`);
}

/** The words of a request to change files, with what the options of its command say. */
export function wordsOfRequest(
  { command, config, words: [first = "", ...rest], more }: CommandInvocation,
): string[] {
  if (command === "say") return [first, ...rest, optionText(more.as) ?? "Plaintalk"];
  if (command !== "invite") return [first, ...rest];
  const address = (config.origins[0] ?? `http://localhost:${config.port}`) + config.base;
  return [first, optionText(more.days) ?? "", optionText(more.uses) ?? "", address];
}

/** The link of an invitation as a picture, where it is printed to a terminal. */
export function pictureOf(command: string, [link = ""]: string[], isTerminal: boolean): string[] {
  return command === "invite" && isTerminal ? qrLines(link) : [];
}

/** Makes a bot's token; returns it, to be printed once and kept nowhere. */
async function makeToken(options: DataFolder, name: string) {
  const { data, disk, clock, random } = options;
  const bot = personName(name);
  if (accountsOf(options).find(bot) !== null) {
    throw new ChatError("claimed", `Cannot name a bot "${bot}": a person has claimed the name`);
  }
  const tokens = new Tokens({ path: join(data, "tokens.txt"), disk, clock, random });
  const reserved = new Reserved({
    table: openPeopleTable({ path: join(data, "people.txt"), disk }),
    clock,
  }).find(bot);
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
