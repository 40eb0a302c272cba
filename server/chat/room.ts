/**
 * One room: its history and those who hear it. A message is told only after its line is in the file,
 * and somebody who joins is subscribed and handed the history in the same turn, so that no message
 * is missed between the two and none comes twice. No bytes and no JSON here.
 */
import { Audience } from "./audience.ts";
import { asMessage, toldOf } from "./fold.ts";
import type { History } from "./history.ts";
import { type Entry, type Note, wholeSeconds } from "./line.ts";
import type { Listener, Member, Turn, TurnWork } from "./listener.ts";
import { type Failed, problem } from "./problem.ts";
import { Resends } from "./resends.ts";
import type { Clock, Timer } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Message, RoomInfo } from "../protocol.ts";
import type { Disk } from "../store/disk.ts";

/** What a room needs from outside. */
export interface RoomOptions {
  disk: Disk;
  clock: Clock;
  turn: Turn;
  /** Messages a newcomer is given. */
  recent: number;
  /** The file in which refs are noted. */
  refs: string;
  onTrouble: (what: string, error: unknown) => void;
  /** Told when something was said and is in the file. */
  onSaid: (room: Room) => void;
}

/** Something to say. */
export interface Saying {
  member: Member;
  text: string;
  /** Where the answer goes; null for a caller without a connection. */
  listener: Listener | null;
  ref: string;
}

/** How long a person may be gone before the others are told, so that a resume is quiet. */
export const QUIET = 10_000;

/** People of whom it is remembered up to where they were told. */
const MOST_TOLD = 10_000;

/** What a resume carries at most, unless newcomers are given more. */
const RESUME = 200;

/** One room. */
export class Room implements TurnWork {
  readonly name: string;
  readonly key: string;
  #history: History;
  readonly audience: Audience;
  readonly #options: RoomOptions;
  readonly #resends: Resends;
  readonly #leaving = new Map<string, Timer>();
  /** Up to where each person who left was told everything. */
  readonly #told = new Map<string, number>();
  #closed = false;

  constructor(name: string, key: string, history: History, options: RoomOptions) {
    this.name = name;
    this.key = key;
    this.#history = history;
    this.audience = new Audience(options.turn);
    this.#options = options;
    this.#resends = new Resends(history, { ...options, path: options.refs });
  }

  get history(): History {
    return this.#history;
  }

  /** Goes on with a file that somebody changed: everybody here starts from what it holds now. */
  renew(history: History): void {
    this.#history = history;
    this.#resends.renew(history);
    this.#told.clear();
    const { epoch } = history;
    const page = history.last(this.#options.recent);
    this.audience.publish({ type: "history", room: this.name, epoch, reset: true, ...page });
  }

  info(): RoomInfo {
    const { history: { epoch, end }, audience: { size: people } } = this;
    return { room: this.name, epoch, end, read: 0, people };
  }

  /** Adds a connection and hands it what was missed since `after`, or the newest messages. */
  join(listener: Listener, after: number | null, epoch: string | null): void {
    const { member } = listener;
    const known = after !== null && epoch === this.history.epoch;
    const limit = Math.max(RESUME, this.#options.recent);
    const missed = known ? this.history.since(after, limit, this.#isEnd(member, after)) : null;
    // Read first, so that a history that cannot be read leaves nobody half joined; no turn passes.
    const page = missed === null ? this.history.last(this.#options.recent) : null;
    this.#arrive(listener);
    if (known) this.#resends.expect(listener, after);
    const { end } = this.history;
    listener.tell({
      type: "history",
      room: this.name,
      epoch: this.history.epoch,
      messages: page?.messages ?? missed?.messages ?? [],
      start: page?.start ?? after ?? end,
      end,
      more: page?.more ?? (after ?? 0) > 0,
      reset: after !== null && missed === null,
    });
    for (const note of missed?.notes ?? []) listener.tell(toldOf(note, this.name));
    listener.tell({
      type: "users",
      room: this.name,
      users: this.audience.people,
    });
    this.#leaving.get(member.key)?.cancel();
    this.#leaving.delete(member.key);
  }

  /** Removes a connection on its own wish: the others are told at once. */
  leave(listener: Listener): void {
    if (this.#depart(listener)) this.#left(listener.member);
  }

  /** Removes a connection that broke: the others are told if its person stays away. */
  drop(listener: Listener): void {
    if (!this.#depart(listener)) return;
    const { member } = listener;
    const tell = (): void => {
      this.#leaving.delete(member.key);
      this.#left(member);
    };
    this.#leaving.set(member.key, this.#options.clock.after(QUIET, tell));
  }

  /** Says something. `said` is told once, when it is in the file or could not be put there. */
  post(saying: Saying, said: (error: ChatError | null, message: Message | null) => void): void {
    this.#mustBeOpen();
    const { member, listener, ref, text } = saying;
    if (ref !== "" && this.#seenBefore(saying, said)) return;
    const time = wholeSeconds(this.#options.clock.now());
    const entry: Entry = { kind: "message", time, name: member.name, text };
    const waiting: Listener[] = [];
    this.#resends.begin(member, ref, waiting);
    try {
      this.history.append(entry, (error, id) => {
        if (error !== null) {
          this.#resends.failed(member, ref);
          for (const other of waiting) {
            other.tell(problem(error, ref, this.name));
          }
          said(error, null);
          return;
        }
        this.#resends.stored(member, ref, id);
        const message = asMessage(entry, id)!;
        this.audience.publish({ type: "message", room: this.name, ...message }, listener, ref);
        if (listener !== null && !this.audience.has(listener)) {
          waiting.push(listener);
        }
        for (const other of waiting) {
          other.tell({ type: "message", room: this.name, ...message, ref });
        }
        said(null, message);
        this.#options.onSaid(this);
      });
    } catch (error) {
      this.#resends.failed(member, ref);
      throw error;
    }
    this.#options.turn.load(text.length, this.audience.listeners.size);
    this.#options.turn.write(this);
  }

  /** Puts an emoji on a message or takes it off. */
  react(member: Member, id: number, emoji: string, on: boolean, failed: Failed): void {
    this.#mustBeOpen();
    const message = this.history.find(id);
    if (message === null || message.erased) {
      throw new ChatError("not_found", `Cannot react: there is no message ${id} in this room`);
    }
    const has = message.reactions?.find((r) => r.emoji === emoji)?.names
      .includes(member.name);
    if ((has ?? false) === on) return;
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

  /** Tells the others that somebody is writing. */
  typing(listener: Listener): void {
    this.audience.publish({
      type: "typing",
      room: this.name,
      name: listener.member.name,
    });
  }

  /** Writes what was said in this turn. */
  endTurn(): void {
    this.history.flush();
  }

  /** Lets go of what costs memory and files while nobody is here. */
  async rest(): Promise<void> {
    this.#resends.rest();
    await this.history.rest();
  }

  /** Takes no more; what was said is written and the file let go. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#leaving.values()) timer.cancel();
    this.#leaving.clear();
    this.#resends.rest();
    await this.history.close();
  }

  #note(note: Note, failed: Failed): void {
    this.history.append(note, (error) => {
      if (error !== null) failed(error);
      else this.audience.publish(toldOf(note, this.name));
    });
    this.#options.turn.write(this);
  }

  #arrive(listener: Listener): void {
    const { key, name, account } = listener.member;
    const isNew = !this.audience.knows(key);
    // Told before the newcomer is added: nobody needs to hear of their own arrival.
    if (isNew) {
      this.audience.publish({ type: "joined", room: this.name, name, account });
    }
    this.audience.add(listener);
    listener.joined.add(this.key);
  }

  #depart(listener: Listener): boolean {
    const { key } = listener.member;
    listener.joined.delete(this.key);
    this.#resends.forget(listener);
    if (!this.audience.remove(listener)) return false;
    this.#told.delete(key);
    this.#told.set(key, this.history.end);
    if (this.#told.size > MOST_TOLD) this.#told.delete(firstKey(this.#told));
    return true;
  }

  /**
   * A client resumes from the last message it has, or from the `end` it was told. Where a message
   * has come to stand at that end since, the two look alike; but nobody has what was never told.
   */
  #isEnd({ key }: Member, after: number): boolean {
    const told = this.#told.get(key);
    return told !== undefined && after >= told;
  }

  #left({ key, name }: Member): void {
    if (this.audience.forget(key)) {
      this.audience.publish({ type: "left", room: this.name, name });
    }
  }

  #mustBeOpen(): void {
    if (this.#closed) {
      throw new ChatError("not_found", `Cannot do this: the room ${this.name} is being deleted`);
    }
  }

  /** True if the ref is known: then the answer is, or will be, the message that exists. */
  #seenBefore(saying: Saying, said: (error: null, message: Message) => void): boolean {
    const { member, ref, text, listener } = saying;
    const seen = this.#resends.seen(member, listener, ref, text);
    if (seen === undefined) return false;
    if ("waiting" in seen) {
      if (listener !== null) seen.waiting.push(listener);
      return true;
    }
    const message = this.history.find(seen.id);
    if (message === null) return false;
    if (message.text !== text && !message.edited && !message.erased) {
      throw new ChatError("ref_reused", "Cannot send: this ref stands for another message");
    }
    listener?.tell({ type: "message", room: this.name, ...message, ref });
    said(null, message);
    return true;
  }
}

function firstKey(map: Map<string, unknown>): string {
  return map.keys().next().value ?? "";
}
