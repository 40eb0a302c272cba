/**
 * The room that is open: what was shown of it, who is in it, and how what happens there becomes lines. A
 * line that was shown stays as it is; what changes a message is told as a line of its own.
 */
import { BoundedMap } from "../../base/bounded_map.ts";
import { calledIn } from "../../history/mentions.ts";
import { foldName } from "../../people/names.ts";
import type { Command, Event, Message, Page } from "../../protocol.ts";
import { dayOf, type MessageLines } from "./message_lines.ts";
import type { NumberedMessages } from "./numbered.ts";
import type { TalkView } from "./talk_view.ts";

/** What a conversation needs from outside. */
export interface ConversationOptions {
  view: TalkView;
  lines: MessageLines;
  numbered: NumberedMessages;
  /** What one is called. */
  me: () => string;
}

type Amended = Extract<Event, { type: "edited" | "erased" | "reacted" }>;

/** How far a room was shown. */
interface Shown {
  epoch: string;
  last: number | null;
  start: number;
}

/** Rooms whose place is kept: who goes on through more of them reads a page again. */
const MAX_ROOMS_LEFT = 200;
/** Names that are told when one comes in. */
const MAX_NAMES_TOLD = 12;

/** One room as it is shown. */
export class Conversation {
  readonly #options: ConversationOptions;
  room = "";
  epoch = "";
  /** The last message that was shown, and where older ones end; null before there was any. */
  last: number | null = null;
  start = 0;
  #people: string[] = [];
  /** More are there than were told. */
  #total = 0;
  #isPeopleTold = false;
  #day = "";
  /** How far rooms were shown that were open before. */
  readonly #seen = new BoundedMap<string, Shown>(MAX_ROOMS_LEFT);

  constructor(options: ConversationOptions) {
    this.#options = options;
  }

  /** Names of those who are in it. */
  get people(): readonly string[] {
    return this.#people;
  }

  /** Another room is open: what was shown of it before is not shown again. */
  open(room: string): void {
    const { epoch, last, start } = this;
    if (last !== null) this.#seen.set(this.room, { epoch, last, start });
    this.room = room;
    ({ epoch: this.epoch, last: this.last, start: this.start } = this.#shownOf(room));
    [this.#people, this.#total, this.#isPeopleTold, this.#day] = [[], 0, false, ""];
  }

  /** What asks for a room, or for what was missed of it. */
  joining(room = this.room): Command {
    const { epoch, last } = room === this.room ? this : this.#shownOf(room);
    return { type: "join", room, ...(last === null ? {} : { after: last, epoch }) };
  }

  #shownOf(room: string): Shown {
    return this.#seen.get(room) ?? { epoch: "", last: null, start: 0 };
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
      case "users":
        this.#users(event);
        return true;
      case "joined":
        this.#joined(event.name);
        return true;
      case "left":
        this.#left(event.name);
        return true;
      default:
        return false;
    }
  }

  /** Shows what is new of a page. */
  #history({ epoch, messages, start, end, more, reset }: Page & { reset: boolean }): void {
    const isOther = epoch !== this.epoch;
    const isHole = reset && !isOther && this.last !== null && more;
    if (isOther || reset) {
      if (isOther) this.#options.numbered.forget(this.room);
      [this.start, this.last] = [start, isOther ? null : this.last];
    }
    this.epoch = epoch;
    const fresh = messages.filter(({ id }) => id > (this.last ?? -1));
    if (isHole && fresh.length === messages.length) {
      this.remark("More was said meanwhile: /history shows it");
    }
    this.#options.view.print(fresh.flatMap((message) => this.#linesOf(message)));
    this.last = messages.at(-1)?.id ?? this.last ?? Math.max(end - 1, 0);
  }

  /** Something was said here; true where it calls. */
  message(message: Message): boolean {
    if (message.id <= (this.last ?? -1)) return false;
    this.last = message.id;
    this.#options.view.print(this.#linesOf(message));
    return this.isCall(message);
  }

  /** Messages from elsewhere or from before: found, older, or said to another room. */
  extra(messages: readonly { room: string; message: Message }[]): void {
    this.#options.view.print(messages.map(({ room, message }) => {
      const there = room === this.room ? {} : { room };
      return this.#line(room, message, there);
    }));
  }

  /** Words were changed, or went, or somebody put an emoji on them. */
  #amended(event: Amended): void {
    const { numbered, lines } = this.#options;
    const one = numbered.find(event.room, event.id);
    const before = one?.message;
    const what = before === undefined
      ? "an older message"
      : lines.reference(before, this.#number(one!.number));
    if (one !== null) one.message = after(one.message, event);
    if (event.type === "edited") {
      this.remark(`${event.name} edited ${what}: ${event.text}`);
    } else if (event.type === "erased") {
      this.remark(`${event.name} erased ${what}`);
    } else {
      const did = event.on ? `put ${event.emoji} on` : `took ${event.emoji} off`;
      this.remark(`${event.name} ${did} ${what}`);
    }
  }

  /** Who is here, told once. */
  #users({ users, total }: Extract<Event, { type: "users" }>): void {
    this.#people = users.map(({ name }) => name);
    this.#total = total ?? users.length;
    if (this.#isPeopleTold) return;
    this.#isPeopleTold = true;
    const names = this.#people.slice(0, MAX_NAMES_TOLD).join(", ");
    const more = this.#total > MAX_NAMES_TOLD ? ` and ${this.#total - MAX_NAMES_TOLD} more` : "";
    this.remark(`In ${this.room}: ${names}${more}. /help shows what can be done`);
  }

  #joined(name: string): void {
    if (this.#people.includes(name)) return;
    this.#people = [...this.#people, name];
    this.#total++;
    this.remark(`${name} came in`);
  }

  #left(name: string): void {
    if (!this.#people.includes(name)) return;
    this.#people = this.#people.filter((other) => other !== name);
    this.#total--;
    this.remark(`${name} left`);
  }

  tellPeople(): void {
    const more = this.#total - this.#people.length;
    this.remark(`Here: ${this.#people.join(", ")}${more > 0 ? ` and ${more} more` : ""}`);
  }

  remark(text: string): void {
    this.#options.view.print([this.#options.lines.remark(text)]);
  }

  notice(text: string): void {
    this.#options.view.print([this.#options.lines.notice(text)]);
  }

  /** True for a message of somebody else that names me or answers me. */
  isCall({ name, text, to, erased }: Message): boolean {
    const me = foldName(this.#options.me());
    if (foldName(name) === me || erased) return false;
    if (to !== undefined && foldName(to.name) === me) return true;
    const known = new Set([...this.#people.map(foldName), me]);
    return calledIn(text, (folded) => known.has(folded)).has(me);
  }

  #linesOf(message: Message): string[] {
    const day = dayOf(message.time);
    const isNewDay = day !== this.#day;
    this.#day = day;
    const line = this.#line(this.room, message, {});
    return isNewDay ? [this.#options.lines.day(day), line] : [line];
  }

  #line(room: string, message: Message, place: { room?: string }): string {
    const { numbered, lines } = this.#options;
    const { number } = numbered.add(room, message);
    const answered = message.to === undefined ? null : numbered.find(room, message.to.id);
    return lines.message(message, {
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

/** The message as the event leaves it. */
function after(message: Message, event: Amended): Message {
  if (event.type === "edited") {
    return { ...message, text: event.text, edited: true };
  }
  if (event.type === "erased") {
    const { file: _, ...rest } = message;
    return { ...rest, text: "", erased: true };
  }
  const { emoji, name, on } = event;
  const others = (message.reactions ?? []).map((one) =>
    one.emoji === emoji ? { emoji, names: one.names.filter((other) => other !== name) } : one
  );
  const isThere = others.some((one) => one.emoji === emoji);
  const all = !on
    ? others
    : isThere
    ? others.map((one) => one.emoji === emoji ? { emoji, names: [...one.names, name] } : one)
    : [...others, { emoji, names: [name] }];
  return { ...message, reactions: all.filter(({ names }) => names.length > 0) };
}
