/**
 * Memory: how much this process may take, and what is done when it takes more. Ending in good order, to
 * be started again, beats being ended in the middle of a write.
 */
import process from "node:process";
import type { Clock, Timer } from "../base/clock.ts";
import type { Logger } from "../base/logger.ts";
import { MEGABYTE_BYTES } from "../base/units.ts";
export interface MemoryOptions {
  /** Megabytes that are too many; 0 for no bound. */
  max: number;
  clock: Clock;
  logger: Logger;
  /** Bytes that are in use. */
  used: () => number;
  stopwatch: () => number;
  /** Cuts everybody off, which gives back what the platform holds for them. */
  cutOff: () => void;
  /** Ends the process, saying why. */
  end: (reason: string) => void;
}

/** How often the memory is looked at: a fast sender adds 100 MB in that time. */
const MEMORY_CHECK_MS = 250;
/** When cutting everybody off must have helped, and until when more of the same is not a new attack. */
const CUT_OFF_HELPS_MS = 1000;
const STILL_TOO_MUCH_MS = 2000;

/** Looks at the memory now and then. */
export function watchMemory(options: MemoryOptions): Timer {
  const { max, clock, logger, stopwatch } = options;
  let cutOff = -Infinity;
  return clock.every(MEMORY_CHECK_MS, () => {
    const used = Math.round(options.used() / MEGABYTE_BYTES);
    const passed = stopwatch() - cutOff;
    if (max === 0 || used <= max || passed < CUT_OFF_HELPS_MS) return;
    if (passed < STILL_TOO_MUCH_MS) return options.end(`${used} MB of memory`);
    cutOff = stopwatch();
    logger.warn("Memory limit reached: closing all connections, clients reconnect", {
      megabytes: used,
    });
    options.cutOff();
  });
}

/** The maximum that `auto` allows, in megabytes, and its share of what there is. */
const AUTO_MAX_MEGABYTES = 1024;
const AUTO_SHARE = 0.75;

/** Three quarters of what there is in megabytes, 1024 at most; null and 0: the system does not say. */
export function memoryAllowed(
  bytes: readonly (number | null)[] = [machine(), container()],
): number {
  const known = bytes.filter((each): each is number => each !== null && each > 0);
  return Math.min(
    AUTO_MAX_MEGABYTES,
    Math.floor(Math.min(...known) * AUTO_SHARE / MEGABYTE_BYTES),
  );
}

function machine(): number | null {
  try {
    return Deno.systemMemoryInfo().total;
  } catch {
    // Without the permission to ask.
    return null;
  }
}

/** What a container or a unit may take, by control groups of either version. */
function container(): number | null {
  try {
    return process.constrainedMemory();
  } catch {
    return null;
  }
}
