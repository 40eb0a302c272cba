/** What commands do to rooms: going there, making and changing them, and who is in private ones. */
import type { Command, Event } from "../../protocol.ts";
import type { Numbered } from "./numbered.ts";
import { namesIn } from "./people_actions.ts";
import { telling } from "./problems.ts";
import { isConversation, isPrivateRoom } from "./room_names.ts";
import type { TalkRoom } from "./rooms_state.ts";
import type { TalkClient } from "./talk_client.ts";
import type { TalkClientOptions } from "./talk_options.ts";

/** Where one goes who leaves: it is always there. */
const FIRST_ROOM = "general";
const MAX_ROOMS_SHOWN = 200;

/** The words of commands for rooms. */
export class RoomActions {
  readonly #client: TalkClient;
  readonly #options: TalkClientOptions;
  /** The ref of the room that one makes, to go there. */
  #making: string | null = null;
  /** The private room that one is asked whether to leave. */
  #leaving: string | null = null;
  /** True until it is known who else is in it. */
  #isCounting = false;
  /** The room whose members were asked for. */
  #asking: string | null = null;

  constructor(client: TalkClient, options: TalkClientOptions) {
    this.#client = client;
    this.#options = options;
  }

  get #room(): string {
    return this.#client.conversation.room;
  }

  /** Goes to the room that is meant. */
  go(typed: string): void {
    const { rooms } = this.#client;
    const [room = typed, ...others] = rooms.meant(typed);
    if (others.length === 0) return this.#client.join(room);
    const labels = [room, ...others].map((one) => rooms.label(one));
    this.#remark(`Cannot tell which room "${typed}" is: ${labels.join(", ")}`);
  }

  next(): void {
    const room = this.#client.rooms.next(this.#room);
    if (room === null) this.#remark("Nothing is unread");
    else this.#client.join(room);
  }

  list(): void {
    const { rooms } = this.#client;
    const lines = rooms.all.slice(0, MAX_ROOMS_SHOWN).map((one) =>
      `${one.room === this.#room ? "*" : " "} ${this.#lineOf(one)}`
    );
    const more = rooms.all.length - lines.length;
    this.#remark(["Rooms:", ...lines, ...more > 0 ? [`and ${more} more`] : []].join("\n"));
  }

  listUnread(): void {
    const found = this.#client.rooms.all.filter(({ unread, room }) =>
      unread > 0 && room !== this.#room
    );
    if (found.length === 0) return this.#remark("Nothing is unread");
    this.#remark(["Unread:", ...found.map((one) => this.#lineOf(one))].join("\n"));
  }

  /** Marks what is open as read, or all rooms. */
  async markRead(isAll: boolean): Promise<void> {
    const { rooms, conversation } = this.#client;
    if (!isAll) {
      const { room, last } = conversation;
      if (last !== null) this.#markRead(room, last);
      return this.#remark(`${rooms.label(room)} is read`);
    }
    const unread = rooms.all.filter((one) => one.unread > 0);
    await telling(this.#client, async () => {
      for (const { room, end } of unread) {
        const { messages } = await this.#options.api.messages(room, end, 1);
        const last = messages.at(-1);
        if (last !== undefined) this.#markRead(room, last.id);
      }
      this.#remark("Everything is read");
    });
  }

  /** `ROOM [--private] [--history joined]`. */
  create(rest: string): void {
    const isPrivate = /(?:^|\s)--private(?=\s|$)/.test(rest);
    const [, history] = /(?:^|\s)--history[\s=](\S+)/.exec(rest) ?? [];
    const room = rest.replace(/(?:^|\s)--(?:private|history[\s=]\S+)(?=\s|$)/g, "").trim();
    const isWrong = history !== undefined && history !== "all" && history !== "joined";
    if (isWrong || room === "" || /^--|\s--/.test(room) || (history !== undefined && !isPrivate)) {
      return this.#remark(
        `Cannot make "${rest}": /create ROOM, or /create ROOM --private [--history all|joined]`,
      );
    }
    const ref = this.#options.random();
    const isSent = this.#send({
      ...{ type: "create_room", room, ref },
      ...(isPrivate ? { private: true } : {}),
      ...(history === undefined ? {} : { history: history as "all" | "joined" }),
    });
    if (isSent) this.#making = ref;
  }

  /** A room was made: who made it here goes there. */
  made({ room, ref }: Extract<Event, { type: "room_created" }>): void {
    if (ref === undefined || ref !== this.#making) return;
    this.#making = null;
    this.#client.join(room);
  }

  topic(text: string): void {
    const room = this.#room;
    if (text !== "") {
      this.#send({ type: "topic", room, text: text === "--clear" ? "" : text });
      return;
    }
    const { rooms } = this.#client;
    const topic = rooms.get(room)?.topic;
    const label = rooms.label(room);
    this.#remark(
      topic === undefined ? `${label} has no topic: /topic TEXT` : `Topic of ${label}: ${topic}`,
    );
  }

  rename(to: string): void {
    this.#send({ type: "rename_room", room: this.#room, to: to.replace(/^\+/, "") });
  }

  archive(): void {
    this.#send({ type: "archive_room", room: this.#room });
  }

  restore(typed: string): void {
    const [room = typed] = typed === "" ? [this.#room] : this.#client.rooms.meant(typed);
    this.#send({ type: "restore_room", room });
  }

  pin({ room, message }: Numbered, on: boolean): void {
    this.#send({ type: "pin", room, id: message.id, on });
  }

  members(): void {
    const room = this.#privateRoom("/who tells who is here");
    if (room !== null && this.#send({ type: "members", room })) this.#asking = room;
  }

  changeMembers(what: "add" | "remove", rest: string): void {
    const room = this.#privateRoom("there is nobody to add or remove");
    if (room === null) return;
    const names = namesIn(rest, this.#client.people);
    this.#send({ type: "members", room, [what]: names });
  }

  /** The members of a room, as they are now: told to who asked. */
  hearMembers({ room, members }: Extract<Event, { type: "members" }>): void {
    if (room === this.#leaving && this.#isCounting) {
      return this.#askToLeave(room, members.filter(({ guest }) => !guest).length === 1);
    }
    if (room !== this.#asking) return;
    this.#asking = null;
    const marks = members.map(({ name, maker, guest }) =>
      `${name}${maker ? " (made the room)" : guest ? " (guest)" : ""}`
    );
    this.#remark(`In ${this.#client.rooms.label(room)}: ${marks.join(", ")}`);
  }

  /** For good and after asking where the room is private; else back to the first one. */
  leave(): void {
    const room = this.#room;
    if (!isPrivateRoom(room)) {
      return room === FIRST_ROOM ? this.#remark("/quit leaves") : this.#client.join(FIRST_ROOM);
    }
    if (this.#leaving !== room) {
      if (!this.#send({ type: "members", room })) return;
      [this.#leaving, this.#isCounting] = [room, true];
      return;
    }
    this.#leaving = null;
    this.#send({ type: "members", room, remove: this.#client.me });
  }

  /** Asks once more; without its last member a room is deleted. */
  #askToLeave(room: string, isLast: boolean): void {
    this.#isCounting = false;
    const label = this.#client.rooms.label(room);
    const what = isLast
      ? "You are its last member, and it is deleted then"
      : "You cannot read it then, until its maker adds you";
    this.#remark(`Leave ${label}? ${what}: /leave again leaves`);
  }

  /** Something else was written: nobody means to leave. */
  stays(): void {
    [this.#leaving, this.#isCounting] = [null, false];
  }

  /** The room that is open, null after saying that it is everybody's. */
  #privateRoom(instead: string): string | null {
    const room = this.#room;
    if (isPrivateRoom(room)) return room;
    const whose = isConversation(room) ? "a conversation of two" : "everybody's";
    this.#remark(`${this.#client.rooms.label(room)} is ${whose}: ${instead}`);
    return null;
  }

  #markRead(room: string, id: number): void {
    this.#client.rooms.seen(room, id);
    this.#client.send({ type: "read", room, id });
  }

  #lineOf({ room, unread, mentions, topic, isArchived }: TalkRoom): string {
    return [
      this.#client.rooms.label(room),
      unread === 0 ? "" : `  ${unread} unread${mentions > 0 ? `, ${mentions} calling` : ""}`,
      isArchived ? "  (archived)" : "",
      topic === undefined ? "" : `  ${topic}`,
    ].join("");
  }

  #send(command: Command): boolean {
    const isSent = this.#client.send(command);
    if (!isSent) this.#remark("Cannot do this: there is no connection");
    return isSent;
  }

  #remark(text: string): void {
    this.#client.conversation.remark(text);
  }
}
