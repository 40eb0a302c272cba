/**
 * Files of whoever talks: what they attach, where they save, and who they were. Handed in, so that a test
 * has folders of its own; nothing here is part of a data folder.
 */
import { dirname } from "@std/path";

/** What is asked of this machine's files. */
export interface LocalFiles {
  /** The whole text of a small file, null where there is none or it cannot be read. */
  readText(path: string): string | null;
  /** Writes a file that nobody else may read, in one step, with the folders above it. */
  writePrivate(path: string, text: string): void;
  /** Opens a file to read it; throws where that cannot be. */
  open(path: string): Promise<{ size: number; stream: ReadableStream<Uint8Array> }>;
  /** Makes a file that is not there and writes it; throws AlreadyExists where one is. */
  create(path: string, bytes: ReadableStream<Uint8Array>): Promise<void>;
  isFolder(path: string): boolean;
  /** Names in a folder, folders with a slash behind them; none where it cannot be read. */
  list(folder: string): string[];
}

/** Names of a folder that are looked at. */
const MAX_LISTED = 5000;

/** The files of this machine. */
export function systemFiles(): LocalFiles {
  return {
    readText(path) {
      try {
        return Deno.readTextFileSync(path);
      } catch {
        return null;
      }
    },
    writePrivate(path, text) {
      Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const temporary = `${path}.${Deno.pid}`;
      Deno.writeTextFileSync(temporary, text, { mode: 0o600 });
      Deno.renameSync(temporary, path);
    },
    async open(path) {
      const file = await Deno.open(path, { read: true });
      const { size, isFile } = await file.stat();
      if (isFile) return { size, stream: file.readable };
      file.close();
      throw new Error("it is no file");
    },
    async create(path, bytes) {
      const file = await Deno.open(path, { write: true, createNew: true });
      await bytes.pipeTo(file.writable);
    },
    isFolder(path) {
      try {
        return Deno.statSync(path).isDirectory;
      } catch {
        return false;
      }
    },
    list(folder) {
      const names: string[] = [];
      try {
        for (const { name, isDirectory, isSymlink } of Deno.readDirSync(folder)) {
          const leads = isDirectory ||
            (isSymlink && this.isFolder(`${folder}/${name}`));
          names.push(leads ? `${name}/` : name);
          if (names.length === MAX_LISTED) break;
        }
      } catch {
        // A folder that cannot be read has nothing to offer.
      }
      return names.sort();
    },
  };
}
