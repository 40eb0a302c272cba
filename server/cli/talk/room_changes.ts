/**
 * What becomes of rooms: their names, topics, pins and members. What happened stands in the conversation by
 * `room_event`; here it is kept how things are now, and told what no line of the room tells.
 */
import type { Event } from "../../protocol.ts";
import type { Conversation } from "./conversation.ts";
import type { RoomActions } from "./room_actions.ts";
import type { RoomsState } from "./rooms_state.ts";

/** What is needed from outside. */
export interface RoomChangesOptions {
  rooms: RoomsState;
  conversation: Conversation;
  actions: RoomActions;
  me: () => string;
  /** A room is another one on the wire from now on. */
  onRenamed: (room: string, to: string) => void;
  /** The room that is open is not there any more. */
  onGone: () => void;
}

/** The rooms as they change. */
export class RoomChanges {
  readonly #options: RoomChangesOptions;

  constructor(options: RoomChangesOptions) {
    this.#options = options;
  }

  /** False for what is no change of a room. */
  hear(event: Event): boolean {
    const { rooms, conversation } = this.#options;
    switch (event.type) {
      case "topic":
        rooms.setTopic(event.room, event.text);
        return true;
      case "room_archived":
      case "room_restored":
        rooms.setArchived(event.room, event.type === "room_archived");
        return true;
      case "pinned":
        if (!event.on && event.room === conversation.room) conversation.unpinned(event);
        return true;
      case "room_renamed":
        this.#renamed(event);
        return true;
      case "members":
        this.#members(event);
        return true;
      default:
        return false;
    }
  }

  #renamed({ room, to, by, name }: Extract<Event, { type: "room_renamed" }>): void {
    const { rooms, conversation } = this.#options;
    const before = rooms.label(room);
    const isOpen = room === conversation.room;
    rooms.rename(room, to, name);
    if (room !== to) this.#options.onRenamed(room, to);
    // In the room itself its own line tells it.
    if (by !== undefined && !isOpen) {
      conversation.remark(`${by} renamed ${before} to ${rooms.label(to)}`);
    }
  }

  #members(event: Extract<Event, { type: "members" }>): void {
    const { rooms, conversation, actions, me } = this.#options;
    const { room, members, by } = event;
    rooms.setMine(room, members.some(({ name, maker }) => maker === true && name === me()));
    if (members.length > 0) return actions.hearMembers(event);
    const label = rooms.label(room);
    if (rooms.get(room) === null) return;
    rooms.remove(room);
    conversation.notice(
      by === undefined || by === me() ? `You left ${label}` : `${by} removed you from ${label}`,
    );
    if (room === conversation.room) this.#options.onGone();
  }
}
