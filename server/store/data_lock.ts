/**
 * One process owns a data folder. The lock is the operating system's, so it ends with the process
 * however that ends; the file's text (the pid) tells whether the last owner let go properly.
 */
import { join } from "@std/path";
import { giveToFolder } from "./file_ownership.ts";
import { DiskTrouble, NO_SYNC } from "./disk_trouble.ts";

/** A folder that another process owns. */
export class DataInUse extends Error {
  override readonly name = "DataInUse";
}

/** Bytes of a pid's line: a line is written over the one before, which a full disk allows. */
const LINE_BYTES = 20;

/** The lock of a data folder, held until `release`. */
export class DataLock {
  /** False when the last owner ended without letting go: crash, kill or power cut. */
  readonly cleanShutdown: boolean;
  readonly #path: string;
  readonly #file: Deno.FsFile;
  readonly #pid: number;
  readonly #syncs: boolean;
  #isMarked = false;

  private constructor(
    { path, file, pid, syncs }: { path: string; file: Deno.FsFile; pid: number; syncs: boolean },
    cleanShutdown: boolean,
  ) {
    this.#path = path;
    this.#file = file;
    this.#pid = pid;
    this.#syncs = syncs;
    this.cleanShutdown = cleanShutdown;
  }

  /**
   * Takes the lock, over a dead owner's too. Throws {@link DataInUse} while a living one holds it. With
   * `syncs` its text survives a power cut.
   */
  static take(folder: string, pid: number, syncs = true): DataLock {
    const path = join(folder, "lock");
    const file = open(path);
    try {
      const held = !file.tryLockSync(true);
      const owner = readAll(file).trim();
      if (held) {
        throw new DataInUse(
          `Cannot use ${folder}: the Plaintalk with pid ${owner || "(unknown)"} is using it. ` +
            "Stop that one first, or choose another folder with --data",
        );
      }
      const lock = new DataLock({ path, file, pid, syncs }, owner === "");
      lock.mark();
      return lock;
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** True while a process holds the lock of a folder; changes nothing. */
  static isHeld(folder: string): boolean {
    using file = open(join(folder, "lock"));
    return !file.tryLockSync(true);
  }

  /** Says in the file who holds it. A full disk may not take that: it is asked again now and then. */
  mark(): void {
    if (this.#isMarked) return;
    try {
      this.#write(`${this.#pid}`);
      this.#isMarked = true;
    } catch (error) {
      const trouble = new DiskTrouble(this.#path, error);
      if (trouble.code !== "ENOSPC" && trouble.code !== "EDQUOT") throw trouble;
    }
  }

  /** Lets go: the next start knows that everything was in order. */
  release(): void {
    try {
      this.#write("");
    } catch {
      // Then the next start looks after the last lines, as after a crash.
    }
    this.#file.close();
  }

  #write(text: string): void {
    this.#file.seekSync(0, Deno.SeekMode.Start);
    // Written over what is there, and never cut first: it takes no room that is not taken already.
    this.#file.writeSync(new TextEncoder().encode(`${text.padEnd(LINE_BYTES - 1)}\n`));
    this.#file.truncateSync(LINE_BYTES);
    if (!this.#syncs) return;
    try {
      this.#file.syncSync();
    } catch (error) {
      // The lock itself is the system's; only its text could be lost with the power.
      if (!NO_SYNC.includes(new DiskTrouble(this.#path, error).code)) throw error;
    }
  }
}

function open(path: string): Deno.FsFile {
  try {
    const file = Deno.openSync(path, { read: true, write: true, create: true, mode: 0o600 });
    giveToFolder(path);
    return file;
  } catch (error) {
    throw new DiskTrouble(path, error);
  }
}

function readAll(file: Deno.FsFile): string {
  const bytes = new Uint8Array(64);
  file.seekSync(0, Deno.SeekMode.Start);
  return new TextDecoder().decode(bytes.subarray(0, file.readSync(bytes) ?? 0));
}
