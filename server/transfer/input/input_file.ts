/**
 * A file that is imported from: by itself, in a folder, in a zip. What a log names beside it is found there
 * and nowhere else: no path leads out of what was handed in.
 */
import { basename, join } from "@std/path";
import { ChatError } from "../../base/errors.ts";
import type { Disk, DiskFile } from "../../store/disk.ts";
import { openZip } from "./zip.ts";

/** One file. */
export interface InputFile {
  /** Within what was handed in, "/" between folders: `general/2023-12-30.json`. */
  path: string;
  /** Somebody named this very file: it is a log whatever its name. */
  isNamed?: true;
  size: number;
  /** Its bytes from the start, as often as one likes; a piece is only good until the next one is asked for. */
  read(): AsyncIterable<Uint8Array<ArrayBuffer>>;
  /** The file that a log, this one, names by a path; null where it did not come along. */
  beside(path: string): InputFile | null;
}

/** What is opened, and what to close in the end. */
export interface Opened {
  files: InputFile[];
  close(): void;
}

/** Names of what lies in a folder. */
export type ListFolder = (path: string) => { name: string; isFolder: boolean }[] | null;

/** What opening needs from outside. */
export interface OpenOptions {
  disk: Disk;
  /** Null for what is no folder. Links are left out: they may lead anywhere. */
  listFolder: ListFolder;
}

const PIECE_BYTES = 64 * 1024;
const MAX_FILES = 100_000;

/** The files of paths, which name files, folders and zips. */
export function openInputs(paths: readonly string[], options: OpenOptions): Opened {
  const opened = paths.map((path) => openOne(path, options));
  const files = opened.flatMap(({ files }) => files);
  return { files, close: () => opened.forEach(({ close }) => close()) };
}

function openOne(path: string, options: OpenOptions): Opened {
  const entries = options.listFolder(path);
  if (entries !== null) {
    return { files: filesIn(path, options), close: () => {} };
  }
  const file = options.disk.openToRead(path);
  if (file === null) {
    throw new ChatError("not_found", `Cannot read ${path}: there is no such file`);
  }
  if (isZip(file)) {
    return { files: asFolder(openZip(file, path)), close: () => file.close() };
  }
  file.close();
  const alone = onDisk(path, basename(path), options.disk);
  return {
    files: [{ ...alone, isNamed: true, beside: (name) => besideOnDisk(path, name, options) }],
    close: () => {},
  };
}

/** The files of a folder and of those in it, in the order of their paths. */
function filesIn(folder: string, { disk, listFolder }: OpenOptions): InputFile[] {
  const found: Omit<InputFile, "beside">[] = [];
  const walk = (path: string, shown: string): void => {
    const entries = (listFolder(path) ?? []).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const { name, isFolder } of entries) {
      const within = shown === "" ? name : `${shown}/${name}`;
      if (found.length >= MAX_FILES) throw tooMany(folder);
      if (isFolder) walk(join(path, name), within);
      else found.push(onDisk(join(path, name), within, disk));
    }
  };
  walk(folder, "");
  return asFolder(found);
}

/** Lets files of one folder or zip find each other: by the path beside the log, else by a name that only one has. */
function asFolder(files: readonly Omit<InputFile, "beside">[]): InputFile[] {
  const byPath = new Map<string, InputFile>();
  const byName = new Map<string, InputFile | null>();
  const all = files.map((file) => {
    const log = file.path.slice(0, file.path.lastIndexOf("/") + 1);
    const whole: InputFile = {
      ...file,
      beside(path) {
        const plain = path.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
        for (let place = log;; place = place.replace(/[^/]+\/$/, "")) {
          const found = byPath.get(place + plain);
          if (found !== undefined) return found;
          if (place === "") return byName.get(basename(plain)) ?? null;
        }
      },
    };
    const name = basename(file.path);
    byPath.set(file.path, whole);
    byName.set(name, byName.has(name) ? null : whole);
    return whole;
  });
  return all;
}

function onDisk(path: string, shown: string, disk: Disk): Omit<InputFile, "beside"> {
  const size = disk.size(path);
  if (size === null) {
    throw new ChatError("not_found", `Cannot read ${path}: there is no such file`);
  }
  return {
    path: shown,
    size,
    async *read() {
      const file = disk.openToRead(path);
      if (file === null) {
        throw new ChatError("not_found", `Cannot read ${path}: it is gone`);
      }
      try {
        const bytes = new Uint8Array(PIECE_BYTES);
        for (let at = 0;;) {
          const length = file.read(bytes, at);
          if (length === 0) return;
          yield bytes.subarray(0, length);
          at += length;
        }
      } finally {
        file.close();
      }
    },
  };
}

/** A file beside a log, or below: where each step of the path is a folder of that name and no link. */
function besideOnDisk(
  log: string,
  path: string,
  { disk, listFolder }: OpenOptions,
): InputFile | null {
  const steps = path.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "").split("/");
  if (
    steps.length > 16 ||
    steps.some((step) => step === "" || step === "." || step === "..")
  ) {
    return null;
  }
  let folder = join(log, "..");
  for (const [i, name] of steps.entries()) {
    const entry = (listFolder(folder) ?? []).find((one) => one.name === name);
    if (entry === undefined || entry.isFolder !== i < steps.length - 1) {
      return null;
    }
    folder = join(folder, name);
  }
  return { ...onDisk(folder, path, disk), beside: () => null };
}

function isZip(file: DiskFile): boolean {
  const head = new Uint8Array(4);
  const isWhole = file.read(head, 0) === 4;
  return isWhole && head[0] === 0x50 && head[1] === 0x4b &&
    ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));
}

function tooMany(folder: string): ChatError {
  return new ChatError(
    "too_long",
    `Cannot import ${folder}: it holds more than ${MAX_FILES} files`,
  );
}
