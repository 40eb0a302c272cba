/**
 * How much of the disk is free, looked at now and then: what is kept free of files is for what is said,
 * for guests down to half of it and for accounts down to a tenth, so that the disk is never full.
 */
import type { Clock, Timer } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Disk } from "./disk.ts";
export interface FreeSpaceOptions {
  disk: Pick<Disk, "free">;
  clock: Clock;
  folder: string;
  /** Bytes that are kept free of files; 0 lets everybody write whatever is left. */
  keep: number;
  /** Called when writing ends for guests, or for everybody, and what is left. */
  onLow: (what: { free: number; refused: "guests" | "everybody" }) => void;
}

const CHECK_INTERVAL_MS = 5000;
/** Parts of what is kept free that are left when guests, and when everybody, may write no more. */
const GUESTS_RESERVE_SHARE = 0.5;
const EVERYBODY_RESERVE_SHARE = 0.1;

/** The free space of one folder. */
export class FreeSpace {
  readonly #options: FreeSpaceOptions;
  #looking: Timer | null = null;
  #refused: "nobody" | "guests" | "everybody" = "nobody";

  constructor(options: FreeSpaceOptions) {
    this.#options = options;
  }

  /** Looks, and goes on looking until it is closed. */
  async start(): Promise<void> {
    this.#looking = this.#options.clock.every(CHECK_INTERVAL_MS, () => void this.#look());
    await this.#look();
  }

  close(): void {
    this.#looking?.cancel();
  }

  /** Throws a ChatError `disk` where there is too little left for what someone would write. */
  mustHaveRoom(isAccount: boolean): void {
    if (this.#refused === "nobody" || (this.#refused === "guests" && isAccount)) return;
    const who = this.#refused === "guests" ? "only people with an account may write" : "read on";
    throw new ChatError(
      "disk",
      `Cannot save this: the server's disk is nearly full; until there is room again ${who}`,
      { wait: 2 * CHECK_INTERVAL_MS },
    );
  }

  async #look(): Promise<void> {
    const { disk, folder, keep, onLow } = this.#options;
    const free = await disk.free(folder);
    const before = this.#refused;
    // Where the system does not say, writing itself tells when the disk is full.
    this.#refused = free === null || free >= keep * GUESTS_RESERVE_SHARE
      ? "nobody"
      : free >= keep * EVERYBODY_RESERVE_SHARE
      ? "guests"
      : "everybody";
    if (free !== null && this.#refused !== before && this.#refused !== "nobody") {
      onLow({ free, refused: this.#refused });
    }
  }
}
