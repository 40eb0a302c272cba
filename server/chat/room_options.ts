/** What a room, and the registry of rooms, are handed: types only. */
import type { KeyLog } from "../dedup/key_log.ts";
import type { DirectOptions } from "./direct.ts";
import type { Lobby } from "./lobby.ts";
import type { Room } from "./room.ts";
import type { GroupCalls } from "./room_settings/group_calls.ts";
import type { RoomFolderOptions } from "./room_folder.ts";
import type { Member } from "../delivery/connection.ts";
import type { TickScheduler } from "../delivery/scheduler.ts";
import type { Blocker } from "../people/blocks.ts";
import type { Clock } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import type { Event, Message, RoomInfo } from "../protocol.ts";

/** What a room needs from outside. */
export interface RoomOptions {
  clock: Clock;
  scheduler: TickScheduler;
  /** Messages a newcomer is given. */
  recent: number;
  /** Whom messages call as a group. */
  groupCalls: GroupCalls;
  /** Refs that were seen; the history has them noted before it writes. */
  refs: KeyLog;
  /** Told when something was said and is in the file. */
  onSaid: (room: Room, message: Message) => void;
  /** Told when words that were there are others, or gone. */
  onAmended?: (room: Room) => void;
  /** Tells everybody who has the room in their list; without it, those who are in the room. */
  tellAll?: (room: Room, event: Event) => void;
  /** The key that a room has now which had another one. */
  keyNow?: (key: string) => string;
}

/** What a room is called on the wire, and who it is for where it is not everybody's. */
export interface RoomIdentity {
  name: string;
  key: string;
  circle?: Circle;
}

/** Who a room is for that is not everybody's, and what it is to each of them. */
export interface Circle {
  has(member: Pick<Member, "key" | "account">): boolean;
  /** True for its maker, where the first line of the history does not tell. */
  isMaker?(member: Pick<Member, "key" | "account">): boolean;
  /** What the room is called from where a member stands. */
  nameFor(member: Member): string;
  /** Where what a member may read begins, in bytes. */
  from(member: Member): number;
  /** The same for who comes now, where the history ends at that offset. */
  newcomersFrom?(end: number): number;
  /** An event of the room as a member is told it; null where it is not for them. */
  seenBy(member: Member, json: string): string | null;
  /** What lists tell of the room beside the usual. */
  readonly info?: Pick<RoomInfo, "name" | "private">;
}

/** What the rooms need from outside. */
export interface RoomsOptions
  extends
    Omit<RoomFolderOptions, "place" | "onSaid" | "groupCalls" | "syncs">,
    Pick<DirectOptions, "accountName" | "nameNow" | "knownNames"> {
  lobby: Lobby;
  /** A room has another key: what is kept under the old one follows. */
  onRenamed: (from: string, to: string) => void;
  random: Random;
  /** Ends the session of a guest who was let into one room alone. */
  endSession: (session: string) => void;
  /** Told of a room that is no more, by its key: no link leads there. */
  onGone: (key: string) => void;
  /** Told of every message that is in a file. */
  onMessage?: (room: Room, message: Message) => void;
  /** When an account got its name, in milliseconds; null where there is none. */
  claimedAt: (name: string) => number | null;
  isAdmin: (name: string) => boolean;
  /** Up to where a member has read a room: an id, 0 for none known. */
  readMark: (member: Member, room: Room) => number;
  /** Folded names of those whom a member does not want to hear. */
  ignoredBy?: (who: Blocker) => ReadonlySet<string>;
  /** Called every two seconds, to look whether other files were changed. */
  refresh: () => void;
}
