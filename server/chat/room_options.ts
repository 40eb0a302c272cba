/** What a room is handed: its surroundings and its name. */
import type { KeyLog } from "../dedup/key_log.ts";
import type { Room } from "./room.ts";
import type { TickScheduler } from "../delivery/scheduler.ts";
import type { Clock } from "../base/clock.ts";
import type { Message } from "../protocol.ts";

/** What a room needs from outside. */
export interface RoomOptions {
  clock: Clock;
  scheduler: TickScheduler;
  /** Messages a newcomer is given. */
  recent: number;
  /** Refs that were seen; the history has them noted before it writes. */
  refs: KeyLog;
  /** Told when something was said and is in the file. */
  onSaid: (room: Room, message: Message) => void;
  /** Told when words that were there are others, or gone. */
  onAmended?: (room: Room) => void;
}

/** What a room is called, and the two people of a private one. */
export interface RoomIdentity {
  name: string;
  key: string;
  pair?: readonly [string, string];
}
