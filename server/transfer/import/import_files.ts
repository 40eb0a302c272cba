/**
 * The files that logs name: those that came along become attachments. They are copied before any line names
 * them, wait beside those that are being sent, and are kept when the rooms are whole.
 */
import { join } from "@std/path";
import { ChatError } from "../../base/errors.ts";
import { IMPORT_OWNER } from "../../attachments/sidecar.ts";
import { ANY_TYPE, safeFileName } from "../../attachments/sniff.ts";
import { AttachmentStore } from "../../attachments/store.ts";
import type { FileFacts } from "../../history/line.ts";
import { detached } from "../input/detached.ts";
import type { InputFile } from "../input/input_file.ts";
import type { Attachment } from "../sources/source.ts";
import type { ImportOptions } from "./import_options.ts";

/** Attachments of one import. */
const MAX_FILES = 200_000;

interface Wanted {
  room: string;
  name: string;
  file: InputFile;
  extent: readonly [number, number] | null;
  facts: FileFacts | null;
}

/** The attachments of one import. */
export class ImportFiles {
  readonly #options: ImportOptions;
  readonly #store: AttachmentStore;
  readonly #wanted = new Map<InputFile, Map<string, Wanted>>();
  /** Names of files that could not be taken, with why. */
  readonly refused: string[] = [];
  #count = 0;
  #bytes = 0;

  constructor(options: ImportOptions) {
    const { data, disk, clock, random, limits } = options;
    this.#options = options;
    this.#store = new AttachmentStore({
      folder: join(data, "files"),
      disk,
      clock,
      random,
      max: {
        file: limits.file,
        owner: limits.all,
        guests: limits.all,
        all: limits.all,
      },
      minFree: limits.minFree,
      isAccount: () => true,
      yieldToLoop: () => Promise.resolve(),
    });
  }

  /** A log names this file. */
  want(room: string, log: InputFile, { path, name, extent }: Attachment): void {
    const ofLog = this.#wanted.get(log) ?? new Map<string, Wanted>();
    if (this.#count >= MAX_FILES || ofLog.has(path)) return;
    const file = log.beside(path);
    if (file === null || file.size === 0) return;
    this.#count++;
    this.#bytes += file.size;
    ofLog.set(detached(path), {
      room,
      name: safeFileName(name ?? path),
      file,
      extent: extent ?? null,
      facts: null,
    });
    this.#wanted.set(log, ofLog);
  }

  /** Copies all that are there. `placeOf`: the key of the room that one of a log becomes. */
  async copy(placeOf: (room: string) => string): Promise<void> {
    const { disk, data, isDry } = this.#options;
    if (this.#count === 0) return;
    if (!isDry) disk.makeFolder(join(data, "files", "new"));
    for (const wanted of this.#all()) {
      const { file, name } = wanted;
      if (isDry) {
        wanted.facts = { id: "file", type: ANY_TYPE, size: file.size, name };
      } else {wanted.facts = await this.#take(
          wanted,
          placeOf(wanted.room),
        );}
    }
  }

  /** The attachment that a file became, once: null where it is not there or was given out already. */
  claim(log: InputFile, { path }: Attachment): FileFacts | null {
    const wanted = this.#wanted.get(log)?.get(path);
    const facts = wanted?.facts ?? null;
    if (wanted !== undefined) wanted.facts = null;
    if (facts !== null) this.#claimed.push([facts.id, wanted!.room]);
    return facts;
  }

  readonly #claimed: [id: string, room: string][] = [];

  /** How many are in the rooms. */
  get count(): number {
    return this.#claimed.length;
  }

  /** The rooms are whole: what they name stays. */
  keep(placeOf: (room: string) => string): void {
    if (this.#options.isDry) return;
    for (const [id, room] of this.#claimed) {
      this.#store.lease(id, IMPORT_OWNER, placeOf(room));
    }
  }

  async #take(
    { file, name, extent }: Wanted,
    place: string,
  ): Promise<FileFacts | null> {
    try {
      const { id, type, size } = await this.#store.take(file.read(), {
        owner: IMPORT_OWNER,
        addressKey: null,
        place,
        announced: file.size,
        about: () => ({ name, extent }),
      });
      return { id, type, size, name };
    } catch (error) {
      if (!(error instanceof ChatError) || error.code === "disk") throw error;
      this.refused.push(`${file.path}: ${error.message}`);
      return null;
    }
  }

  *#all(): Generator<Wanted> {
    for (const ofLog of this.#wanted.values()) yield* ofLog.values();
  }
}
