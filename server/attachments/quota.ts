/**
 * How many bytes of files each person has, and all together. Counted once, when the first file comes,
 * from the lines beside the files; kept up from then on.
 */
import { join } from "@std/path";
import type { Disk } from "../store/disk.ts";
import { idBeside, parseLine } from "./sidecar.ts";
import { readText } from "../store/text_file.ts";

/** What counting needs. */
export interface UsageOptions {
  folder: string;
  disk: Disk;
  pause: () => Promise<void>;
  /** True for the owner of files who has an account: no guest's session. */
  isAccount: (owner: string) => boolean;
}

/** Files looked at between two pauses. */
const STEP = 200;

/** Whose a file is. Guests are counted by address too: a new name costs them nothing. */
export interface Sender {
  owner: string;
  /** The address of a guest, null for an account. */
  caller: string | null;
}

interface Owner {
  bytes: number;
  isGuest: boolean;
  /** Null where it is not known, as of files from before the last start. */
  caller: string | null;
}

/** Bytes by owner. */
export class FileUsage {
  readonly #options: UsageOptions;
  readonly #owners = new Map<string, Owner>();
  readonly #callers = new Map<string, number>();
  #guests = 0;
  #all = 0;
  #counting: Promise<void> | null = null;

  constructor(options: UsageOptions) {
    this.#options = options;
  }

  /** Bytes of one sender, or of everybody at a guest's address; of all guests; and of all. */
  async of({ owner, caller }: Sender): Promise<{ own: number; guests: number; all: number }> {
    this.#counting ??= this.#count().catch((error) => {
      this.#counting = null;
      throw error;
    });
    await this.#counting;
    const bytes = this.#owners.get(owner)?.bytes ?? 0;
    const own = Math.max(bytes, caller === null ? 0 : this.#callers.get(caller) ?? 0);
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

  #add(owner: string, bytes: number, sender?: Sender): void {
    const known = this.#owners.get(owner) ?? {
      bytes: 0,
      isGuest: sender === undefined ? !this.#options.isAccount(owner) : sender.caller !== null,
      caller: sender?.caller ?? null,
    };
    known.caller ??= sender?.caller ?? null;
    known.bytes += bytes;
    if (known.bytes > 0) this.#owners.set(owner, known);
    else this.#owners.delete(owner);
    if (known.caller !== null) {
      const left = (this.#callers.get(known.caller) ?? 0) + bytes;
      if (left > 0) this.#callers.set(known.caller, left);
      else this.#callers.delete(known.caller);
    }
    if (known.isGuest) this.#guests += bytes;
    this.#all += bytes;
  }

  async #count(): Promise<void> {
    const { folder, disk, pause } = this.#options;
    this.#owners.clear();
    this.#callers.clear();
    this.#guests = 0;
    this.#all = 0;
    for (const place of [folder, join(folder, "new")]) {
      let looked = 0;
      for (const name of disk.list(place)) {
        if (idBeside(name) === null) continue;
        const file = parseLine(readText(disk, join(place, name)) ?? "");
        if (file !== null) this.#add(file.owner, file.size);
        if (++looked % STEP === 0) await pause();
      }
    }
  }
}
