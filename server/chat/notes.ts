/**
 * What people do to messages that are there: reactions, edits, erasures. Each is a line of its own
 * about an earlier one, written before it is told; whose a message is decides who may.
 */
import type { Audience } from "./audience.ts";
import { MOST_EMOJI, toldOf } from "./fold.ts";
import type { History, Stored } from "./history.ts";
import type { Note } from "./line.ts";
import type { Member } from "./listener.ts";
import { Authors } from "./memories.ts";
import type { Failed } from "./problem.ts";
import type { Turn, TurnWork } from "./turn.ts";
import { type Clock, wholeSeconds } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Message } from "../protocol.ts";

/** Reactions of everybody on one message, and edits of it: its page costs each, and an erasure each edit. */
const MAX_REACTIONS_PER_MESSAGE = 1000;
const MAX_EDITS_PER_MESSAGE = 200;

/** The room that the notes are told in. */
export interface NotedRoom extends TurnWork {
  readonly name: string;
  readonly audience: Audience;
  mustBeOpen(): void;
}

/** What notes need from outside. */
export interface NotesOptions {
  room: NotedRoom;
  clock: Clock;
  turn: Turn;
}

/** The notes of one room. */
export class Notes {
  readonly authors = new Authors();
  readonly #options: NotesOptions;
  #history: History;

  constructor(history: History, options: NotesOptions) {
    this.#history = history;
    this.#options = options;
  }

  /** The history is another one: no id of the old one means anything. */
  renew(history: History): void {
    this.#history = history;
    this.authors.clear();
  }

  /** Puts an emoji on a message or takes it off. */
  react(member: Member, id: number, emoji: string, on: boolean, failed: Failed): void {
    this.#options.room.mustBeOpen();
    const message = this.#mustBeMessage(id, "react");
    const has = message.reactions?.find((r) => r.emoji === emoji)?.names
      .includes(member.name);
    if ((has ?? false) === on) return;
    if (on) mustHaveRoom(message, emoji);
    const time = wholeSeconds(this.#options.clock.now());
    this.#note({
      kind: "reacted",
      time,
      name: member.name,
      target: id,
      emoji,
      on,
    }, failed);
  }

  /** Puts other words in the place of a message's. */
  edit(member: Member, id: number, text: string, failed: Failed): void {
    this.#options.room.mustBeOpen();
    const message = this.#ownMessage(member, id, "edit");
    if (message.text === text) return;
    if (this.#history.editsOf(id) >= MAX_EDITS_PER_MESSAGE) {
      throw new ChatError(
        "too_many",
        `Cannot edit this: it was edited ${MAX_EDITS_PER_MESSAGE} times already`,
      );
    }
    const time = wholeSeconds(this.#options.clock.now());
    this.#note({ kind: "edited", time, name: member.name, target: id, text }, failed);
    this.#options.turn.load(text.length, this.#options.room.audience.listeners.size);
  }

  /** Takes a message's words away, from the disk too. Admins may erase anybody's. */
  erase(member: Member, id: number, failed: Failed): void {
    this.#options.room.mustBeOpen();
    if (member.admin) this.#mustBeMessage(id, "erase");
    else this.#ownMessage(member, id, "erase");
    const time = wholeSeconds(this.#options.clock.now());
    this.#note({ kind: "erased", time, name: member.name, target: id }, failed);
  }

  #note(note: Note, failed: Failed): void {
    const { room, turn } = this.#options;
    const stored: Stored = (error) => {
      if (error !== null) failed(error);
      else room.audience.publish(toldOf(note, room.name));
    };
    this.#history.append(note, stored);
    turn.write(room);
  }

  #mustBeMessage(id: number, what: string): Message {
    const message = this.#history.find(id);
    if (message !== null && !message.erased) return message;
    throw new ChatError("not_found", `Cannot ${what}: there is no message ${id} in this room`);
  }

  #ownMessage(member: Member, id: number, what: string): Message {
    const message = this.#mustBeMessage(id, what);
    if (this.authors.owns(member, message)) return message;
    throw new ChatError("not_allowed", `Cannot ${what} this: it is not your message`);
  }
}

/** Throws a ChatError `too_many` where another reaction would not be shown, or cost everybody too much. */
function mustHaveRoom({ reactions = [] }: Message, emoji: string): void {
  if (reactions.length >= MOST_EMOJI && !reactions.some((one) => one.emoji === emoji)) {
    throw new ChatError(
      "too_many",
      `Cannot react with another emoji: this message has ${MOST_EMOJI} already`,
    );
  }
  const count = reactions.reduce((sum, { names }) => sum + names.length, 0);
  if (count >= MAX_REACTIONS_PER_MESSAGE) {
    throw new ChatError(
      "too_many",
      `Cannot react to this: it has ${MAX_REACTIONS_PER_MESSAGE} reactions already`,
    );
  }
}
