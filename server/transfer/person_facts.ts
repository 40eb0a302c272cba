/**
 * What a chat knows of one person beside their words, as text: the account, where they are signed in, what
 * they set. Never a token, a password, an address, or the hash of one.
 */
import { join } from "@std/path";
import { formatTime } from "../base/clock.ts";
import type { DataFolder } from "./data_folder.ts";
import type { Account } from "../people/accounts.ts";
import { Blocks } from "../people/blocks.ts";
import { Invites } from "../people/invites.ts";
import { Moderation } from "../people/moderation.ts";
import { foldName } from "../people/names.ts";
import { ReadMarks } from "../people/read_marks.ts";
import { keyOf, openPeopleTable, type PeopleTable, type Profile } from "../people/people_table.ts";
import { Reserved } from "../people/reserved.ts";
import { preferenceFacts, RoomPreferences } from "../people/room_preferences.ts";
import { parseSessionLine, type SessionLine } from "../people/session_lines.ts";
import { readPushLine } from "../push/subscriptions.ts";
import { linesOf } from "../store/line_table.ts";
import { readText } from "../store/text_file.ts";

/** Whose words these are: the account, and folded names that it has and had. */
export interface Who {
  account: Account;
  keys: string[];
}

/** `account.txt`. */
export function accountFacts(options: DataFolder, who: Who): string {
  const { data, disk, clock } = options;
  const { account: { name, admin, claimed }, keys } = who;
  const measures = new Moderation({ path: join(data, "moderation.txt"), disk, clock }).list();
  const table = peopleOf(options);
  const reserved = new Reserved({ table, clock });
  const before = reserved.list().filter((one) => keys.slice(1).includes(foldName(one.name)));
  const invites = new Invites({ ...options, path: join(data, "invites.txt") }).list();
  return asText([
    `name: ${name}`,
    ...before.map((one) => `had the name: ${one.name} (until ${one.time})`),
    `since: ${formatTime(claimed)}`,
    ...(admin ? ["admin"] : []),
    ...profileLines(profileIn(table, who)),
    ...sessionsOf(options, keys),
    ...measures.filter((one) => keys.includes(foldName(one.name)))
      .map(({ what, until, by }) => `${what} until ${formatTime(until)}, by ${by}`),
    ...invites.filter(({ by }) => keys.includes(foldName(by))).map(({ name, until, used }) =>
      `invited${name === "" ? "" : ` "${name}"`}: until ${formatTime(until)}, ${used} came`
    ),
  ]);
}

/** What others are shown of somebody, null for nothing. */
export function profileOf(options: DataFolder, who: Who): Profile | null {
  return profileIn(peopleOf(options), who);
}

function peopleOf({ data, disk }: DataFolder): PeopleTable {
  return openPeopleTable({ path: join(data, "people.txt"), disk });
}

function profileIn(table: PeopleTable, { account: { name } }: Who): Profile | null {
  const found = table.get(keyOf({ kind: "profile", name }));
  return found?.kind === "profile" ? found : null;
}

function profileLines(profile: Profile | null): string[] {
  if (profile === null) return [];
  const { seen, seenBy, status, until } = profile;
  const ends = until === Infinity ? "" : ` (until ${formatTime(until)})`;
  return [
    `seen: ${formatTime(seen)}`,
    ...(seenBy ? [] : ["seen-by: off"]),
    ...(status === "" ? [] : [`status: ${status}${ends}`]),
  ];
}

/** `settings.txt`: what the server keeps; what a browser keeps for itself is there alone. */
export function settingsFacts(options: DataFolder, { account, keys }: Who): string {
  const { data, disk } = options;
  const own = new Set(sessionIds(sessionLines(options), keys));
  const marks = new ReadMarks({
    ...options,
    path: join(data, "read_marks.txt"),
    onTrouble: () => {},
  });
  const calls = linesOf(readText(disk, join(data, "push.txt")) ?? "").map(readPushLine)
    .filter((known) => known !== null && own.has(known.session));
  return asText([
    ...calls.flatMap((known) => {
      const { host, time, wants: { text, levels } } = known!;
      return [
        `notifications by: ${host} (since ${time}), ${text ? "with the message" : "without words"}`,
        ...Object.entries(levels).map(([room, level]) => `  ${room}: ${level}`),
      ];
    }),
    ...new Blocks({ ...options, path: join(data, "blocks.txt") }).list({
      ...account,
      account: true,
    })
      .map(({ name, time }) => `blocked: ${name} (since ${time})`),
    ...preferenceFacts(
      new RoomPreferences({ ...options, path: join(data, "preferences.txt") }).of(account.key),
    ),
    ...marks.of(account.key).map(({ room, id }) => `read in ${room} up to: ${id}`),
  ]);
}

function asText(lines: string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/** What `sessions.txt` tells, line by line. */
function sessionLines({ data, disk }: DataFolder): SessionLine[] {
  return linesOf(readText(disk, join(data, "sessions.txt")) ?? "").map(parseSessionLine)
    .filter((line) => line !== null);
}

/** Sessions of an account that has and had these names. */
function sessionIds(lines: SessionLine[], keys: string[]): string[] {
  return lines.flatMap((line) => {
    const isOwn = line.kind === "began" && line.account && keys.includes(foldName(line.name));
    return isOwn ? [line.id] : [];
  });
}

/** Signed in when, at which browser, used when last, and called by which push service. */
function sessionsOf(options: DataFolder, keys: string[]): string[] {
  const { data, disk } = options;
  const sessions = sessionLines(options);
  const facts = new Map(sessionIds(sessions, keys).map((id) => [id, [] as string[]]));
  for (const session of sessions) {
    const own = facts.get(session.id);
    if (own === undefined) continue;
    const time = formatTime(session.at);
    if (session.kind === "began") own.push(`signed in: ${time}`);
    else if (session.kind === "device") own.push(`  at: ${session.device}`);
    else if (session.kind === "ended") own.push(`  ended: ${time}`);
    else {
      // The last time is the one that counts.
      const before = own.findIndex((fact) => fact.startsWith("  last used: "));
      own.splice(before === -1 ? own.length : before, 1, `  last used: ${time}`);
    }
  }
  for (const line of linesOf(readText(disk, join(data, "push.txt")) ?? "")) {
    const known = readPushLine(line);
    const own = known === null ? undefined : facts.get(known.session);
    own?.push(`  notifications by: ${known!.host} (since ${known!.time})`);
  }
  return [...facts.values()].flat();
}
