/**
 * The room that is open: what was shown of it, who is in it, and how what happens there becomes lines. A
 * line that was shown stays as it is; what changes a message is told as a line of its own.
 */
import { BoundedMap } from "../../base/bounded_map.ts";
import { calledIn } from "../../history/mentions.ts";
import { foldName } from "../../people/names.ts";
import type { Command, Event, Message, Page, RoomEvent } from "../../protocol.ts";
import { type Amended, amended } from "./amended.ts";
import { HIDDEN, hidden } from "./blocks.ts";
import { dayOf, type MessageLines } from "./message_lines.ts";
import type { NumberedMessages } from "./numbered.ts";
import { PresentPeople } from "./present_people.ts";
import { eventText } from "./room_events.ts";
import type { TalkView } from "./talk_view.ts";

/** What a conversation needs from outside. */
export interface ConversationOptions {
  view: TalkView;
  lines: MessageLines;
  numbered: NumberedMessages;
  /** What one is called. */
  me: () => string;
  /** What people call a room, and what it is about. */
  label: (room: string) => string;
  topic: (room: string) => string | undefined;
  isBlocked: (name: string) => boolean;
}

/** How far a room was shown. */
interface Shown {
  epoch: string;
  last: number | null;
  /** The last thing that happened to the room itself. */
  lastEvent: number;
  start: number;
}

/** Rooms whose place is kept: who goes on through more of them reads a page again. */
const MAX_ROOMS_LEFT = 200;
/** One room as it is shown. */
export class Conversation {
  readonly #options: ConversationOptions;
  room = "";
  epoch = "";
  /** The last message that was shown, and where older ones end; null before there was any. */
  last: number | null = null;
  start = 0;
  lastEvent = -1;
  #people = new PresentPeople();
  #day = "";
  /** How far rooms were shown that were open before. */
  readonly #seen = new BoundedMap<string, Shown>(MAX_ROOMS_LEFT);

  constructor(options: ConversationOptions) {
    this.#options = options;
  }

  /** Names of those who are in it. */
  get people(): readonly string[] {
    return this.#people.names;
  }

  /** Another room is open: what was shown of it before is not shown again. */
  open(room: string): void {
    const { epoch, last, start, lastEvent } = this;
    if (last !== null) this.#seen.set(this.room, { epoch, last, start, lastEvent });
    this.room = room;
    Object.assign(this, this.#shownOf(room));
    [this.#people, this.#day] = [new PresentPeople(), ""];
  }

  /** What asks for a room, or for what was missed of it. */
  joining(room = this.room): Command {
    const { epoch, last } = room === this.room ? this : this.#shownOf(room);
    return { type: "join", room, ...(last === null ? {} : { after: last, epoch }) };
  }

  #shownOf(room: string): Shown {
    return this.#seen.get(room) ?? { epoch: "", last: null, start: 0, lastEvent: -1 };
  }

  /** The same room has another name on the wire. */
  renamed(room: string, to: string): void {
    this.#options.numbered.rename(room, to);
    const shown = this.#seen.get(room);
    if (shown !== undefined) {
      this.#seen.delete(room);
      this.#seen.set(to, shown);
    }
    if (this.room === room) this.room = to;
  }

  /** Something happened here; false for what does not change what is shown. */
  hear(event: Event): boolean {
    switch (event.type) {
      case "history":
        this.#history(event);
        return true;
      case "edited":
      case "erased":
      case "reacted":
        this.#amended(event);
        return true;
      case "room_event":
        this.#happened(event);
        return true;
      case "users":
        this.#users(event);
        return true;
      case "joined":
        this.#tell(this.#people.comes(event.name));
        return true;
      case "left":
        this.#tell(this.#people.goes(event.name));
        return true;
      default:
        return false;
    }
  }

  /** Shows what is new of a page. */
  #history(page: Page & { reset: boolean }): void {
    const { epoch, messages, start, end, more, reset } = page;
    const isOther = epoch !== this.epoch;
    const isHole = reset && !isOther && this.last !== null && more;
    if (isOther || reset) {
      if (isOther) {
        this.#options.numbered.forget(this.room);
        [this.last, this.lastEvent] = [null, -1];
      }
      this.start = start;
    }
    this.epoch = epoch;
    const fresh = messages.filter(({ id }) => id > (this.last ?? -1));
    if (isHole && fresh.length === messages.length) {
      this.remark("More was said meanwhile: /history shows it");
    }
    this.#options.view.print(this.#inOrder(fresh, page.events ?? []));
    this.last = messages.at(-1)?.id ?? this.last ?? Math.max(end - 1, 0);
  }

  /** Lines of messages, and of what happened to the room between them. */
  #inOrder(messages: readonly Message[], events: readonly RoomEvent[]): string[] {
    const lines: string[] = [];
    const waiting = events.filter(({ id }) => id > this.lastEvent);
    const tell = (before: number) => {
      while (waiting.length > 0 && waiting[0]!.id < before) {
        lines.push(this.#eventLine(waiting.shift()!));
      }
    };
    for (const message of messages) {
      tell(message.id);
      lines.push(...this.#linesOf(message));
    }
    tell(Infinity);
    return lines;
  }

  #happened(event: RoomEvent): void {
    if (event.id > this.lastEvent) this.#options.view.print([this.#eventLine(event)]);
  }

  #eventLine(event: RoomEvent): string {
    this.lastEvent = event.id;
    return this.#options.lines.remark(eventText(event, this.#called(event.target)));
  }

  /** A pin was taken off, of which the room has no line that is told. */
  unpinned({ name, id }: { name: string; id: number }): void {
    this.remark(`${name} unpinned ${this.#called(id)}`);
  }

  /** What a message is called here: by its number and its first words where it was shown. */
  #called(id = -1): string {
    const { numbered, lines } = this.#options;
    const one = numbered.find(this.room, id);
    if (one === null) return "an older message";
    return lines.reference(hidden(one.message, this.#options.isBlocked), this.#number(one.number));
  }

  /** Something was said here; true where it calls. */
  message(message: Message): boolean {
    if (message.id <= (this.last ?? -1)) return false;
    this.last = message.id;
    this.#options.view.print(this.#linesOf(message));
    return this.isCall(message);
  }

  /** Messages from elsewhere or from before: found, older, or said to another room. */
  extra(
    messages: readonly { room: string; message: Message }[],
    { isUnhidden = false } = {},
  ): void {
    this.#options.view.print(messages.map(({ room, message }) => {
      const there = room === this.room ? {} : { room: this.#options.label(room) };
      return this.#line(room, message, { ...there, isUnhidden });
    }));
  }

  /** Words were changed, or went, or somebody put an emoji on them. */
  #amended(event: Amended): void {
    const one = this.#options.numbered.find(event.room, event.id);
    const what = this.#called(event.id);
    if (one !== null) one.message = amended(one.message, event);
    if (event.type === "edited") {
      const words = this.#options.isBlocked(event.name) ? HIDDEN : event.text;
      this.remark(`${event.name} edited ${what}: ${words}`);
    } else if (event.type === "erased") {
      this.remark(`${event.name} erased ${what}`);
    } else {
      const did = event.on ? `put ${event.emoji} on` : `took ${event.emoji} off`;
      this.remark(`${event.name} ${did} ${what}`);
    }
  }

  /** Who is here, told once, and what the room is about. */
  #users(event: Extract<Event, { type: "users" }>): void {
    const { label, topic } = this.#options;
    const text = this.#people.are(event, label(this.room));
    if (text === null) return;
    const about = topic(this.room);
    if (about !== undefined) this.remark(`Topic: ${about}`);
    this.remark(text);
  }

  tellPeople(): void {
    this.remark(this.#people.text);
  }

  #tell(text: string | null): void {
    if (text !== null) this.remark(text);
  }

  remark(text: string): void {
    this.#options.view.print([this.#options.lines.remark(text)]);
  }

  notice(text: string): void {
    this.#options.view.print([this.#options.lines.notice(text)]);
  }

  /** True for a message of somebody else that names me or answers me. */
  isCall({ name, text, to, erased, calls }: Message): boolean {
    const me = foldName(this.#options.me());
    if (foldName(name) === me || erased || this.#options.isBlocked(name)) return false;
    if (calls !== undefined) return true;
    if (to !== undefined && foldName(to.name) === me) return true;
    const known = new Set([...this.#people.names.map(foldName), me]);
    return calledIn(text, (folded) => known.has(folded)).has(me);
  }

  #linesOf(message: Message): string[] {
    const day = dayOf(message.time);
    const isNewDay = day !== this.#day;
    this.#day = day;
    const line = this.#line(this.room, message, {});
    return isNewDay ? [this.#options.lines.day(day), line] : [line];
  }

  #line(
    room: string,
    message: Message,
    { isUnhidden = false, ...place }: { room?: string; isUnhidden?: boolean },
  ): string {
    const { numbered, lines, isBlocked } = this.#options;
    const { number } = numbered.add(room, message);
    const answered = message.to === undefined ? null : numbered.find(room, message.to.id);
    return lines.message(isUnhidden ? message : hidden(message, isBlocked), {
      number: this.#number(number),
      answers: this.#number(answered?.number ?? null),
      isCall: this.isCall(message),
      ...place,
    });
  }

  /** Numbers stand where somebody can use them. */
  #number(number: number | null): number | null {
    return this.#options.view.isInteractive ? number : null;
  }
}
