/**
 * One room: its history and those who hear it. A message is told only after its line is in the file,
 * and somebody who joins is subscribed and handed the history in the same turn, so that no message
 * is missed between the two and none comes twice. No bytes and no JSON here.
 */
import { Audience } from "../delivery/audience.ts";
import { eventOf, isRelation } from "../history/relations.ts";
import type { History } from "../history/history.ts";
import type { Entry } from "../history/line.ts";
import type { Connection, Member } from "../delivery/connection.ts";
import { DeliveredOffsets } from "./memories.ts";
import { Amendments } from "./amendments.ts";
import { errorEvent } from "../delivery/error_event.ts";
import type { KeyLog } from "../dedup/key_log.ts";
import { Deduplicator } from "../dedup/deduplicator.ts";
import type { OutgoingMessage, RoomIdentity, RoomOptions } from "./room_options.ts";
import type { ExternalLine } from "../history/page_reader.ts";
import type { TickTask } from "../delivery/scheduler.ts";
import { formatIso, type Timer, wholeSeconds } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { foldName } from "../people/names.ts";
import type { Message, RoomInfo } from "../protocol.ts";

/** How long a person may be gone before the others are told, so that a resume is quiet. */
export const LEAVE_GRACE_MS = 10_000;

/** What a resume carries at most, unless newcomers are given more. */
const MAX_RESUMED_MESSAGES = 200;

/** One room. */
export class Room implements TickTask {
  readonly name: string;
  readonly key: string;
  #history: History;
  readonly audience: Audience;
  readonly #options: RoomOptions;
  readonly #pair: readonly [string, string] | null;
  readonly #deduplicator: Deduplicator;
  readonly #leaving = new Map<string, Timer>();
  readonly #told = new DeliveredOffsets();
  readonly relations: Amendments;
  #closed = false;

  constructor({ name, key, pair }: RoomIdentity, history: History, options: RoomOptions) {
    this.name = name;
    this.key = key;
    this.#pair = pair ?? null;
    this.#history = history;
    const label = pair === undefined ? null : (member: Member) => this.nameFor(member);
    this.audience = new Audience(options.scheduler, label);
    this.#options = options;
    this.relations = new Amendments(history, {
      ...options,
      room: this,
      onAmended: () => options.onAmended?.(this),
    });
    this.#deduplicator = new Deduplicator(history, options.refs, options.clock);
  }

  get refs(): KeyLog {
    return this.#options.refs;
  }

  get history(): History {
    return this.#history;
  }

  /** Goes on with a file that somebody changed: everybody here starts from what it holds now. */
  renew(history: History): void {
    this.#history = history;
    this.#deduplicator.renew(history);
    this.#told.clear();
    this.relations.renew(history);
    const { epoch } = history;
    const page = history.last(this.#options.recent);
    this.audience.publish({ type: "history", room: this.name, epoch, reset: true, ...page });
  }

  /** Tells what somebody else wrote into the file. */
  hear(news: ExternalLine[]): void {
    for (const { entry, message } of news) {
      if (message !== null) {
        this.audience.publish({ type: "message", room: this.name, ...message });
        this.#options.onSaid(this, message);
      } else if (isRelation(entry)) this.relations.tell(entry);
    }
  }

  /** True for somebody who may be here: everybody, or the two of a private conversation. */
  isFor({ key, account }: Pick<Member, "key" | "account">): boolean {
    return this.#pair === null || (account && this.#pair.some((name) => foldName(name) === key));
  }

  /** What the room is called from where a member stands. */
  nameFor({ key }: Member): string {
    if (this.#pair === null) return this.name;
    const [one, two] = this.#pair;
    return `@${foldName(one) === key ? two : one}`;
  }

  info(room = this.name, read = 0): RoomInfo {
    const { history: { epoch, end, lastTime }, audience: { size: people } } = this;
    const said = lastTime > 0 ? { said: formatIso(lastTime) } : {};
    return { room, epoch, end, read, people, ...said };
  }

  /** Adds a connection and hands it what was missed since `after`, or the newest messages. */
  join(connection: Connection, after: number | null, epoch: string | null): void {
    const { member } = connection;
    const known = after !== null && epoch === this.history.epoch;
    const limit = Math.max(MAX_RESUMED_MESSAGES, this.#options.recent);
    const missed = known
      ? this.history.since(after, limit, this.#told.isBefore(member, after))
      : null;
    // Read first, so that a history that cannot be read leaves nobody half joined; no turn passes.
    const page = missed === null ? this.history.last(this.#options.recent) : null;
    this.#arrive(connection);
    if (known) this.#deduplicator.expect(connection, after);
    const { end } = this.history;
    const room = this.nameFor(member);
    connection.tell({
      type: "history",
      room,
      epoch: this.history.epoch,
      messages: page?.messages ?? missed?.messages ?? [],
      start: page?.start ?? after ?? end,
      end,
      more: page?.more ?? (after ?? 0) > 0,
      reset: after !== null && missed === null,
    });
    for (const relation of missed?.relations ?? []) connection.tell(eventOf(relation, room));
    connection.tell({
      type: "users",
      room,
      users: this.audience.people,
      total: this.audience.size,
    });
    this.#leaving.get(member.key)?.cancel();
    this.#leaving.delete(member.key);
  }

  /** Removes a connection on its own wish: the others are told at once. */
  leave(connection: Connection): void {
    if (this.#depart(connection)) this.#left(connection.member);
  }

  /** Removes a connection that broke: the others are told if its person stays away. */
  drop(connection: Connection): void {
    if (!this.#depart(connection)) return;
    const { member } = connection;
    const tell = (): void => {
      this.#leaving.delete(member.key);
      this.#left(member);
    };
    this.#leaving.set(member.key, this.#options.clock.after(LEAVE_GRACE_MS, tell));
  }

  /** Says something. `said` is told once, when it is in the file or could not be put there. */
  post(
    saying: OutgoingMessage,
    said: (error: ChatError | null, message: Message | null) => void,
  ): void {
    this.mustBeOpen();
    const { member, connection, ref, text, to = null } = saying;
    if (ref !== "" && this.#seenBefore(saying, said)) return;
    if (to !== null && this.history.find(to) === null) {
      throw new ChatError("not_found", `Cannot answer ${to}: no message of this room starts there`);
    }
    const time = wholeSeconds(this.#options.clock.now());
    const words = { time, name: member.name, text, ...(to === null ? {} : { to }) };
    const claim = saying.lease?.();
    const entry: Entry = claim
      ? { kind: "shared", ...words, file: claim.file }
      : { kind: "message", ...words };
    const waiting: Connection[] = [];
    this.#deduplicator.begin(member, ref, waiting);
    try {
      this.history.append(entry, (error, id, message) => {
        if (error !== null || message === null) {
          this.#deduplicator.failed(member, ref);
          claim?.release();
          for (const other of waiting) {
            other.tell(errorEvent(error, ref, this.nameFor(member)));
          }
          said(error, null);
          return;
        }
        this.#deduplicator.stored(member, ref, id);
        this.relations.authorship.said(id, member, time, this.history.imported);
        this.audience.publish({ type: "message", room: this.name, ...message }, connection, ref);
        if (connection !== null && !this.audience.has(connection)) {
          waiting.push(connection);
        }
        for (const other of waiting) {
          other.tell({ type: "message", room: this.nameFor(member), ...message, ref });
        }
        said(null, message);
        this.#options.onSaid(this, message);
      }, (id) => this.#deduplicator.foreseen(ref, id));
    } catch (error) {
      this.#deduplicator.failed(member, ref);
      claim?.release();
      throw error;
    }
    this.#options.scheduler.addLoad(text.length, this.audience.connections.size);
    this.#options.scheduler.scheduleWrite(this);
  }

  /** The same for a caller without a connection: the message, once it is in the file. */
  posted(saying: Omit<OutgoingMessage, "connection">): Promise<Message> {
    return new Promise((resolve, reject) => {
      this.post({ ...saying, connection: null }, (error, message) => {
        if (message === null) reject(error);
        else resolve(message);
      });
    });
  }

  /** Tells the others that somebody is writing. */
  typing(connection: Connection): void {
    this.audience.publish({
      type: "typing",
      room: this.name,
      name: connection.member.name,
    });
  }

  /** Writes what was said in this turn. */
  onTick(): void {
    this.history.flush();
  }

  /** Lets go of what costs memory and files while nobody is here. */
  async rest(): Promise<void> {
    this.#deduplicator.rest();
    await this.history.rest();
  }

  /** Takes no more; what was said is written and the file let go. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#leaving.values()) timer.cancel();
    this.#leaving.clear();
    this.#deduplicator.rest();
    await this.history.close();
  }

  #arrive(connection: Connection): void {
    const { name, account } = connection.member;
    const isNew = !this.audience.knows(connection.member);
    // Told before the newcomer is added: nobody needs to hear of their own arrival.
    if (isNew && !this.audience.isCrowd) {
      this.audience.publish({ type: "joined", room: this.name, name, account });
    }
    this.audience.add(connection);
    connection.joined.add(this.key);
  }

  #depart(connection: Connection): boolean {
    connection.joined.delete(this.key);
    this.#deduplicator.forget(connection);
    if (!this.audience.remove(connection)) return false;
    this.#told.left(connection.member, this.history.end);
    return true;
  }

  #left({ key, name }: Member): void {
    const { isCrowd } = this.audience;
    if (this.audience.forget(key) && !isCrowd) {
      this.audience.publish({ type: "left", room: this.name, name });
    }
  }

  /** Throws a ChatError `not_found` while the room is being deleted. */
  mustBeOpen(): void {
    if (this.#closed) {
      throw new ChatError("not_found", "Cannot do this: the room is being deleted");
    }
  }

  /** True if the ref is known: then the answer is, or will be, the message that exists. */
  #seenBefore(saying: OutgoingMessage, said: (error: null, message: Message) => void): boolean {
    const { member, ref, text, connection } = saying;
    const seen = this.#deduplicator.seen(member, connection, ref, text);
    if (seen === undefined) return false;
    if ("waiting" in seen) {
      if (connection !== null) seen.waiting.push(connection);
      return true;
    }
    const message = this.history.find(seen.id);
    if (message === null) return false;
    if (message.text !== text && !message.edited && !message.erased) {
      throw new ChatError("ref_reused", "Cannot send: this ref stands for another message");
    }
    connection?.tell({ type: "message", room: this.nameFor(member), ...message, ref });
    said(null, message);
    return true;
  }
}
