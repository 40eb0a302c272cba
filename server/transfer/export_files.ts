/** Files that an export makes: none appears before it is whole, and memory holds a chunk of one at a time. */
import { dirname } from "@std/path";
import { type Disk, type DiskFile, writeAll } from "../store/disk.ts";

/** Characters that are gathered before they are written. */
const BATCH_CHARACTERS = 64 * 1024;
const COPY_BYTES = 1024 * 1024;

/** Gathers pieces of text for a file or a pipe. */
export class TextWriter {
  readonly #write: (text: string) => void;
  #waiting: string[] = [];
  #length = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Makes a file of what is written; returns what the writing does. */
  static async into<T>(
    disk: Disk,
    path: string,
    fill: (write: (text: string) => void) => T | Promise<T>,
  ): Promise<T> {
    const encoder = new TextEncoder();
    return await makeFile(disk, path, async (file) => {
      const writer = new TextWriter((text) => writeAll(file, encoder.encode(text)));
      const result = await fill(writer.add);
      writer.flush();
      return result;
    });
  }

  readonly add = (text: string): void => {
    this.#waiting.push(text);
    this.#length += text.length;
    if (this.#length >= BATCH_CHARACTERS) this.flush();
  };

  flush(): void {
    if (this.#length > 0) this.#write(this.#waiting.join(""));
    this.#waiting = [];
    this.#length = 0;
  }
}

/** Copies a file to where none is; false where one is there. */
export function copyFile(disk: Disk, from: string, to: string): boolean {
  if (disk.exists(to)) return false;
  const source = disk.openToRead(from);
  if (source === null) return false;
  disk.makeFolder(dirname(to));
  const draft = `${to}.part`;
  disk.remove(draft);
  const file = disk.open(draft);
  try {
    const chunk = new Uint8Array(COPY_BYTES);
    const size = source.size();
    for (let at = 0; at < size;) {
      const got = source.read(chunk, at);
      if (got === 0) throw new Error("The file ended early");
      writeAll(file, chunk.subarray(0, got));
      at += got;
    }
  } finally {
    file.close();
    source.close();
  }
  disk.rename(draft, to);
  return true;
}

async function makeFile<T>(disk: Disk, path: string, fill: (file: DiskFile) => Promise<T>) {
  const draft = `${path}.part`;
  disk.remove(draft);
  const file = disk.open(draft);
  let result: T;
  try {
    result = await fill(file);
    file.syncNow();
  } finally {
    file.close();
  }
  disk.rename(draft, path);
  return result;
}
