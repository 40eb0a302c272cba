/** What a room is handed: its surroundings, its name, and what is said in it. */
import type { Connection, Member } from "../delivery/connection.ts";
import type { KeyLog } from "../dedup/key_log.ts";
import type { Room } from "./room.ts";
import type { TickScheduler } from "../delivery/scheduler.ts";
import type { Clock } from "../base/clock.ts";
import type { Message } from "../protocol.ts";
import type { AttachmentLease } from "../attachments/store.ts";

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

/** Something to say. */
export interface OutgoingMessage {
  member: Member;
  text: string;
  /** Id of the message that is answered. */
  to?: number | null;
  /** Takes the file that is said with it. */
  lease?: (() => AttachmentLease) | null;
  /** Where the answer goes; null for a caller without a connection. */
  connection: Connection | null;
  ref: string;
}
