/**
 * The numbers that stand beside messages: short, counted in the order in which they were shown, the same for
 * as long as one can still scroll to it. After 999 they begin anew, and a number means the message that has
 * it last.
 */
import type { Message } from "../../protocol.ts";

/** A message that was shown. */
export interface Numbered {
  number: number;
  room: string;
  message: Message;
}

const MAX_NUMBER = 999;

/** All messages that have a number. */
export class NumberedMessages {
  readonly #shown = new Map<number, Numbered>();
  #last = 0;
  /** In which order: the newest is at the end. */
  #order: Numbered[] = [];

  /** Gives a message its number, the one that it has if it was shown before. */
  add(room: string, message: Message): Numbered {
    const known = this.find(room, message.id);
    if (known !== null) {
      known.message = message;
      return known;
    }
    this.#last = this.#last % MAX_NUMBER + 1;
    const added = { number: this.#last, room, message };
    this.#shown.set(this.#last, added);
    this.#order.push(added);
    if (this.#order.length > MAX_NUMBER) {
      this.#order = this.#order.slice(-MAX_NUMBER);
    }
    return added;
  }

  at(number: number): Numbered | null {
    return this.#shown.get(number) ?? null;
  }

  find(room: string, id: number): Numbered | null {
    return this.#order.findLast((one) => one.room === room && one.message.id === id) ?? null;
  }

  /** The newest one that fits. */
  newest(fits: (one: Numbered) => boolean): Numbered | null {
    return this.#order.findLast(fits) ?? null;
  }

  /** A room is called otherwise: what it holds is the same. */
  rename(room: string, to: string): void {
    for (const one of this.#order) if (one.room === room) one.room = to;
  }

  /** Ids of a room mean other messages now. */
  forget(room: string): void {
    for (const one of this.#order) {
      if (one.room === room) this.#shown.delete(one.number);
    }
    this.#order = this.#order.filter((one) => one.room !== room);
  }
}
