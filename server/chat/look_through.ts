/**
 * Looks through what the indexes of the rooms have not seen: small files before the first page is
 * served, so that the start can tell of lines that fit nothing; large ones while serving, in steps.
 */
import type { Room } from "./room.ts";
import type { Logger } from "../base/logger.ts";

/** What it needs from outside. */
export interface LookThroughOptions {
  logger: Logger;
  isOver: () => boolean;
}

/** Bytes of history that a start looks through before it serves. */
const AT_START = 16 * 1024 * 1024;

/** Looks through these rooms, the smallest first. */
export function lookThrough(rooms: Room[], options: LookThroughOptions): void {
  let seen = 0;
  const later: Room[] = [];
  for (const room of rooms.sort((a, b) => a.history.unseen - b.history.unseen)) {
    seen += room.history.unseen;
    if (seen <= AT_START) room.history.catchUpNow();
    else later.push(room);
  }
  if (later.length > 0) void inSteps(later, options);
}

async function inSteps(
  rooms: Room[],
  { logger, isOver }: LookThroughOptions,
): Promise<void> {
  for (const { name, history } of rooms) {
    // In slices of a turn: people are served while this goes on.
    await history.catchUp();
    if (isOver()) return;
    if (history.unfit === 0) continue;
    logger.warn("Lines that fit nothing are kept but not shown", {
      room: name,
      lines: history.unfit,
    });
  }
}
