/**
 * A whole data folder from one node to another, while it is being written to. Its invariant: a snapshot
 * names every file by a second name in one turn of the event loop, so what is renamed or removed later is
 * still sent; what is written later is in the log behind the snapshot's place, and is written there again.
 */
import { join } from "@std/path";
import type { Clock, Timer } from "../../base/clock.ts";
import { type Disk, type DiskFile, writeAll } from "../disk.ts";
import { readText, replaceText } from "../text_file.ts";
import type { Peers } from "./peers.ts";
import { CLUSTER_FOLDER, type Place } from "./place.ts";
import { mustBeInside } from "./record.ts";
import { isLocal } from "./replicated_disk.ts";
import type { Sealer } from "./sealer.ts";
import { openStream, sealedStream } from "./sealed_stream.ts";

/** What a snapshot holds. Paths are relative to the data folder. */
export interface Manifest {
  id: string;
  place: Place;
  folders: string[];
  files: { path: string; size: number }[];
}

/** What making and taking snapshots needs. */
export interface SnapshotOptions {
  disk: Disk;
  data: string;
  clock: Clock;
  sealer: Sealer;
}

/** Snapshots that are held at a time, and for how long after one was asked for last. */
const MAX_SNAPSHOTS = 2;
const KEPT_MS = 10 * 60 * 1000;

interface Held {
  manifest: Manifest;
  timer: Timer;
}

/** Snapshots of this node's folder, for others. */
export class Snapshots {
  readonly #options: SnapshotOptions;
  readonly #held = new Map<string, Held>();
  #made = 0;

  constructor(options: SnapshotOptions) {
    this.#options = options;
    // What another process held is nobody's any more.
    options.disk.remove(this.#folder());
  }

  /** Holds the folder as it is now; `place` says where that is, once it is known. */
  async make(place: () => Promise<Place>): Promise<Manifest> {
    const { disk, data } = this.#options;
    for (const id of this.#held.keys()) {
      if (this.#held.size < MAX_SNAPSHOTS) break;
      this.#drop(id);
    }
    const id = String(++this.#made);
    const folder = this.#folder(id);
    disk.makeFolder(folder);
    // One turn from here to there: nothing changes meanwhile.
    const { folders, files } = walk(disk, data);
    files.forEach(({ path }, n) => disk.link(join(data, path), join(folder, String(n))));
    const where = place();
    this.#keep(id, { id, place: { position: 0, hash: "", done: 0 }, folders, files });
    try {
      this.#held.get(id)!.manifest.place = await where;
    } catch (error) {
      this.#drop(id);
      throw error;
    }
    return this.#held.get(id)!.manifest;
  }

  /** The bytes of a file of a snapshot, sealed; null where there is none. */
  send(id: string, n: number): ReadableStream<Uint8Array> | null {
    const { disk, sealer } = this.#options;
    const held = this.#held.get(id);
    const entry = held?.manifest.files[n];
    if (held === undefined || entry === undefined) return null;
    this.#keep(id, held.manifest);
    const file = disk.openToRead(join(this.#folder(id), String(n)));
    if (file === null) return null;
    return sealedStream(sealer, `snapshot ${entry.path}`, file, entry.size);
  }

  close(): void {
    for (const id of this.#held.keys()) this.#drop(id);
  }

  #keep(id: string, manifest: Manifest): void {
    this.#held.get(id)?.timer.cancel();
    const timer = this.#options.clock.after(KEPT_MS, () => this.#drop(id));
    this.#held.set(id, { manifest, timer });
  }

  #drop(id: string): void {
    this.#held.get(id)?.timer.cancel();
    this.#held.delete(id);
    this.#options.disk.remove(this.#folder(id));
  }

  #folder(...parts: string[]): string {
    return join(this.#options.data, CLUSTER_FOLDER, "snapshots", ...parts);
  }
}

/** Everything below the data folder that the nodes share. */
export function walk(disk: Disk, data: string): Pick<Manifest, "folders" | "files"> {
  const [folders, files]: [string[], Manifest["files"]] = [[], []];
  const look = (below: string): void => {
    const named = (name: string): string => below === "" ? name : `${below}/${name}`;
    for (const name of disk.list(join(data, below))) {
      const path = named(name);
      // A file on its way in is its node's alone until it is whole.
      if (isLocal(path) || /^files\/new\/[^/]+\.part$/.test(path)) continue;
      files.push({ path, size: disk.size(join(data, path)) ?? 0 });
    }
    for (const name of disk.folders(join(data, below))) {
      const path = named(name);
      if (isLocal(path)) continue;
      folders.push(path);
      look(path);
    }
  };
  look("");
  return { folders, files };
}

/** The same from whichever node gives one; null where none does. The one that serves is asked last. */
export async function takeSnapshotOfAny(
  options: SnapshotOptions,
  peers: Peers,
  told: (what: string, error?: unknown) => void,
): Promise<Place | null> {
  const others = await peers.others();
  const all = await Promise.all(others.map(async ({ address, position }) => {
    return { address, position, state: await peers.stateOf(address) };
  }));
  const able = [
    ...all.filter(({ state }) => state === "passive").sort((a, b) => b.position - a.position),
    ...all.filter(({ state }) => state === "serving"),
  ];
  for (const { address } of able) {
    try {
      told(`Taking a snapshot from ${address}`);
      return await takeSnapshot(options, peers, address);
    } catch (error) {
      told(`Cannot take a snapshot from ${address}`, error);
    }
  }
  return null;
}

/** Files that never change under their name, so that one of the same length is the same. */
const NEVER_CHANGES = /^files\/(?:[^/]+\/)?(?:[\dT-]+\.)?[0-9a-f]{32}[^/]*$/;

/** Fetches a snapshot of another node beside this one's data, and puts it in its place; returns where it is. */
export async function takeSnapshot(
  options: SnapshotOptions,
  peers: Peers,
  address: string,
): Promise<Place> {
  const { disk, data, sealer } = options;
  const incoming = join(data, CLUSTER_FOLDER, "incoming");
  disk.remove(incoming);
  disk.makeFolder(incoming);
  const answer = await peers.ask(address, "snapshot", {}, 60_000);
  const manifest: Manifest = await answer.json();
  for (const folder of manifest.folders) {
    mustBeInside(folder);
    disk.makeFolder(join(incoming, folder));
  }
  for (const [n, { path, size }] of manifest.files.entries()) {
    mustBeInside(path);
    const to = join(incoming, path);
    if (NEVER_CHANGES.test(path) && disk.size(join(data, path)) === size) {
      disk.link(join(data, path), to);
      continue;
    }
    const { body } = await peers.ask(address, `snapshot?id=${manifest.id}&n=${n}`, null, null);
    await receive(
      disk,
      to,
      (file) =>
        openStream(sealer, `snapshot ${path}`, body, size, (piece) => writeAll(file, piece)),
    );
  }
  await replaceText(disk, markerOf(data), JSON.stringify(manifest.place));
  return finishSnapshot(disk, data)!;
}

/** Puts a snapshot that is here whole in the place of what was here, and again after a crash; null for none. */
export function finishSnapshot(disk: Disk, data: string): Place | null {
  const text = readText(disk, markerOf(data));
  if (text === null) return null;
  const incoming = join(data, CLUSTER_FOLDER, "incoming");
  const names = (folder: string): string[] => [...disk.list(folder), ...disk.folders(folder)];
  // Once something was moved in, everything old is gone already.
  const begun = join(data, CLUSTER_FOLDER, "incoming.begun");
  if (!disk.exists(begun)) {
    for (const name of names(data)) if (!isLocal(name)) disk.remove(join(data, name));
    disk.open(begun).close();
  }
  for (const name of names(incoming)) {
    disk.remove(join(data, name));
    disk.rename(join(incoming, name), join(data, name));
  }
  return JSON.parse(text);
}

/** The place of a snapshot was noted: nothing of its coming is needed any more. */
export function forgetSnapshot(disk: Disk, data: string): void {
  for (const name of ["incoming.place", "incoming.begun", "incoming"]) {
    disk.remove(join(data, CLUSTER_FOLDER, name));
  }
}

function markerOf(data: string): string {
  return join(data, CLUSTER_FOLDER, "incoming.place");
}

async function receive(
  disk: Disk,
  path: string,
  write: (file: DiskFile) => Promise<void>,
): Promise<void> {
  disk.remove(path);
  const file = disk.open(path);
  try {
    await write(file);
    await file.sync();
  } finally {
    file.close();
  }
}
