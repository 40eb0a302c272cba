/**
 * Files that are too large for the log: others fetch them from the node that has them. Its invariant: the
 * record that makes such a file is written only once another node has its bytes; where none is there to have
 * them, they go through the log all the same.
 */
import { createHash } from "node:crypto";
import { basename, join } from "@std/path";
import { type Clock, endOfTurn } from "../../base/clock.ts";
import { type Disk, type DiskFile, writeAll } from "../disk.ts";
import { fill } from "../line_reader.ts";
import type { Peers } from "./peers.ts";
import { CLUSTER_FOLDER } from "./place.ts";
import type { Change } from "./record.ts";
import type { Sealer } from "./sealer.ts";
import { openStream, sealedStream } from "./sealed_stream.ts";

/** What fetching needs. */
export interface LargeFilesOptions {
  disk: Disk;
  data: string;
  clock: Clock;
  peers: Peers;
  sealer: Sealer;
  /** This node's own address. */
  address: string;
  onTrouble: (what: string, error: unknown) => void;
}

/** A file that is fetched: the random part of its name, which it keeps wherever it is moved. */
export interface Wanted {
  key: string;
  size: number;
  hash: string;
}

const KEY = /^[0-9a-f]{32}$/;
const ABOUT = ".about";
const CHUNK_BYTES = 256 * 1024;
/** Milliseconds that another node may take to fetch a file. */
const FETCH_MS = 60_000;
/** How often it is looked for where no node has it, and milliseconds between. */
const LOOKS = 30;
const LOOK_MS = 1000;

/** Large files of one node. */
export class LargeFiles {
  readonly #options: LargeFilesOptions;

  constructor(options: LargeFilesOptions) {
    this.#options = options;
    // Half a file, of a process that ended.
    const { disk } = options;
    for (const name of disk.list(this.#folder())) {
      if (name.endsWith(".part")) disk.remove(this.#folder(name));
    }
  }

  /** Has another node fetch a file that is here; null where none did, and the log must have it. */
  async share(path: string, size: number): Promise<Change | null> {
    const { disk, data, peers, address } = this.#options;
    const key = basename(path).replace(/\.part$/, "");
    const file = disk.openToRead(path);
    if (file === null || !KEY.test(key)) return null;
    const hash = await hashOf(file, size).finally(() => file.close());
    const wanted = { key, size, hash, from: address };
    const others = await peers.others();
    const had = others.map(async (other) => {
      const answer = await peers.ask(other.address, "fetch", wanted, FETCH_MS);
      await answer.body?.cancel();
    });
    try {
      await Promise.any(had);
    } catch {
      return null;
    }
    return { kind: "fetch", path: path.slice(data.length + 1), size, hash };
  }

  /** Fetches a file that was not committed yet, to have it when it is. */
  async prefetch({ key, size, hash }: Wanted, from: string): Promise<void> {
    if (!KEY.test(key)) throw new Error("Cannot fetch a file of this name");
    if (this.#options.disk.size(this.#folder(key)) === size) return;
    await this.#fetch({ key, size, hash }, from);
  }

  /** Puts a file there that was committed; false where no node has it any more. */
  async place(change: Extract<Change, { kind: "fetch" }>, to: string): Promise<boolean> {
    const { disk, peers, clock, onTrouble } = this.#options;
    const key = basename(to).replace(/\.part$/, "");
    const { size, hash } = change;
    for (let look = 0; look < LOOKS; look++) {
      if (disk.size(this.#folder(key)) === size) {
        disk.rename(this.#folder(key), to);
        return true;
      }
      for (const { address } of await peers.others()) {
        try {
          await this.#fetch({ key, size, hash }, address);
          break;
        } catch (error) {
          if (look === 0) onTrouble(`Cannot fetch a file from ${address}`, error);
        }
      }
      if (disk.size(this.#folder(key)) === size) continue;
      await new Promise<void>((go) => void clock.after(LOOK_MS, go));
    }
    onTrouble("No node has a file that was sent", new Error(key));
    return false;
  }

  /** A file that is here, wherever it was moved, for another node; null where it is not. */
  send(key: string, size: number): ReadableStream<Uint8Array> | null {
    const { disk, data, sealer } = this.#options;
    if (!KEY.test(key)) return null;
    for (const place of ["files", "files/new", "files/deleted", `${CLUSTER_FOLDER}/fetched`]) {
      for (const name of disk.list(join(data, place))) {
        if (!name.includes(key) || name.endsWith(ABOUT)) continue;
        const path = join(data, place, name);
        if (disk.size(path) !== size) continue;
        const file = disk.openToRead(path);
        if (file !== null) return sealedStream(sealer, `file ${key}`, file, size);
      }
    }
    return null;
  }

  async #fetch({ key, size, hash }: Wanted, from: string): Promise<void> {
    const { disk, peers, sealer } = this.#options;
    disk.makeFolder(this.#folder());
    const draft = this.#folder(`${key}.part`);
    disk.remove(draft);
    const { body } = await peers.ask(from, `file?key=${key}&size=${size}`, null, FETCH_MS);
    const file = disk.open(draft);
    try {
      await openStream(sealer, `file ${key}`, body, size, (piece) => writeAll(file, piece));
      if (await hashOf(file, size) !== hash) throw new Error("Another node sent another file");
      await file.sync();
      disk.rename(draft, this.#folder(key));
    } finally {
      file.close();
    }
  }

  #folder(...parts: string[]): string {
    return join(this.#options.data, CLUSTER_FOLDER, "fetched", ...parts);
  }
}

async function hashOf(file: DiskFile, size: number): Promise<string> {
  const hash = createHash("sha256");
  const chunk = new Uint8Array(CHUNK_BYTES);
  for (let at = 0; at < size;) {
    const had = fill(file, chunk.subarray(0, Math.min(CHUNK_BYTES, size - at)), at);
    if (had === 0) break;
    hash.update(chunk.subarray(0, had));
    at += had;
    // A large file must not hold up everybody else.
    await new Promise<void>((go) => endOfTurn(go));
  }
  return hash.digest("hex");
}
