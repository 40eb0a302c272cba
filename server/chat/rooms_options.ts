/** What the registry of rooms needs from outside; types only. */
import type { DirectOptions } from "./direct.ts";
import type { Lobby } from "./lobby.ts";
import type { Member } from "../delivery/connection.ts";
import type { Room } from "./room.ts";
import type { RoomFolderOptions } from "./room_folder.ts";

/** What the rooms need from outside. */
export interface RoomsOptions
  extends
    Omit<RoomFolderOptions, "place" | "onSaid">,
    Pick<DirectOptions, "accountName" | "nameNow" | "knownNames"> {
  lobby: Lobby;
  /** Told of every message that is in a file. */
  onMessage?: () => void;
  /** When an account got its name, in milliseconds; null where there is none. */
  claimedAt: (name: string) => number | null;
  /** Up to where a member has read a room: an id, 0 for none known. */
  readMark: (member: Member, room: Room) => number;
  /** Called every two seconds, to look whether other files were changed. */
  refresh: () => void;
}
