/**
 * Everything that one person said leaves the disk, by each file's own erasure: a line that says so, then
 * the words overwritten in place. Their files go with the lines that shared them, and so does what they put
 * on the messages of others. What others said stays, and so do the names and times of lines, by which
 * offsets and conversations hold together.
 */
import { basename, dirname, join } from "@std/path";
import { History } from "../../history/history.ts";
import { importOf } from "../../history/epoch.ts";
import { type Import, ownSince } from "../../history/imported.ts";
import { type Entry, parse, type Relation } from "../../history/line.ts";
import { parsePrivateFile } from "../private/private_key.ts";
import { removeReactions } from "./reactions.ts";
import { removeTopics } from "./topics.ts";
import type { Room } from "../room.ts";
import { AwaitedEntry } from "../../history/pending_entry.ts";
import { redactInPlace } from "../../history/redact.ts";
import { type Clock, wholeSeconds } from "../../base/clock.ts";
import type { Slices } from "../../base/time_slices.ts";
import { foldName } from "../../people/names.ts";
import type { Removal } from "../../people/removals.ts";
import type { Disk } from "../../store/disk.ts";
import { LineFile } from "../../store/line_file.ts";

/** Whose words go: folded names, since when they were theirs, and who has it done. */
export type Removed = Pick<Removal, "keys" | "since" | "by">;

/** What removing words needs from outside. */
export interface RemovalOptions {
  data: string;
  disk: Disk;
  clock: Clock;
  slices: Slices;
  rooms: () => Iterable<Room>;
  dropFile: (id: string, place: string) => void;
}

/** What is told on the way, and asked. */
export interface RemovalProgress {
  /** How much has been looked through, 0 to 1. */
  tell: (done: number) => void;
  /** Throws where it shall go on later. */
  mayGoOn: () => void;
}

/** Messages that are looked at together. */
const MESSAGES_PER_PAGE = 200;
/**
 * Lines that are written together: the words of each are overwritten and synced before the next, 2 ms in all.
 * Between two runs others have their turn, and a loop that never waits would not see that they came.
 */
const LINES_PER_RUN = 8;

/** Folders of histories that may lie there beside the rooms that are open. */
const FOLDERS = ["rooms", "direct", "private", "deleted"];

/** The work on one history. */
interface Work {
  who: Removed;
  mayGoOn: () => void;
  /** Told of how many bytes were looked through. */
  passed: (bytes: number) => void;
  /** Writes such lines; resolves when they are in the file. */
  write: (relations: Relation[]) => Promise<unknown>;
}

/** Erases everything of a person; returns how many messages that was. Doing it again finishes what was left. */
export async function removeWords(
  options: RemovalOptions,
  who: Removed,
  { tell, mayGoOn }: RemovalProgress = { tell: () => {}, mayGoOn: () => {} },
): Promise<number> {
  const { data, disk } = options;
  const rooms = [...options.rooms()];
  const open = new Set(rooms.map(({ history }) => history.path));
  const files = FOLDERS.flatMap((folder) =>
    disk.list(join(data, folder)).map((file) => join(data, folder, file))
  );
  // What is no room now, for its name say, is a history all the same.
  const closed = files.filter((path) => path.endsWith(".txt") && !open.has(path));
  const all = [...open, ...closed].reduce((sum, path) => sum + (disk.size(path) ?? 0), 0);
  let [done, erased] = [0, 0];
  const passed = (bytes: number): void => tell(Math.min(1, (done += bytes) / Math.max(1, all)));
  for (const room of rooms) {
    const write = writerIn(room);
    erased += await inHistory(options, room.history, { who, mayGoOn, passed, write });
  }
  for (const path of closed) {
    if ((disk.size(path) ?? 0) === 0) continue;
    erased += await inFile(options, path, { who, mayGoOn, passed });
  }
  // What a crash has torn off may hold words too.
  for (const path of files) if (path.endsWith(".torn")) inFragment(options, path, who);
  for (const file of disk.list(join(data, "archive"))) {
    if (/\.txt(\.\d+)?$/.test(file)) inFragment(options, join(data, "archive", file), who);
  }
  return erased;
}

/** Those who are in the room are told, as of any erasure. */
function writerIn(room: Room): Work["write"] {
  return (relations) =>
    Promise.all(relations.map(async (relation) => {
      const pending = new AwaitedEntry(relation);
      room.history.append(pending);
      await pending.id;
      room.amendments.tell(relation);
    }));
}

/** A room that was deleted may be restored: its messages are erased as those of any room. */
async function inFile(
  options: RemovalOptions,
  path: string,
  work: Omit<Work, "write">,
): Promise<number> {
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
    const write: Work["write"] = async (relations) => {
      const all = relations.map((relation) => new AwaitedEntry(relation));
      for (const pending of all) history.append(pending);
      history.flush();
      await Promise.all(all.map(({ id }) => id));
    };
    return await inHistory(options, history, { ...work, write });
  } finally {
    await history.rest();
    disk.remove(index);
  }
}

async function inHistory(options: RemovalOptions, history: History, work: Work): Promise<number> {
  const { who, mayGoOn, passed } = work;
  const { clock, slices } = options;
  const write = async (relations: Relation[]): Promise<void> => {
    for (let at = 0; at < relations.length; at += LINES_PER_RUN) {
      mayGoOn();
      await work.write(relations.slice(at, at + LINES_PER_RUN));
      await slices.next();
    }
  };
  let [count, after] = [0, 0];
  const first = history.find(0);
  for (let more = true; more;) {
    mayGoOn();
    const run = await history.after(after, MESSAGES_PER_PAGE);
    const page = after === 0 && first !== null ? [first, ...run.messages] : run.messages;
    const own = page.filter(({ name, time, erased }) =>
      !erased && isTheirs(name, Date.parse(time), who, history.imported)
    );
    await write(own.map(({ id }) => erasure(id, who, clock)));
    count += own.length;
    more = run.newer === true && run.messages.length > 0;
    const last = run.messages.at(-1)?.id ?? after;
    passed(last - after);
    after = last;
  }
  const own = (name: string, time: number) => isTheirs(name, time, who, history.imported);
  await removeTopics({
    ...options,
    history,
    mayGoOn,
    isTheirs: own,
    erase: (offsets) => write(offsets.map((id) => erasure(id, who, clock))),
  });
  await removeReactions({
    ...options,
    history,
    mayGoOn,
    isTheirs: own,
    takeOff: (reactions) =>
      write(reactions.map((one) => ({ ...one, on: false, time: wholeSeconds(clock.now()) }))),
  });
  passed(Math.max(0, history.end - after));
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
