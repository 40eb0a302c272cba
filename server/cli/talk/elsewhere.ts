/** What happens in rooms that are not open: what is unread there, who calls, which come and go. */
import type { Event } from "../../protocol.ts";
import type { TalkApi } from "./api.ts";
import type { Conversation } from "./conversation.ts";
import type { RoomsState } from "./rooms_state.ts";
import type { TalkView } from "./talk_view.ts";

/** What is needed from outside. */
export interface ElsewhereOptions {
  api: TalkApi;
  view: TalkView;
  rooms: RoomsState;
  conversation: Conversation;
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
        if (event.room.startsWith("@")) void this.#countPrivate(event.room);
        return;
      case "read":
        rooms.seen(event.room, event.id);
        if (event.room !== conversation.room) void this.#count(event.room);
        return;
      case "room_created":
        rooms.add(event.room, event.epoch, event.end);
        if (event.room.startsWith("@")) return;
        return conversation.remark(`${event.by} created the room ${event.room}`);
      case "room_deleted":
        rooms.remove(event.room);
        conversation.remark(`${event.by} deleted the room ${event.room}`);
        if (event.room === conversation.room) this.#options.onGone();
    }
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
    const what = room.startsWith("@")
      ? `${room.slice(1)} wrote to you in private`
      : `You are called in ${room}`;
    this.#options.conversation.notice(`${what}: /next goes there`);
    this.#options.view.bell();
  }
}
