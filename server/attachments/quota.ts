/**
 * How many bytes of files each person has, and all together. Counted once, when the first file comes,
 * from the lines beside the files; kept up from then on.
 */
import { join } from "@std/path";
import type { Disk } from "../store/disk.ts";
import { idBeside, IMPORT_OWNER, parseSidecar, PREVIEW_SUFFIX } from "./sidecar.ts";
import { readText } from "../store/text_file.ts";
export interface QuotaOptions {
  folder: string;
  disk: Disk;
  yieldToLoop: () => Promise<void>;
  /** True for the owner of files who has an account: no guest's session. */
  isAccount: (owner: string) => boolean;
}

/** Files looked at between two pauses. */
const FILES_PER_STEP = 200;

/** Whose a file is. Guests are counted by address too: a new name costs them nothing. */
export interface Sender {
  owner: string;
  /** The address of a guest, null for an account. */
  addressKey: string | null;
}

interface Owner {
  bytes: number;
  isGuest: boolean;
  /** Null where it is not known, as of files from before the last start. */
  addressKey: string | null;
}

/** Bytes by owner. */
export class Quota {
  readonly #options: QuotaOptions;
  readonly #owners = new Map<string, Owner>();
  readonly #byAddress = new Map<string, number>();
  #guests = 0;
  #all = 0;
  #counting: Promise<void> | null = null;

  constructor(options: QuotaOptions) {
    this.#options = options;
  }

  /** Bytes of one sender, or of everybody at a guest's address; of all guests; and of all. */
  async of({ owner, addressKey }: Sender): Promise<{ own: number; guests: number; all: number }> {
    this.#counting ??= this.#count().catch((error) => {
      this.#counting = null;
      throw error;
    });
    await this.#counting;
    const bytes = this.#owners.get(owner)?.bytes ?? 0;
    const own = Math.max(bytes, addressKey === null ? 0 : this.#byAddress.get(addressKey) ?? 0);
    return { own, guests: this.#guests, all: this.#all };
  }

  /** Resolves when a counting that has begun is done. */
  async settled(): Promise<void> {
    await this.#counting;
  }

  /** Bytes came or, below zero, went. What goes before the first counting is not counted then. */
  add(owner: string, bytes: number, sender?: Sender): void {
    if (this.#counting === null) return;
    this.#add(owner, bytes, sender);
  }

  /** What was imported is in nobody's way. */
  #hasAccount(owner: string): boolean {
    return owner === IMPORT_OWNER || this.#options.isAccount(owner);
  }

  #add(owner: string, bytes: number, sender?: Sender): void {
    const known = this.#owners.get(owner) ?? {
      bytes: 0,
      isGuest: sender === undefined ? !this.#hasAccount(owner) : sender.addressKey !== null,
      addressKey: sender?.addressKey ?? null,
    };
    known.addressKey ??= sender?.addressKey ?? null;
    known.bytes += bytes;
    if (known.bytes > 0) this.#owners.set(owner, known);
    else this.#owners.delete(owner);
    if (known.addressKey !== null) {
      const left = (this.#byAddress.get(known.addressKey) ?? 0) + bytes;
      if (left > 0) this.#byAddress.set(known.addressKey, left);
      else this.#byAddress.delete(known.addressKey);
    }
    if (known.isGuest) this.#guests += bytes;
    this.#all += bytes;
  }

  async #count(): Promise<void> {
    const { folder, disk, yieldToLoop } = this.#options;
    this.#owners.clear();
    this.#byAddress.clear();
    this.#guests = 0;
    this.#all = 0;
    for (const place of [folder, join(folder, "new")]) {
      let looked = 0;
      const names = disk.list(place);
      const previews = new Set(names.filter((name) => name.endsWith(PREVIEW_SUFFIX)));
      for (const name of names) {
        const id = idBeside(name);
        if (id === null) continue;
        const file = parseSidecar(readText(disk, join(place, name)) ?? "");
        const preview = id + PREVIEW_SUFFIX;
        const more = previews.has(preview) ? disk.size(join(place, preview)) ?? 0 : 0;
        if (file !== null) this.#add(file.owner, file.size + more);
        if (++looked % FILES_PER_STEP === 0) await yieldToLoop();
      }
    }
  }
}
