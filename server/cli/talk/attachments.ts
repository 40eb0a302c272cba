/** Files out and in: what a path names is sent with its progress, and what others sent is saved, never over a file. */
import { basename, join } from "@std/path";
import type { Message, SharedFile } from "../../protocol.ts";
import { RequestError, type TalkApi } from "./api.ts";
import type { LocalFiles } from "./local_files.ts";
import { sizeText } from "./message_lines.ts";
import { fromHome, harmlessName, withCount } from "./paths.ts";

/** What files need from outside. */
export interface TalkAttachmentsOptions {
  api: TalkApi;
  files: LocalFiles;
  home: string | undefined;
  /** Most bytes of a file, 0 where none are taken. */
  maxBytes: () => number;
  /** Shows how far it is; null once nothing is on its way. */
  status: (text: string | null) => void;
}

/** Files of one name that are looked for in a folder. */
const MAX_NAMESAKES = 100;

/** A file that could not be sent or saved, with the sentence that says why. */
export class FileProblem extends Error {}

/** Sends and saves files. */
export class TalkAttachments {
  readonly #options: TalkAttachmentsOptions;
  #going: AbortController | null = null;

  constructor(options: TalkAttachmentsOptions) {
    this.#options = options;
  }

  /** Breaks off what is on its way; false where nothing is. */
  cancel(): boolean {
    const isGoing = this.#going !== null;
    this.#going?.abort();
    return isGoing;
  }

  /** Sends a file to a room; a message is to name it. A FileProblem says why it cannot be. */
  async send(room: string, written: string): Promise<SharedFile> {
    const { api, files, home, maxBytes } = this.#options;
    const path = fromHome(written, home);
    const name = basename(path);
    const { size, stream } = await files.open(path).catch((error: unknown) => {
      throw new FileProblem(`Cannot attach "${written}": ${reasonOf(error)}`);
    });
    const max = maxBytes();
    if (size > max) {
      await stream.cancel();
      const why = max === 0
        ? "no files are taken here"
        : `it has ${sizeText(size)}, and a file may have ${sizeText(max)}`;
      throw new FileProblem(`Cannot attach "${written}": ${why}`);
    }
    const going = new AbortController();
    this.#going = going;
    try {
      const body = stream.pipeThrough(this.#counter(`Sending ${name}`, size));
      return await api.upload(room, { name, size, body, signal: going.signal });
    } catch (error) {
      if (going.signal.aborted) {
        throw new FileProblem(`"${written}" was not sent`);
      }
      throw problemWith(`Cannot attach "${written}"`, error);
    } finally {
      this.#going = null;
      this.#options.status(null);
    }
  }

  /** Saves the file of a message and returns its path; `to`: a folder, or a path of its own. */
  async save({ file }: Message, to: string): Promise<string> {
    const { api, files, home } = this.#options;
    if (file === undefined) {
      throw new FileProblem("Cannot save: there is no file in this message");
    }
    const wanted = fromHome(to, home);
    const isOwn = wanted !== "" && !files.isFolder(wanted);
    const name = harmlessName(file.name);
    for (let count = 1; count <= MAX_NAMESAKES; count++) {
      const path = isOwn ? wanted : join(wanted === "" ? "." : wanted, withCount(name, count));
      try {
        const bytes = await api.download(file.id);
        await files.create(path, bytes.pipeThrough(this.#counter(`Saving ${name}`, file.size)));
        return path;
      } catch (error) {
        const isTaken = error instanceof Deno.errors.AlreadyExists;
        if (!isTaken || isOwn) {
          throw problemWith(`Cannot save "${path}"`, error);
        }
      } finally {
        this.#options.status(null);
      }
    }
    throw new FileProblem(`Cannot save "${name}": ${MAX_NAMESAKES} files have this name already`);
  }

  /** Lets bytes through and shows how many did. */
  #counter(what: string, size: number): TransformStream<Uint8Array, Uint8Array> {
    const { status } = this.#options;
    let [done, shown] = [0, -1];
    return new TransformStream({
      transform(chunk, controller) {
        done += chunk.length;
        const percent = Math.floor(100 * Math.min(1, done / Math.max(size, 1)));
        if (percent !== shown) {
          status(`${what}: ${percent} % of ${sizeText(size)}`);
        }
        shown = percent;
        controller.enqueue(chunk);
      },
    });
  }
}

function problemWith(what: string, error: unknown): FileProblem {
  if (error instanceof FileProblem) return error;
  // The server's own sentence says what it cannot do.
  if (error instanceof RequestError) return new FileProblem(error.message);
  return new FileProblem(`${what}: ${reasonOf(error)}`);
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.AlreadyExists) {
    return "there is a file already";
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return "it may not be opened";
  }
  return error instanceof Error ? error.message : "it could not be read";
}
