/** What happens in rooms that are not open: what is unread there, who calls, which come and go. */
import type { Event } from "../../protocol.ts";
import type { TalkApi } from "./api.ts";
import type { Conversation } from "./conversation.ts";
import { isConversation, isPrivateRoom } from "./room_names.ts";
import type { RoomsState } from "./rooms_state.ts";
import type { TalkView } from "./talk_view.ts";

/** What is needed from outside. */
export interface ElsewhereOptions {
  api: TalkApi;
  view: TalkView;
  rooms: RoomsState;
  conversation: Conversation;
  me: () => string;
  /** Something was counted. */
  onCounted: () => void;
  /** The room that is open was deleted. */
  onGone: () => void;
}

/** The other rooms. */
export class Elsewhere {
  readonly #options: ElsewhereOptions;

  constructor(options: ElsewhereOptions) {
    this.#options = options;
  }

  hear(event: Event): void {
    const { conversation, rooms } = this.#options;
    switch (event.type) {
      case "message":
        conversation.extra([{ room: event.room, message: event }]);
        return;
      case "activity":
        if (rooms.activity(event)) this.#called(event.room);
        if (isConversation(event.room)) void this.#countPrivate(event.room);
        return;
      case "read":
        rooms.seen(event.room, event.id);
        if (event.room !== conversation.room) void this.#count(event.room);
        return;
      case "room_created":
        rooms.add(event);
        if (!isConversation(event.room)) conversation.remark(this.#createdText(event));
        return;
      case "room_deleted":
        conversation.remark(`${event.by} deleted the room ${rooms.label(event.room)}`);
        rooms.remove(event.room);
        if (event.room === conversation.room) this.#options.onGone();
    }
  }

  #createdText({ room, by }: Extract<Event, { type: "room_created" }>): string {
    const { rooms, me } = this.#options;
    const isAdded = isPrivateRoom(room) && by !== me();
    return isAdded
      ? `${by} added you to ${rooms.label(room)}`
      : `${by} created the room ${rooms.label(room)}`;
  }

  async #count(room: string): Promise<void> {
    await this.#options.rooms.count(this.#options.api, room);
    this.#options.onCounted();
  }

  /** What is told of a private conversation may be one's own words: the server knows. */
  async #countPrivate(room: string): Promise<void> {
    const { rooms } = this.#options;
    const before = rooms.get(room)?.mentions ?? 0;
    await this.#count(room);
    if (before === 0 && (rooms.get(room)?.mentions ?? 0) > 0) this.#called(room);
  }

  #called(room: string): void {
    const what = isConversation(room)
      ? `${room.slice(1)} wrote to you in private`
      : `You are called in ${this.#options.rooms.label(room)}`;
    this.#options.conversation.notice(`${what}: /next goes there`);
    this.#options.view.bell();
  }
}
