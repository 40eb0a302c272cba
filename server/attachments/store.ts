/**
 * Attachments: `files/<id>` and beside each a line of text that says what it is, `files/<id>.about`. One
 * that was sent but not said yet waits in `files/new/` and is gone after an hour; those of deleted rooms
 * lie in `files/deleted/`, see `deleted_files.ts`. Its invariant: what
 * has no name of 128 random bits, made here, is never opened, kept or removed.
 */
import { join } from "@std/path";
import { Upload, type UploadOptions } from "./upload.ts";
import { extensionOf, safeFileName } from "./sniff.ts";
import {
  factsOf,
  FILE_ID,
  formatSidecar,
  idBeside,
  parseSidecar,
  PARTS,
  SIDECAR_SUFFIX,
  type StoredFile,
} from "./sidecar.ts";
import { Quota, type QuotaOptions, type Sender } from "./quota.ts";
import { DeletedFiles } from "./deleted_files.ts";
import { type Preview, Previews } from "./previews.ts";
import { moveToPlace } from "./place_move.ts";
import { readText, replaceText } from "../store/text_file.ts";
import type { Clock, Timer } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { type Random, randomHex } from "../base/random.ts";

/** What comes with the bytes of a file. */
export interface ReceivedFile extends Sender {
  place: string;
  /** Bytes that were announced, or null. */
  announced: number | null;
  /**
   * What its sender says of it, asked for once all bytes came: its name, and the width and height of a
   * picture or film in pixels, so that room can be kept for it.
   */
  about: () => { name: string; extent: readonly [number, number] | null };
}

/** A file that is being said, and so stays. */
export interface AttachmentLease {
  readonly file: ReturnType<typeof factsOf>;
  /** It could not be said: it waits again. */
  release(): void;
}

/** What the store needs from outside. `max.file` is 0 where attachments are turned off. */
export interface AttachmentStoreOptions extends Omit<UploadOptions, "quota" | "deletedFiles"> {
  clock: Clock;
  random: Random;
  isAccount: QuotaOptions["isAccount"];
}

const ID_BYTES = 16;
/** Milliseconds for which a file waits to be said. */
const UNCLAIMED_UPLOAD_AGE_MS = 60 * 60 * 1000;

/** All attachments. */
export class AttachmentStore {
  readonly #options: AttachmentStoreOptions;
  readonly #quota: Quota;
  readonly #deletedFiles: DeletedFiles;
  readonly #previews: Previews;
  #sweeping: Timer | null = null;

  constructor(options: AttachmentStoreOptions) {
    this.#options = options;
    this.#quota = new Quota(options);
    this.#deletedFiles = new DeletedFiles({ ...options, quota: this.#quota });
    this.#previews = new Previews(
      options.disk,
      (path, sender, max) => this.#upload(path, sender, max),
    );
  }

  /** Maximum bytes of one file; 0 where attachments are turned off. */
  get maxBytes(): number {
    return this.#options.max.file;
  }

  /** Takes away what a crash or a change of mind left behind, now and every hour. */
  start(): void {
    const { disk, clock } = this.#options;
    disk.makeFolder(this.#new());
    this.#deletedFiles.start();
    this.#previews.dropOrphans(this.#path());
    for (const file of disk.list(this.#new())) {
      if (file.endsWith(".part")) disk.remove(this.#new(file));
    }
    this.#sweep();
    this.#sweeping = clock.every(UNCLAIMED_UPLOAD_AGE_MS, () => this.#sweep());
  }

  close(): void {
    this.#sweeping?.cancel();
  }

  /**
   * Takes a file in, chunk by chunk; it waits to be said. A ChatError where it is too large or nobody
   * has room for it; then, as where its sender breaks off, nothing of it is left.
   */
  async take(body: AsyncIterable<Uint8Array> | null, sent: ReceivedFile): Promise<StoredFile> {
    if (this.maxBytes === 0) {
      throw new ChatError("not_allowed", "Cannot accept files here: they are turned off");
    }
    return await this.#receive(body, sent);
  }

  /** A file that was said, or null. */
  find(id: string): StoredFile | null {
    return this.#read(id, this.#path(id));
  }

  /** Where its bytes are. */
  pathOf({ id }: StoredFile): string {
    return this.#path(id);
  }

  /**
   * Takes the small picture of a file that waits to be said, from who sent that: once, so that what
   * others saw is never another picture later.
   */
  async takePreview(
    id: string,
    body: AsyncIterable<Uint8Array>,
    sent: Omit<ReceivedFile, "about">,
  ): Promise<void> {
    const file = this.#read(id, this.#new(id));
    if (file === null || file.owner !== sent.owner || file.place !== sent.place) throw noSuchFile();
    await this.#previews.take(this.#new(id), body, sent);
  }

  /** The small picture of a file that was said, or null. */
  previewOf({ id }: StoredFile): Preview | null {
    return this.#previews.at(this.#path(id));
  }

  /** Keeps the file that an owner sent to a place, or throws a ChatError `not_found`. */
  lease(id: string, owner: string, place: string): AttachmentLease {
    const { disk } = this.#options;
    const file = this.#read(id, this.#new(id)) ?? this.find(id);
    if (file === null || file.owner !== owner || file.place !== place) throw noSuchFile();
    const [waiting, kept] = [this.#new(id), this.#path(id)];
    const move = (from: string, to: string): void => {
      for (const ending of PARTS) {
        if (disk.exists(from + ending)) disk.rename(from + ending, to + ending);
      }
    };
    const isNew = disk.exists(waiting);
    if (isNew) move(waiting, kept);
    // A crash may have come between this and the message, which its sender sends again.
    else if (!disk.exists(kept)) throw noSuchFile();
    return {
      file: factsOf(file),
      release() {
        try {
          if (isNew) move(kept, waiting);
        } catch {
          // It can be claimed where it is, too.
        }
      },
    };
  }

  /** Takes a file of a place away, from the disk too. Of another place's, or of none, nothing. */
  drop(id: string, place: string): void {
    const file = this.find(id);
    if (file?.place === place) this.#remove(file, this.#path(id));
  }

  /** Puts the files of a place aside that was deleted, or back; `stamp` tells this time from others. */
  retire(place: string, stamp: string, isBack: boolean): Promise<void> {
    return isBack
      ? this.#deletedFiles.moveBack(place, stamp)
      : this.#deletedFiles.moveAway(place, stamp);
  }

  /** A place has another name: what lies in it goes along. */
  async movePlace(from: string, to: string): Promise<void> {
    await moveToPlace({ ...this.#options, folders: [this.#path(), this.#new()] }, from, to);
  }

  /** Resolves when what was deleted so far is put aside, and what was restored is back. */
  async settled(): Promise<void> {
    await this.#deletedFiles.bytes();
  }

  /** Takes away what an owner sent, said or not, and to rooms that were deleted. */
  dropOwned(owner: string): void {
    const { disk } = this.#options;
    this.#deletedFiles.dropOwned(owner);
    for (const place of [this.#path(), this.#new()]) {
      for (const name of disk.list(place)) {
        const id = idBeside(name);
        const file = id === null ? null : this.#read(id, join(place, id));
        if (file?.owner === owner) this.#remove(file, join(place, file.id));
      }
    }
  }

  async #receive(body: AsyncIterable<Uint8Array> | null, sent: ReceivedFile): Promise<StoredFile> {
    const { disk, clock } = this.#options;
    const { owner, place } = sent;
    const key = this.#mint();
    const draft = this.#upload(this.#new(`${key}.part`), sent, this.maxBytes);
    try {
      await draft.receive(body, sent.announced ?? 0);
      const { type, size } = draft;
      const { name: given, extent } = sent.about();
      const name = safeFileName(given);
      const shape = /^(?:image|video)\//.test(type) && extent !== null
        ? `-${extent.join("x")}`
        : "";
      const id = `${key}${shape}.${extensionOf(type, name)}`;
      const file = { id, type, size, name, owner, place, time: clock.now() };
      await replaceText(disk, this.#new(`${id}${SIDECAR_SUFFIX}`), formatSidecar(file));
      disk.rename(draft.path, this.#new(id));
      return file;
    } catch (error) {
      draft.discard();
      throw error;
    }
  }

  #upload(path: string, sender: Sender, maxBytes: number): Upload {
    const { max } = this.#options;
    return new Upload(path, sender, {
      ...this.#options,
      max: { ...max, file: maxBytes },
      quota: this.#quota,
      deletedFiles: this.#deletedFiles,
    });
  }

  #sweep(): void {
    const { disk, clock } = this.#options;
    this.#deletedFiles.sweep();
    for (const name of disk.list(this.#new())) {
      const id = idBeside(name);
      const file = id === null ? null : this.#read(id, this.#new(id));
      if (file === null || clock.now() - file.time < UNCLAIMED_UPLOAD_AGE_MS) continue;
      this.#remove(file, this.#new(file.id));
    }
  }

  #remove(file: StoredFile, path: string): void {
    const { disk } = this.#options;
    const size = file.size + this.#previews.sizeAt(path);
    for (const ending of PARTS.toReversed()) disk.remove(path + ending);
    this.#quota.add(file.owner, -size);
  }

  #read(id: string, path: string): StoredFile | null {
    if (!FILE_ID.test(id)) return null;
    const facts = parseSidecar(readText(this.#options.disk, path + SIDECAR_SUFFIX) ?? "");
    return facts === null ? null : { id, ...facts };
  }

  #mint(): string {
    return randomHex(this.#options.random, ID_BYTES);
  }

  #path(...parts: string[]): string {
    return join(this.#options.folder, ...parts);
  }

  #new(...parts: string[]): string {
    return this.#path("new", ...parts);
  }
}

function noSuchFile(): ChatError {
  return new ChatError("not_found", "Cannot find this file: it was never uploaded, or it is gone");
}
