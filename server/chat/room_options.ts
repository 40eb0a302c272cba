/** What a room, and the registry of rooms, are handed: types only. */
import type { KeyLog } from "../dedup/key_log.ts";
import type { DirectOptions } from "./direct.ts";
import type { Lobby } from "./lobby.ts";
import type { Room } from "./room.ts";
import type { RoomFolderOptions } from "./room_folder.ts";
import type { Member } from "../delivery/connection.ts";
import type { TickScheduler } from "../delivery/scheduler.ts";
import type { Clock } from "../base/clock.ts";
import type { Event, Message } from "../protocol.ts";

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
  /** Tells everybody who has the room in their list; without it, those who are in the room. */
  tellAll?: (room: Room, event: Event) => void;
}

/** What a room is called, and the two people of a private one. */
export interface RoomIdentity {
  name: string;
  key: string;
  pair?: readonly [string, string];
}

/** What the rooms need from outside. */
export interface RoomsOptions
  extends
    Omit<RoomFolderOptions, "place" | "onSaid">,
    Pick<DirectOptions, "accountName" | "nameNow" | "knownNames"> {
  lobby: Lobby;
  /** A room has another key: what is kept under the old one follows. */
  onRenamed: (from: string, to: string) => void;
  /** Told of every message that is in a file. */
  onMessage?: (room: Room, message: Message) => void;
  /** When an account got its name, in milliseconds; null where there is none. */
  claimedAt: (name: string) => number | null;
  /** Up to where a member has read a room: an id, 0 for none known. */
  readMark: (member: Member, room: Room) => number;
  /** Called every two seconds, to look whether other files were changed. */
  refresh: () => void;
}
