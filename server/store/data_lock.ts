/**
 * One process owns a data folder. The lock is the operating system's, so it ends with the process
 * however that ends; the file's text (the pid) tells whether the last owner let go properly.
 */
import { join } from "@std/path";

/** A folder that another process owns. */
export class DataInUse extends Error {
  override readonly name = "DataInUse";
}

/** The lock of a data folder, held until `release`. */
export class DataLock {
  /** False when the last owner ended without letting go: crash, kill or power cut. */
  readonly cleanEnd: boolean;
  readonly #file: Deno.FsFile;

  private constructor(file: Deno.FsFile, cleanEnd: boolean) {
    this.#file = file;
    this.cleanEnd = cleanEnd;
  }

  /** Takes the lock, over a dead owner's too. Throws {@link DataInUse} while a living one holds it. */
  static take(folder: string, pid: number): DataLock {
    const path = join(folder, "lock");
    const file = Deno.openSync(path, {
      read: true,
      write: true,
      create: true,
      mode: 0o600,
    });
    try {
      const held = !file.tryLockSync(true);
      const owner = readAll(file).trim();
      if (held) {
        throw new DataInUse(
          `Cannot use ${folder}: the Plaintalk with pid ${owner || "(unknown)"} is using it. ` +
            "Stop that one first, or choose another folder with --data",
        );
      }
      writeOver(file, `${pid}\n`);
      return new DataLock(file, owner === "");
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** Lets go: the next start knows that everything was in order. */
  release(): void {
    writeOver(this.#file, "");
    this.#file.close();
  }
}

function readAll(file: Deno.FsFile): string {
  const bytes = new Uint8Array(64);
  file.seekSync(0, Deno.SeekMode.Start);
  return new TextDecoder().decode(bytes.subarray(0, file.readSync(bytes) ?? 0));
}

function writeOver(file: Deno.FsFile, text: string): void {
  file.truncateSync(0);
  file.seekSync(0, Deno.SeekMode.Start);
  file.writeSync(new TextEncoder().encode(text));
  file.syncSync();
}
