/**
 * Everything of one person as files, one after the other: what the chat knows of the account, what they said
 * in each room, their private conversations whole, and the files that they sent. Held is a page of messages
 * at a time, and no file.
 */
import { join } from "@std/path";
import { formatTime } from "../base/clock.ts";
import type { Slices } from "../base/time_slices.ts";
import { ChatError } from "../base/errors.ts";
import { namesSomebody } from "../chat/direct.ts";
import { MemberList } from "../chat/private/member_list.ts";
import { parsePrivateFile } from "../chat/private/private_key.ts";
import { importOf } from "../history/epoch.ts";
import { ownSince } from "../history/imported.ts";
import { roomsIn } from "../history/room_files.ts";
import { accountsOf, type DataFolder } from "./data_folder.ts";
import { accountFacts, profileOf, settingsFacts, type Who } from "./person_facts.ts";
import { avatarHash } from "../people/avatars.ts";
import { foldName, personName } from "../people/names.ts";
import { openPeopleTable } from "../people/people_table.ts";
import { Reserved } from "../people/reserved.ts";
import type { Message } from "../protocol.ts";
import { idBeside, parseSidecar } from "../attachments/sidecar.ts";
import { readText } from "../store/text_file.ts";
import { textFormat } from "./formats/text.ts";
import { WallClock } from "./formats/wall_clock.ts";

/** What exporting needs. */
export interface PersonExportOptions extends DataFolder {
  /** The messages of the history at a path. */
  messages: (path: string) => AsyncIterable<Message>;
  /** Private conversations go along: they are the owner's and the person's to hand over, and no admin's. */
  isPrivate: boolean;
  /** What is long is done in slices of later turns, where others are served. */
  slices?: Slices;
}

/** One file, and when it is from, in milliseconds since 1970: a text, or a file that lies at a path. */
export type PersonEntry =
  & { name: string; time: number }
  & ({ text: AsyncIterable<string> } | { path: string });

/** Who somebody is, or a ChatError `not_found` for nobody with an account. */
export function whoIs(options: DataFolder, name: string): Who {
  const { data, disk, clock } = options;
  const wanted = personName(name);
  const account = accountsOf(options).find(wanted);
  if (account === null) throw new ChatError("not_found", `Cannot find an account "${wanted}"`);
  const table = openPeopleTable({ path: join(data, "people.txt"), disk });
  const reserved = new Reserved({ table, clock });
  return { account, keys: [account.key, ...reserved.formerly(account.name)] };
}

/** What there is of somebody; a text is read before the next entry is asked for. */
export async function* personEntries(
  options: PersonExportOptions,
  who: Who,
): AsyncGenerator<PersonEntry> {
  const { data, disk, clock, isPrivate } = options;
  const time = clock.now();
  yield { name: "README.txt", time, text: whole(readme(who, time, isPrivate)) };
  yield { name: "account.txt", time, text: whole(accountFacts(options, who)) };
  yield { name: "settings.txt", time, text: whole(settingsFacts(options, who)) };
  yield* avatarOf(options, who, time);
  for (const room of roomsIn(disk, join(data, "rooms"))) {
    const text = await begun(wordsIn(options, join(data, "rooms", `${room}.txt`), who));
    if (text !== null) yield { name: `rooms/${room}.txt`, time, text };
  }
  if (isPrivate) yield* privateEntries(options, who, time);
  yield* filesOf(options, who);
}

/** What admins have no business with: rooms with chosen members where one is one of them, and conversations. */
async function* privateEntries(
  options: PersonExportOptions,
  who: Who,
  time: number,
): AsyncGenerator<PersonEntry> {
  const { data, disk } = options;
  for (const room of roomsIn(disk, join(data, "private"))) {
    if (!isMember(options, room, who)) continue;
    const text = await begun(wordsIn(options, join(data, "private", `${room}.txt`), who));
    if (text !== null) yield { name: `private/${room}.txt`, time, text };
  }
  for (const room of roomsIn(disk, join(data, "direct"))) {
    if (![who.account.name, ...who.keys].some((name) => namesSomebody([room], name))) continue;
    const text = await begun(wordsIn(options, join(data, "direct", `${room}.txt`), null));
    if (text !== null) yield { name: `direct/${room}.txt`, time, text };
  }
}

/** Who was removed learns nothing more of a room, be it its name. */
function isMember({ data, disk }: DataFolder, file: string, { keys }: Who): boolean {
  const room = parsePrivateFile(file);
  if (room === null) return false;
  const members = new MemberList({
    path: join(data, "private", `${file}.members`),
    disk,
    title: room.name,
    room: room.key,
    nameNow: (name) => name,
  });
  return keys.some((key) => members.has({ key, account: true }));
}

function* avatarOf(options: DataFolder, who: Who, time: number): Generator<PersonEntry> {
  const ending = profileOf(options, who)?.picture.split(".")[1];
  if (ending === undefined) return;
  const file = `${avatarHash(who.account.name)}.${ending}`;
  yield { name: `avatar.${ending}`, time, path: join(options.data, "avatars", file) };
}

/** Bytes of the files that somebody sent, and how many they are. */
export async function sentBytes(
  options: PersonExportOptions,
  who: Who,
): Promise<{ files: number; bytes: number }> {
  let [files, bytes] = [0, 0];
  for await (const { size } of sentFiles(options, who)) {
    files++;
    bytes += size;
  }
  return { files, bytes };
}

function readme({ account: { name } }: Who, now: number, isPrivate: boolean): string {
  return `What this chat keeps of ${name}, as of ${formatTime(now)} (all times are UTC)

account.txt    the account: since when, earlier names, where it was signed in
settings.txt   what the chat keeps of your settings; those of a browser are in that browser
rooms/         what you said in each room, as it is now: edits counted, what was erased left out
${
    isPrivate
      ? "private/       what you said in each private room that you are in\ndirect/        your private conversations, whole\n"
      : "               (private conversations are not in it: those you can export yourself)\n"
  }files/         the files you sent; the texts say which is which

Every text is UTF-8 and opens in any editor. A message is a line that begins with its time; what
is indented below it goes on with it, or was done to it. Passwords and sessions are not here: the
chat keeps only what cannot be turned back into them.
`;
}

async function* whole(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}

/** A text, null for one that is empty. */
async function begun(text: AsyncGenerator<string>): Promise<AsyncIterable<string> | null> {
  const first = await text.next();
  if (first.done) return null;
  return (async function* () {
    try {
      yield first.value;
      yield* text;
    } finally {
      await text.return(undefined);
    }
  })();
}

/** What somebody said in a history, everybody for null. */
async function* wordsIn(
  options: PersonExportOptions,
  path: string,
  who: Who | null,
): AsyncGenerator<string> {
  if ((options.disk.size(path) ?? 0) === 0) return;
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
    if (isOwn && !message.erased) yield textOf(message);
  }
}

/** The files that they sent, each under the name that the texts give it. */
async function* filesOf(options: PersonExportOptions, who: Who): AsyncGenerator<PersonEntry> {
  for await (const { id, time } of sentFiles(options, who)) {
    yield { name: `files/${id}`, time, path: join(options.data, "files", id) };
  }
}

async function* sentFiles(
  { data, disk, isPrivate, slices }: PersonExportOptions,
  { keys }: Who,
): AsyncGenerator<{ id: string; time: number; size: number }> {
  const folder = join(data, "files");
  for (const name of disk.list(folder).sort()) {
    if (slices?.isUsed) await slices.next();
    const id = idBeside(name);
    const facts = id === null ? null : parseSidecar(readText(disk, join(folder, name)) ?? "");
    const isTheirs = facts !== null && keys.includes(facts.owner) &&
      (isPrivate || !/^[@+]/.test(facts.place));
    if (isTheirs) yield { id: id!, time: facts.time, size: facts.size };
  }
}
