/**
 * Pictures of people: `avatars/<hash of the folded name>.<ending>`, replaced in one step. Which one counts
 * stands in the person's profile, written behind it: what a crash leaves is never half a picture.
 */
import { join } from "@std/path";
import { createHash } from "node:crypto";
import { MAX_AVATAR_BYTES, readAvatar } from "./avatar_image.ts";
import { foldName } from "./names.ts";
import { type Profiles, versionOf } from "./profiles.ts";
import type { Disk } from "../store/disk.ts";
import { fill } from "../store/line_reader.ts";
import { replaceFile } from "../store/text_file.ts";

export interface AvatarsOptions {
  folder: string;
  disk: Disk;
  profiles: Profiles;
}

/** A picture on its way out. */
export interface Avatar {
  bytes: Uint8Array<ArrayBuffer>;
  type: "image/webp" | "image/jpeg";
  version: string;
}

const ENDINGS = ["webp", "jpg"] as const;

/** The pictures of one chat. */
export class Avatars {
  readonly #options: AvatarsOptions;

  constructor(options: AvatarsOptions) {
    this.#options = options;
  }

  /** The picture of an account, null where there is none. */
  find(name: string): Avatar | null {
    const { disk, profiles } = this.#options;
    const picture = profiles.find(name)?.picture ?? "";
    const ending = ENDINGS.find((one) => picture.endsWith(`.${one}`));
    const file = ending === undefined ? null : disk.openToRead(this.#path(name, ending));
    if (file === null) return null;
    try {
      const bytes = new Uint8Array(Math.min(file.size(), MAX_AVATAR_BYTES));
      const type = ending === "webp" ? "image/webp" : "image/jpeg";
      return { bytes: bytes.subarray(0, fill(file, bytes, 0)), type, version: versionOf(picture) };
    } finally {
      file.close();
    }
  }

  /** Takes a picture; a ChatError `bad_picture` for bytes that are none. */
  async put(name: string, given: Uint8Array<ArrayBuffer>): Promise<void> {
    const { disk, profiles, folder } = this.#options;
    const { bytes, ending } = readAvatar(given);
    disk.makeFolder(folder);
    await replaceFile(disk, this.#path(name, ending), bytes);
    const version = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
    await profiles.setPicture(name, `${version}.${ending}`);
    for (const other of ENDINGS) if (other !== ending) disk.remove(this.#path(name, other));
  }

  /** Takes the picture of an account away. */
  async remove(name: string): Promise<void> {
    await this.#options.profiles.setPicture(name, "");
    this.forget(name);
  }

  /** Takes the file away, of an account that may be gone. */
  forget(name: string): void {
    for (const ending of ENDINGS) this.#options.disk.remove(this.#path(name, ending));
  }

  /** Somebody is called otherwise now. */
  rename(name: string, to: string): void {
    const { disk } = this.#options;
    for (const ending of ENDINGS) {
      const [from, target] = [this.#path(name, ending), this.#path(to, ending)];
      if (from !== target && disk.exists(from)) disk.rename(from, target);
    }
  }

  #path(name: string, ending: string): string {
    return join(this.#options.folder, `${avatarHash(name)}.${ending}`);
  }
}

/** What the file of a name is called, without its ending. */
export function avatarHash(name: string): string {
  return createHash("sha256").update(foldName(name)).digest("hex").slice(0, 32);
}
