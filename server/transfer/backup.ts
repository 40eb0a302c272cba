/**
 * Copies of a data folder, made beside a chat that writes to it, and a folder made from one. A history is
 * copied up to a whole line, again for what was added meanwhile, and then erased what those lines erase:
 * no copy holds a torn line or words that were gone. Attachments never change: what an earlier copy beside
 * it has is linked, and takes no place twice.
 */
import { dirname, join, relative, resolve } from "@std/path";
import { type Clock, formatStamp } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { beginningOf } from "../history/epoch.ts";
import { History } from "../history/history.ts";
import { checkData, type Checked } from "./check.ts";
import { type Disk, writeAll } from "../store/disk.ts";
import { FILE_ID, PARTS } from "../attachments/sidecar.ts";
import { lastLineEnd } from "../store/tail.ts";

/** What copying needs. */
export interface BackupOptions {
  data: string;
  disk: Disk;
  clock: Clock;
  tell: (line: string) => void;
}

/** What is made again from the rest, or belongs to a process; and what is on its way. */
const LEFT_OUT = /^(index|orders|cluster|lock|restore\.part)$/;
const ON_ITS_WAY = /\.(new|part|kept)$/;
/** Folders whose text files are histories: what was said is added, and erased in place. */
const HISTORIES = /^(rooms|direct|private|deleted)\//;
/** Where a restored folder stands until it is whole, in the folder that it will be. */
const RESTORING = "restore.part";
const COPY = /^plaintalk-\d{8}T\d{6}(-\d+)?$/;

/** Looks for what came while the others were copied; at a busy chat each takes less than the one before. */
const MAX_ROUNDS = 10;
const CHUNK_BYTES = 1024 * 1024;
const MAX_KEEP = 10_000;

/** Makes a copy in a folder of its own in `to`, keeps the newest `keep` (0: all), and returns its path. */
export async function backUp(options: BackupOptions, to: string, keep: number): Promise<string> {
  const { data, disk, clock, tell } = options;
  mustBeData(disk, data);
  const place = resolve(to);
  if (!relative(data, place).startsWith("..")) {
    throw new ChatError("bad_request", `Cannot back up into ${place}: that is in the data folder`);
  }
  const stamp = formatStamp(clock.now());
  const named = (n: number): string => join(place, `plaintalk-${stamp}${n === 0 ? "" : `-${n}`}`);
  let n = 0;
  while (disk.exists(named(n))) n++;
  const target = named(n);
  disk.makeFolder(place);
  const draft = `${target}.part`;
  disk.remove(draft);
  const earlier = copies(disk, place).at(-1);
  const copier = new Copier(options, draft, earlier === undefined ? null : join(place, earlier));
  let rounds = 0;
  while (copier.round() && ++rounds < MAX_ROUNDS);
  await copier.finish();
  disk.rename(draft, target);
  await disk.syncFolder(place);
  const { files, lines, finds } = checkData(disk, target, tell);
  tell(`${files} files, ${lines} lines, ${finds} problems`);
  if (keep > 0) {
    for (const old of copies(disk, place).slice(0, -keep)) {
      disk.remove(join(place, old));
      tell(`Removed ${join(place, old)}`);
    }
  }
  return target;
}

/** Checks a copy and makes a data folder of it where there is none; never writes over anything. */
export async function restore(
  options: BackupOptions,
  from: string,
  anyway: boolean,
): Promise<Checked> {
  const { data, disk, tell } = options;
  const source = resolve(from);
  mustBeData(disk, source);
  const checked = checkData(disk, source, tell);
  if (checked.finds > 0 && !anyway) {
    throw new ChatError(
      "damaged",
      `Cannot restore ${source}: it has ${checked.finds} problems; --anyway takes it as it is`,
    );
  }
  const draft = join(data, RESTORING);
  if (entries(disk, data).some((name) => name !== RESTORING)) {
    throw new ChatError(
      "exists",
      `Cannot restore to ${data}: it holds something already. Move it away, or name another folder with --data`,
    );
  }
  disk.remove(draft);
  const copier = new Copier({ ...options, data: source }, draft, null);
  copier.round();
  await copier.finish();
  // The folder itself stays what it is: a volume, say, or somebody else's.
  for (const name of entries(disk, draft)) disk.rename(join(draft, name), join(data, name));
  disk.remove(draft);
  await disk.syncFolder(data);
  return checked;
}

/** The number behind `--keep`, or a ChatError. */
export function keepOf(text: string | undefined): number {
  const number = text === undefined ? 0 : /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (number >= (text === undefined ? 0 : 1) && number <= MAX_KEEP) return number;
  throw new ChatError("bad_request", `Cannot keep "${text}" copies: expected a number from 1`);
}

/** One copy that is being made. */
class Copier {
  readonly #options: BackupOptions;
  readonly #to: string;
  /** An earlier copy, whose attachments can be linked. */
  readonly #earlier: string | null;
  /** What each file was when it was copied last, by path. */
  readonly #stamps = new Map<string, string>();

  constructor(options: BackupOptions, to: string, earlier: string | null) {
    this.#options = options;
    this.#to = to;
    this.#earlier = earlier;
    options.disk.makeFolder(to);
  }

  /** Copies what is new since the last round; false where nothing was. Histories first: their files are there. */
  round(): boolean {
    const { data, disk } = this.#options;
    const paths = allFiles(disk, data).sort((a, b) =>
      Number(isAttachment(a)) - Number(isAttachment(b))
    );
    const there = new Set(paths);
    let isNew = false;
    for (const path of this.#stamps.keys()) {
      if (there.has(path)) continue;
      // Moved or erased since: what is not there any more is no part of the copy.
      disk.remove(join(this.#to, path));
      this.#stamps.delete(path);
    }
    for (const path of paths) {
      const stamp = disk.stamp(join(data, path));
      if (stamp === null || this.#stamps.get(path) === stamp) continue;
      isNew = true;
      if (this.#copy(path)) this.#stamps.set(path, stamp);
    }
    return isNew;
  }

  /** Erases in the copy what its lines say is erased, and sees to it that the device has all of it. */
  async finish(): Promise<void> {
    const { disk, clock } = this.#options;
    const folders = new Set([this.#to]);
    for (const path of this.#stamps.keys()) {
      folders.add(dirname(join(this.#to, path)));
      if (!HISTORIES.test(path) || !path.endsWith(".txt")) continue;
      if ((disk.size(join(this.#to, path)) ?? 0) === 0) continue;
      const index = join(this.#to, "index");
      const history = new History(join(this.#to, path), {
        disk,
        clock,
        recent: 1,
        sync: "never",
        index,
        dropFile: (id) => {
          for (const ending of PARTS) disk.remove(join(this.#to, "files", id + ending));
        },
      });
      history.catchUpNow();
      await history.close();
      disk.remove(index);
    }
    for (const folder of folders) await disk.syncFolder(folder);
  }

  /** False where the file went away meanwhile. */
  #copy(path: string): boolean {
    const { data, disk } = this.#options;
    const [from, to] = [join(data, path), join(this.#to, path)];
    disk.makeFolder(dirname(to));
    if (isAttachment(path) && this.#linked(path)) return true;
    const source = disk.openToRead(from);
    if (source === null) return false;
    try {
      const size = source.size();
      const end = path.endsWith(".txt") ? lastLineEnd(source, size) : size;
      const has = this.#goesOn(path, to, source, end);
      if (has === 0) disk.remove(to);
      const target = disk.open(to);
      try {
        const chunk = new Uint8Array(CHUNK_BYTES);
        for (let at = has; at < end;) {
          const got = source.read(chunk.subarray(0, Math.min(CHUNK_BYTES, end - at)), at);
          if (got === 0) break;
          writeAll(target, chunk.subarray(0, got));
          at += got;
        }
        target.syncNow();
      } finally {
        target.close();
      }
    } finally {
      source.close();
    }
    return true;
  }

  /** Bytes of the same history that the copy has already: only what was added is copied then. */
  #goesOn(path: string, to: string, source: ReturnType<Disk["open"]>, end: number): number {
    const { disk } = this.#options;
    const has = HISTORIES.test(path) ? disk.size(to) ?? 0 : 0;
    if (has === 0 || has > end) return 0;
    const target = disk.open(to);
    try {
      return beginningOf(target).epoch === beginningOf(source).epoch ? has : 0;
    } finally {
      target.close();
    }
  }

  #linked(path: string): boolean {
    if (this.#earlier === null || path.endsWith(".about")) return false;
    const known = join(this.#earlier, path);
    const [a, b] = [
      this.#options.disk.size(known),
      this.#options.disk.size(join(this.#options.data, path)),
    ];
    if (a === null || a !== b) return false;
    try {
      this.#options.disk.link(known, join(this.#to, path));
      return true;
    } catch {
      // On a file system without links it is copied.
      return false;
    }
  }
}

function isAttachment(path: string): boolean {
  return path.startsWith("files/");
}

/** Paths of all files below a folder that belong into a copy. */
function allFiles(disk: Disk, folder: string, below = ""): string[] {
  const here = join(folder, below);
  const pathOf = (name: string): string => below === "" ? name : `${below}/${name}`;
  const isMeant = (name: string): boolean => {
    // An attachment may end like anything.
    const isUnderway = ON_ITS_WAY.test(name) && !FILE_ID.test(name.replace(/^\d{8}T[\d-]+\./, ""));
    return !isUnderway && (below !== "" || !LEFT_OUT.test(name));
  };
  return [
    ...disk.list(here).filter(isMeant).sort().map(pathOf),
    ...disk.folders(here).filter(isMeant).sort().flatMap((name) =>
      allFiles(disk, folder, pathOf(name))
    ),
  ];
}

function entries(disk: Disk, folder: string): string[] {
  return [...disk.list(folder), ...disk.folders(folder)].sort();
}

/** Copies in a folder, the oldest first. */
function copies(disk: Disk, folder: string): string[] {
  return disk.folders(folder).filter((name) => COPY.test(name)).sort();
}

function mustBeData(disk: Disk, folder: string): void {
  if (disk.list(join(folder, "rooms")).length > 0) return;
  throw new ChatError("not_found", `Cannot find a chat in ${folder}: there is no room in it`);
}
