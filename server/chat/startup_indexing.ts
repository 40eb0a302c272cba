/**
 * Opens the rooms of a start and looks through what their indexes have not seen. A thousand rooms, and of
 * them what is small, before anybody is served, so that the start can tell of lines that fit nothing; the
 * rest while people are served, in slices of turns. Progress is said.
 */
import type { RoomRegistry } from "./room_registry.ts";
import type { Room } from "./room.ts";
import { isBehind } from "../history/monotonic_time.ts";
import { type Clock, formatTime } from "../base/clock.ts";
import type { Logger } from "../base/logger.ts";
import type { Slices } from "../base/time_slices.ts";

/** What it needs from outside. */
export interface StartupIndexingOptions {
  register: RoomRegistry;
  /** Rooms beside those of the register. */
  others: () => Iterable<Room>;
  logger: Logger;
  slices: Slices;
  clock: Clock;
  isOver: () => boolean;
}

/** Rooms that are opened before anybody is served: as many as are told at once. */
const ROOMS_AT_START = 1000;
/** Bytes of history that a start looks through before it serves. */
const BYTES_AT_START = 16 * 1024 * 1024;
/** Rooms whose last lines are compared with the clock: a wrong one shows in any. */
const ROOMS_COMPARED = 20;
/** Milliseconds that a clock may have stepped back without a word. */
const CLOCK_SLACK_MS = 60_000;
/** How many rooms it takes to say how far it is. */
const PROGRESS_STEP_ROOMS = 10_000;

/** The opening of a start. */
export class StartupIndexing {
  readonly #options: StartupIndexingOptions;
  readonly #whole = Promise.withResolvers<void>();

  constructor(options: StartupIndexingOptions) {
    this.#options = options;
  }

  /** Resolves when every room was opened. */
  get whole(): Promise<void> {
    return this.#whole.promise;
  }

  /** Opens what can be opened before anybody is served. */
  begin(): void {
    const { register } = this.#options;
    for (let i = 0; i < ROOMS_AT_START && register.openNext() !== null; i++);
  }

  /** Looks through the files, and opens the rest. */
  goOn(): void {
    const { register, others } = this.#options;
    const later: Room[] = [];
    let seen = 0;
    const all = [...register.opened(), ...others()];
    for (const room of all.sort((a, b) => a.history.unseen - b.history.unseen)) {
      seen += room.history.unseen;
      if (seen <= BYTES_AT_START) room.history.catchUpNow();
      else later.push(room);
    }
    this.#compareClock(all.slice(0, ROOMS_COMPARED));
    if (register.waiting > 0) this.#tell();
    void this.#inSlices(later).finally(() => this.#whole.resolve());
  }

  async #inSlices(later: Room[]): Promise<void> {
    const { register, slices, isOver, logger } = this.#options;
    const isMany = register.waiting > 0;
    while (register.waiting > 0 && !isOver()) {
      if (slices.isUsed) await slices.next();
      const room = register.openNext();
      if (room) await this.#lookThrough(room);
      if (register.waiting % PROGRESS_STEP_ROOMS === 0 && register.waiting > 0) this.#tell();
    }
    for (const room of later) {
      // In slices of a turn: people are served while this goes on.
      if (!isOver()) await this.#lookThrough(room);
    }
    if (isMany && !isOver()) logger.info("Every room is open", { rooms: register.size });
  }

  async #lookThrough({ name, history, settings }: Room): Promise<void> {
    const { logger, isOver } = this.#options;
    const [unseen, before] = [history.unseen, settings.info];
    await history.catchUp();
    // Who came meanwhile was told nothing of what nobody had seen yet.
    if (unseen > 0 && !isOver()) settings.tellChanges(before);
    if (isOver() || history.malformed === 0) return;
    logger.warn("Malformed lines are kept but not shown", {
      room: name,
      lines: history.malformed,
    });
  }

  #compareClock(rooms: Room[]): void {
    const { clock, logger } = this.#options;
    const now = clock.now();
    const latest = rooms.map(({ name, history }) => ({ room: name, time: history.lastTime }))
      .sort((a, b) => b.time - a.time).find(({ time }) => isBehind(now + CLOCK_SLACK_MS, time));
    if (latest === undefined) return;
    logger.warn(
      "The clock is before what was said last: until it is right, what is said has that time",
      { clock: formatTime(now), room: latest.room, last: formatTime(latest.time) },
    );
  }

  #tell(): void {
    const { register, logger } = this.#options;
    const of = register.size;
    logger.info("Opening rooms while people are served", { open: of - register.waiting, of });
  }
}
