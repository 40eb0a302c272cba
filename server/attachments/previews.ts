/**
 * Small pictures of pictures and films, `files/<id>.preview`, as the browser that sends the file makes
 * them: nobody decodes a picture here. One comes before its file is said, goes wherever it goes, and
 * counts with it.
 */
import { join } from "@std/path";
import { ChatError } from "../base/errors.ts";
import type { Disk } from "../store/disk.ts";
import { fill } from "../store/line_reader.ts";
import type { Sender } from "./quota.ts";
import { PREVIEW_SUFFIX } from "./sidecar.ts";
import { SNIFFED_BYTES, sniffType } from "./sniff.ts";
import type { Upload } from "./upload.ts";

/** Bytes of one. */
export const MAX_PREVIEW_BYTES = 96 * 1024;

/** What a browser can make of a picture, and every browser shows. */
const TYPES = ["image/jpeg", "image/webp", "image/png"];

/** A small picture as it lies on the disk. */
export interface Preview {
  path: string;
  size: number;
  type: string;
}

/** Small pictures beside their files. */
export class Previews {
  readonly #disk: Disk;
  readonly #upload: (path: string, sender: Sender, maxBytes: number) => Upload;
  /** Paths of those on their way in: as many as there are uploads at a time. */
  readonly #underway = new Set<string>();

  /** `upload` makes a draft of at most so many bytes. */
  constructor(disk: Disk, upload: (path: string, sender: Sender, maxBytes: number) => Upload) {
    this.#disk = disk;
    this.#upload = upload;
  }

  /** Takes the one of the file at a path in, or throws a ChatError and leaves nothing. */
  async take(
    path: string,
    body: AsyncIterable<Uint8Array>,
    sent: Sender & { announced: number | null },
  ): Promise<void> {
    const place = path + PREVIEW_SUFFIX;
    // Two at once would write into one draft.
    if (this.#underway.has(place) || this.#disk.exists(place)) {
      throw new ChatError("exists", "Cannot accept this picture: the file has one");
    }
    this.#underway.add(place);
    const draft = this.#upload(`${place}.part`, sent, MAX_PREVIEW_BYTES);
    try {
      await draft.receive(body, sent.announced ?? 0);
      if (!TYPES.includes(draft.type)) {
        throw new ChatError(
          "bad_request",
          "Cannot accept this picture: expected JPEG, WebP or PNG",
        );
      }
      // The file may have been said or taken back meanwhile.
      if (!this.#disk.exists(path)) throw new ChatError("not_found", "Cannot find its file");
      this.#disk.rename(draft.path, place);
    } catch (error) {
      draft.discard();
      throw error;
    } finally {
      this.#underway.delete(place);
    }
  }

  /** The one of the file at a path, or null. */
  at(path: string): Preview | null {
    const file = this.#disk.openToRead(path + PREVIEW_SUFFIX);
    if (file === null) return null;
    try {
      const head = new Uint8Array(SNIFFED_BYTES);
      const type = sniffType(head.subarray(0, fill(file, head, 0)));
      return { path: path + PREVIEW_SUFFIX, size: file.size(), type };
    } finally {
      file.close();
    }
  }

  /** Bytes of the one of the file at a path. */
  sizeAt(path: string): number {
    return this.#disk.size(path + PREVIEW_SUFFIX) ?? 0;
  }

  /** Removes those whose files are gone: an older version erased the file alone. */
  dropOrphans(folder: string): void {
    const names = new Set(this.#disk.list(folder));
    for (const name of names) {
      const isOrphan = name.endsWith(PREVIEW_SUFFIX) &&
        !names.has(name.slice(0, -PREVIEW_SUFFIX.length));
      if (isOrphan) this.#disk.remove(join(folder, name));
    }
  }
}
