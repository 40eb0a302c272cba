/**
 * Wires what keeps the house: the same acts for admins in the page and for the owner at the command line.
 */
import type { Callers } from "./web/caller.ts";
import { House } from "./chat/house.ts";
import type { Rooms } from "./chat/rooms.ts";
import type { Turn } from "./chat/turn.ts";
import type { Clock } from "./base/clock.ts";
import type { Logger } from "./base/logger.ts";
import { carryOut, Orders } from "./orders.ts";
import type { People } from "./people/people.ts";
import type { Disk } from "./store/disk.ts";
import type { FileStore } from "./store/file_store.ts";
import { houseRoutes } from "./web/house_routes.ts";
import type { Route } from "./web/router.ts";

/** What it is made of. */
export interface KeeperOptions {
  data: string;
  disk: Disk;
  clock: Clock;
  turn: Turn;
  people: People;
  rooms: Rooms;
  callers: Callers;
  attachments: FileStore;
  /** Where people open the chat, and the path below. */
  origins: readonly string[];
  base: string;
  logger: Logger;
  reload?: () => Promise<string[]>;
  onTrouble: (what: string, error: unknown) => void;
}

/** What keeps the house. */
export interface Keeper {
  house: House;
  routes: Route[];
  /** Looks whether the command line asked for something, and whose session is over. */
  look(): void;
  /** Closes every connection of a session that ended. */
  onEnd(session: string): void;
  /** Told what an admin did. */
  onDone(what: string, name: string, by: string): void;
}

export function makeKeeper(options: KeeperOptions): Keeper {
  const { attachments, rooms, people, logger, onTrouble, origins, base } = options;
  const onDone = (what: string, name: string, by: string): void =>
    logger.info("Moderation", { what, name, by });
  const reload = options.reload ?? (() => Promise.resolve([]));
  const house = new House({
    ...options,
    dropFile: (id, place) => attachments.drop(id, place),
    dropOwned: (owner) => attachments.dropOwned(owner),
    onDone,
  });
  const address = origins[0] === undefined ? "" : origins[0] + base;
  const orders = new Orders({
    ...options,
    run: (order) => carryOut({ house, reload, address }, order),
  });
  return {
    house,
    routes: houseRoutes({ ...options, house, invites: people.invites, onDone }),
    look() {
      // A connection that stays open keeps its session from idling, and ends when it has lasted too long.
      for (const { member: { session }, transport } of [...rooms.listeners]) {
        if (people.sessions.isOver(session)) transport.close(4001, "session ended");
      }
      orders.look().catch((error) => onTrouble("Cannot look for what was asked", error));
    },
    onEnd(session) {
      for (const { member, transport } of rooms.listeners) {
        if (member.session === session) transport.close(4001, "session ended");
      }
    },
    onDone,
  };
}
