/**
 * Everything of one person as a `.tar` of text and files: what the chat knows of the account, what they said
 * in each room, their private conversations whole, and the files that they sent.
 */
import { join, resolve } from "@std/path";
import { formatTime } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { namesSomebody } from "../chat/direct.ts";
import { importOf } from "../history/epoch.ts";
import { ownSince } from "../history/imported.ts";
import { roomsIn } from "../history/room_files.ts";
import { accountsOf, type DataFolder } from "./data_folder.ts";
import type { Account } from "../people/accounts.ts";
import { Moderation } from "../people/moderation.ts";
import { foldName, personName } from "../people/names.ts";
import { avatarHash } from "../people/avatars.ts";
import { keyOf, openPeopleTable, type PeopleTable, type Profile } from "../people/people_table.ts";
import { Reserved } from "../people/reserved.ts";
import { parseSessionLine } from "../people/session_lines.ts";
import type { Message } from "../protocol.ts";
import { idBeside, parseSidecar } from "../attachments/sidecar.ts";
import { readPushLine } from "../push/subscriptions.ts";
import { linesOf } from "../store/line_table.ts";
import { Tar } from "../store/tar.ts";
import { readText } from "../store/text_file.ts";
import { textFormat } from "./formats/text.ts";
import { WallClock } from "./formats/wall_clock.ts";

/** What exporting needs. */
export interface PersonExportOptions extends DataFolder {
  /** The messages of the history at a path. */
  messages: (path: string) => AsyncIterable<Message>;
  /** Private conversations go along: they are the owner's and the person's to hand over, and no admin's. */
  isPrivate: boolean;
}

/** Whose words these are: the account, and folded names that it has and had. */
interface Who {
  account: Account;
  keys: string[];
}

/** Makes the tar, never over a file that is there; returns its path. */
export async function exportPerson(
  options: PersonExportOptions,
  name: string,
  to: string | null,
): Promise<string> {
  const { data, disk, clock } = options;
  const wanted = personName(name);
  const account = accountsOf(options).find(wanted);
  if (account === null) throw new ChatError("not_found", `Cannot find an account "${wanted}"`);
  const path = resolve(to ?? `${account.name}.tar`);
  if (disk.exists(path)) throw new ChatError("exists", `Cannot write ${path}: it is there already`);
  const table = openPeopleTable({ path: join(data, "people.txt"), disk });
  const reserved = new Reserved({ table, clock });
  const who = { account, keys: [account.key, ...reserved.formerly(account.name)] };
  const draft = `${path}.part`;
  disk.remove(draft);
  const file = disk.open(draft);
  try {
    const tar = new Tar(file, clock.now());
    tar.text("account.txt", aboutAccount(options, who, reserved, table));
    addAvatar(options, who, table, tar);
    for (const room of roomsIn(disk, join(data, "rooms"))) {
      const text = await wordsIn(options, join(data, "rooms", `${room}.txt`), who);
      if (text !== "") tar.text(`rooms/${room}.txt`, text);
    }
    for (const room of options.isPrivate ? roomsIn(disk, join(data, "direct")) : []) {
      const names = [who.account.name, ...who.keys];
      if (!names.some((name) => namesSomebody([room], name))) continue;
      const text = await wordsIn(options, join(data, "direct", `${room}.txt`), null);
      if (text !== "") tar.text(`direct/${room}.txt`, text);
    }
    addFiles(options, who, tar);
    tar.end();
  } finally {
    file.close();
  }
  disk.rename(draft, path);
  return path;
}

function aboutAccount(
  { data, disk, clock }: DataFolder,
  who: Who,
  reserved: Reserved,
  table: PeopleTable,
): string {
  const { account: { name, admin, claimed }, keys } = who;
  const measures = new Moderation({ path: join(data, "moderation.txt"), disk, clock }).list();
  const before = reserved.list().filter((one) => keys.slice(1).includes(foldName(one.name)));
  return [
    `name: ${name}`,
    ...before.map((one) => `had the name: ${one.name} (until ${one.time})`),
    `since: ${formatTime(claimed)}`,
    ...(admin ? ["admin"] : []),
    ...aboutProfile(profileOf(table, name)),
    ...sessionsOf(
      readText(disk, join(data, "sessions.txt")) ?? "",
      keys,
      readText(disk, join(data, "push.txt")) ?? "",
    ),
    ...measures.filter((one) => keys.includes(foldName(one.name)))
      .map(({ what, until, by }) => `${what} until ${formatTime(until)}, by ${by}`),
    "",
  ].join("\n");
}

function profileOf(table: PeopleTable, name: string): Profile | null {
  const found = table.get(keyOf({ kind: "profile", name }));
  return found?.kind === "profile" ? found : null;
}

function aboutProfile(profile: Profile | null): string[] {
  if (profile === null) return [];
  const { seen, seenBy, status, until } = profile;
  const ends = until === Infinity ? "" : ` (until ${formatTime(until)})`;
  return [
    `seen: ${formatTime(seen)}`,
    ...(seenBy ? [] : ["seen-by: off"]),
    ...(status === "" ? [] : [`status: ${status}${ends}`]),
  ];
}

function addAvatar({ data, disk }: DataFolder, who: Who, table: PeopleTable, tar: Tar): void {
  const { name } = who.account;
  const ending = profileOf(table, name)?.picture.split(".")[1];
  if (ending === undefined) return;
  const file = disk.openToRead(join(data, "avatars", `${avatarHash(name)}.${ending}`));
  if (file === null) return;
  try {
    tar.file(`avatar.${ending}`, file);
  } finally {
    file.close();
  }
}

/** Signed in when, at which browser, and called by which push service; never by which token or address. */
function sessionsOf(text: string, keys: string[], subscriptions: string): string[] {
  const found: string[] = [];
  const own = new Set<string>();
  for (const line of linesOf(text)) {
    const session = parseSessionLine(line);
    if (session?.kind === "began" && session.account && keys.includes(foldName(session.name))) {
      own.add(session.id);
      found.push(`signed in: ${formatTime(session.at)}`);
    } else if (session?.kind === "device" && own.has(session.id)) {
      found.push(`at: ${session.device}`);
    }
  }
  for (const line of linesOf(subscriptions)) {
    const known = readPushLine(line);
    if (known !== null && own.has(known.session)) {
      found.push(`notifications by: ${known.host} (since ${known.time})`);
    }
  }
  return found;
}

/** What somebody said in a history, everybody for null. */
async function wordsIn(
  options: PersonExportOptions,
  path: string,
  who: Who | null,
): Promise<string> {
  const lines: string[] = [];
  if ((options.disk.size(path) ?? 0) === 0) return "";
  const imported = importOf(options.disk, path);
  const { message: textOf } = textFormat({
    wallClock: new WallClock(),
    pathOf: ({ id }) => `files/${id}`,
  });
  for await (const message of options.messages(path)) {
    const time = Date.parse(message.time);
    const isOwn = who === null ||
      (who.keys.includes(foldName(message.name)) &&
        time >= ownSince(imported, time, who.account.claimed));
    if (isOwn && !message.erased) lines.push(textOf(message));
  }
  return lines.join("");
}

/** The files that they sent, each under the name that the lines give it. */
function addFiles({ data, disk, isPrivate }: PersonExportOptions, { keys }: Who, tar: Tar): void {
  const folder = join(data, "files");
  for (const name of disk.list(folder).sort()) {
    const id = idBeside(name);
    const facts = id === null ? null : parseSidecar(readText(disk, join(folder, name)) ?? "");
    const isTheirs = facts !== null && keys.includes(facts.owner) &&
      (isPrivate || !facts.place.startsWith("@"));
    const file = isTheirs ? disk.openToRead(join(folder, id!)) : null;
    if (file === null) continue;
    try {
      tar.file(`files/${id}`, file);
    } finally {
      file.close();
    }
  }
}
