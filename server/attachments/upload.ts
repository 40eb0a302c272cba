/**
 * A file on its way in: bytes go to a draft as they come, counted and weighed against what there is
 * room for, and lose what they tell of place and device. Either all of it is on the device, or `discard` leaves nothing of it.
 */
import { type Disk, writeAll } from "../store/disk.ts";
import { cleanInPlace } from "./clean_copy.ts";
import { SNIFFED_BYTES, sniffType } from "./sniff.ts";
import type { Quota, Sender } from "./quota.ts";
import type { DeletedFiles } from "./deleted_files.ts";
import { ChatError } from "../base/errors.ts";

/** What a draft needs from outside. Sizes are in bytes. */
export interface UploadOptions {
  disk: Disk;
  quota: Quota;
  /** What gives way where there is no room otherwise. */
  deletedFiles: DeletedFiles;
  /** Maximum bytes of one file, of one owner's, of all guests' together, of all. */
  max: { file: number; owner: number; guests: number; all: number };
  /** Where files are, and the bytes that must stay free on its disk. */
  folder: string;
  minFree: number;
  /** Resolves once others had their turn. */
  yieldToLoop: () => Promise<void>;
}

/** Bytes after which it is looked again whether there is room: others fill the disk too. */
const SPACE_CHECK_BYTES = 1024 * 1024;

/** One file on its way in. */
export class Upload {
  readonly #options: UploadOptions;
  readonly #sender: Sender;
  readonly path: string;
  #head = new Uint8Array(SNIFFED_BYTES);
  #size = 0;

  constructor(path: string, sender: Sender, options: UploadOptions) {
    this.path = path;
    this.#sender = sender;
    this.#options = options;
  }

  /** Bytes that came, and then those that stayed. */
  get size(): number {
    return this.#size;
  }

  /** What its first bytes show it to be. */
  get type(): string {
    return sniffType(this.#head.subarray(0, this.#size));
  }

  /** Takes all bytes in; `announced` says how many there will be, 0 for nobody knows. */
  async receive(body: AsyncIterable<Uint8Array> | null, announced: number): Promise<void> {
    await this.#write(body, announced);
    const left = await cleanInPlace(this.path, this.#options);
    this.#options.quota.add(this.#sender.owner, left - this.#size);
    this.#size = left;
  }

  async #write(body: AsyncIterable<Uint8Array> | null, announced: number): Promise<void> {
    const { max: { file: max }, disk } = this.#options;
    if (announced > max) throw fileTooLong(max);
    await this.#mustFit(announced);
    const file = disk.open(this.path);
    try {
      let looked = 0;
      for await (const chunk of body ?? []) {
        this.#count(chunk);
        if (this.#size > max) throw fileTooLong(max);
        if (this.#size - looked > SPACE_CHECK_BYTES) {
          looked = this.#size;
          await this.#mustFit();
        }
        writeAll(file, chunk);
      }
      if (this.#size === 0) throw new ChatError("empty", "Cannot accept an empty file");
      await this.#mustFit();
      await file.sync();
    } finally {
      file.close();
    }
  }

  /** Takes back what was written and counted. */
  discard(): void {
    this.#options.quota.add(this.#sender.owner, -this.#size);
    this.#size = 0;
    this.#options.disk.remove(this.path);
  }

  #count(bytes: Uint8Array): void {
    if (this.#size < SNIFFED_BYTES) {
      this.#head.set(bytes.subarray(0, SNIFFED_BYTES - this.#size), this.#size);
    }
    this.#size += bytes.length;
    this.#options.quota.add(this.#sender.owner, bytes.length, this.#sender);
  }

  /** Throws a ChatError `quota` where there is no room for this many bytes more. */
  async #mustFit(more = 0): Promise<void> {
    const { max, quota } = this.#options;
    const { own, guests, all } = await quota.of(this.#sender);
    if (own + more > max.owner) {
      throw new ChatError(
        "quota",
        `Cannot accept this file: you may store at most ${max.owner} bytes here`,
      );
    }
    if (this.#sender.addressKey !== null && guests + more > max.guests) {
      throw new ChatError("quota", "Cannot accept this file: guests have used all their space");
    }
    if (all + more > max.all || !await this.#makeRoom(all + more)) {
      throw new ChatError("quota", "Cannot accept this file: there is no space left for files");
    }
  }

  /** Files of deleted rooms give way to what is said; false where that is not enough. */
  async #makeRoom(bytes: number): Promise<boolean> {
    const { max, minFree, folder, disk, quota, deletedFiles } = this.#options;
    const { all } = await quota.of(this.#sender);
    const over = bytes + await deletedFiles.bytes() - max.all;
    if (over > 0) await deletedFiles.giveWay(over);
    const lacking = async (): Promise<number> => {
      const left = await disk.free(folder);
      return left === null ? 0 : minFree - (left - (bytes - all));
    };
    const lack = await lacking();
    return lack <= 0 || (await deletedFiles.giveWay(lack) > 0 && await lacking() <= 0);
  }
}

/** The refusal of a file of more bytes than one may have. */
export function fileTooLong(max: number): ChatError {
  return new ChatError("too_long", `Cannot accept this file: it may have at most ${max} bytes`);
}
