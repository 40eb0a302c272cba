/**
 * Everything that one person said leaves the disk, by each file's own erasure: a line that says so, then
 * the words overwritten in place. Their files go with the lines that shared them. What others said stays,
 * and so do the names and times of lines, by which offsets and conversations hold together.
 */
import { basename, dirname, join } from "@std/path";
import { History } from "../history/history.ts";
import { importOf } from "../history/epoch.ts";
import { type Import, ownSince } from "../history/imported.ts";
import { type Entry, parse } from "../history/line.ts";
import { parsePrivateFile } from "./private/private_key.ts";
import type { Room } from "./room.ts";
import { AwaitedEntry } from "../history/pending_entry.ts";
import { redactInPlace } from "../history/redact.ts";
import { type Clock, wholeSeconds } from "../base/clock.ts";
import { foldName } from "../people/names.ts";
import type { Disk } from "../store/disk.ts";
import { LineFile } from "../store/line_file.ts";

/** Whose words go: folded names, and since when they were theirs, in milliseconds. */
export interface Removed {
  keys: readonly string[];
  since: number;
  /** Who has it done, for the lines that say so. */
  by: string;
}

/** What removing words needs from outside. */
export interface RemovalOptions {
  data: string;
  disk: Disk;
  clock: Clock;
  rooms: () => Iterable<Room>;
  dropFile: (id: string, place: string) => void;
}

/** Messages that are looked at together. */
const MESSAGES_PER_PAGE = 200;

/** Erases everything of a person; returns how many messages that was. Doing it again finishes what was left. */
export async function removeWords(options: RemovalOptions, who: Removed): Promise<number> {
  const { data, disk, rooms } = options;
  const open = new Set<string>();
  let erased = 0;
  for (const room of rooms()) {
    open.add(room.history.path);
    erased += await inRoom(options, room, who);
  }
  for (const folder of ["rooms", "direct", "private", "deleted"]) {
    for (const file of disk.list(join(data, folder))) {
      const path = join(data, folder, file);
      // What a crash has torn off may hold words too.
      if (file.endsWith(".torn")) inFragment(options, path, who);
      // What is no room now, for its name say, is a history all the same.
      if (!file.endsWith(".txt") || open.has(path) || (disk.size(path) ?? 0) === 0) continue;
      erased += await inFile(options, path, who);
    }
  }
  for (const file of disk.list(join(data, "archive"))) {
    if (/\.txt(\.\d+)?$/.test(file)) inFragment(options, join(data, "archive", file), who);
  }
  return erased;
}

/** Those who are in the room are told, as of any erasure. */
async function inRoom({ clock }: RemovalOptions, room: Room, who: Removed): Promise<number> {
  const erase = async (id: number): Promise<void> => {
    const relation = erasure(id, who, clock);
    const pending = new AwaitedEntry(relation);
    room.history.append(pending);
    await pending.id;
    room.amendments.tell(relation);
  };
  return await inHistory(room.history, who, (ids) => Promise.all(ids.map(erase)));
}

/** A room that was deleted may be restored: its messages are erased as those of any room. */
async function inFile(options: RemovalOptions, path: string, who: Removed): Promise<number> {
  const { data, disk, clock, dropFile } = options;
  const index = join(data, "index", `.removal ${basename(path)}`);
  const name = basename(path).replace(/(\.\d{8}T\d{6}(-\d+)?)?\.txt$/, "");
  const isPair = basename(dirname(path)) === "direct";
  const place = isPair ? `@${foldName(name)}` : parsePrivateFile(name)?.key ?? foldName(name);
  const history = new History(path, {
    disk,
    clock,
    recent: MESSAGES_PER_PAGE,
    sync: "second",
    index,
    dropFile: (id) => dropFile(id, place),
  });
  try {
    history.catchUpNow();
    return await inHistory(history, who, async (ids) => {
      const all = ids.map((id) => new AwaitedEntry(erasure(id, who, clock)));
      for (const pending of all) history.append(pending);
      history.flush();
      await Promise.all(all.map(({ id }) => id));
    });
  } finally {
    await history.rest();
    disk.remove(index);
  }
}

async function inHistory(
  history: History,
  who: Removed,
  erase: (ids: number[]) => Promise<unknown>,
): Promise<number> {
  let [count, after] = [0, 0];
  const first = history.find(0);
  for (let more = true; more;) {
    const run = await history.after(after, MESSAGES_PER_PAGE);
    const page = after === 0 && first !== null ? [first, ...run.messages] : run.messages;
    const own = page.filter(({ name, time, erased }) =>
      !erased && isTheirs(name, Date.parse(time), who, history.imported)
    );
    await erase(own.map(({ id }) => id));
    count += own.length;
    more = run.newer === true && run.messages.length > 0;
    after = run.messages.at(-1)?.id ?? after;
  }
  return count;
}

/** What was moved out of a room is no room any more, and no line in it names another by its place. */
function inFragment({ disk, clock, dropFile }: RemovalOptions, path: string, who: Removed): void {
  const place = foldName(basename(path).replace(/\.until-[\d-]+\.txt(\.\d+)?$|\.torn$/, ""));
  const file = new LineFile(path, { disk, clock, sync: "second" });
  const imported = importOf(disk, path);
  try {
    const own: number[] = [];
    file.forward(0, (line, offset) => {
      const entry = line === null ? null : parse(line);
      const isOwn = entry !== null && isTheirs(entry.name, entry.time, who, imported);
      if (isOwn) own.push(offset);
    }, Infinity);
    redactInPlace(file, own, (id) => dropFile(id, place));
  } finally {
    void file.close();
  }
}

function isTheirs(
  name: string,
  time: number,
  { keys, since }: Removed,
  imported: Import | null,
): boolean {
  return time >= ownSince(imported, time, since) && keys.includes(foldName(name));
}

function erasure(target: number, { by }: Removed, clock: Clock): Entry & { kind: "erased" } {
  return { kind: "erased", time: wholeSeconds(clock.now()), name: by, target };
}
