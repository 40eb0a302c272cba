/**
 * One room: its history and those who hear it. A message is told only after its line is in the file,
 * and somebody who joins is subscribed and handed the history in the same turn, so that no message
 * is missed between the two and none comes twice. No bytes and no JSON here.
 */
import { Audience } from "../delivery/audience.ts";
import { eventOf, isRelation } from "../history/relations.ts";
import { eventsWithin } from "../history/room_events.ts";
import type { History } from "../history/history.ts";
import type { Connection, Member } from "../delivery/connection.ts";
import { Presence } from "../delivery/presence.ts";
import { Amendments } from "./amendments.ts";
import { errorEvent } from "../delivery/error_event.ts";
import { Deduplicator } from "../dedup/deduplicator.ts";
import type { Waiter } from "../dedup/in_flight.ts";
import {
  isConnection,
  type MessageRoom,
  type OutgoingMessage,
  PendingMessage,
} from "./pending_message.ts";
import { HistoryFrom, type ReadableHistory } from "./private/history_from.ts";
import type { Circle, RoomIdentity, RoomOptions } from "./room_options.ts";
import { RoomSettings } from "./room_settings/room_settings.ts";
import type { ExternalLine } from "../history/page_reader.ts";
import { formatIso, wholeSeconds } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Message, RoomInfo } from "../protocol.ts";

/** What a resume carries at most, unless newcomers are given more. */
const MAX_RESUMED_MESSAGES = 200;

/** One room. */
export class Room implements MessageRoom {
  readonly name: string;
  readonly key: string;
  readonly history: History;
  readonly audience: Audience;
  readonly #options: RoomOptions;
  /** Who it is for; null for everybody's. */
  readonly circle: Circle | null;
  readonly #deduplicator: Deduplicator;
  readonly #presence: Presence;
  readonly amendments: Amendments;
  readonly settings: RoomSettings;
  #closed = false;

  constructor({ name, key, circle }: RoomIdentity, history: History, options: RoomOptions) {
    this.name = name;
    this.key = key;
    this.circle = circle ?? null;
    this.history = history;
    this.audience = new Audience(options.scheduler, circle?.seenBy.bind(circle));
    this.#options = options;
    const { clock, tellAll = (_, event) => this.audience.publish(event) } = options;
    this.settings = new RoomSettings(history, {
      room: this,
      clock,
      tellAll: (event) => tellAll(this, event),
    });
    this.amendments = new Amendments(history, {
      ...options,
      room: this,
      onAmended: (relation) => {
        this.settings.amended(relation);
        options.onAmended?.(this);
      },
    });
    this.#deduplicator = new Deduplicator(history, options.refs, clock);
    this.#presence = new Presence({
      room: this,
      clock,
      end: () => history.end,
      onDeparted: (connection) => this.#deduplicator.forget(connection),
    });
    history.onReopened(() => this.#startAnew());
  }

  /** Tells what somebody else wrote into the file. */
  tellExternal(news: ExternalLine[]): void {
    for (const { entry, id, message } of news) {
      if (message !== null) {
        this.audience.publish({ type: "message", room: this.name, ...message });
        this.#options.onSaid(this, message);
      } else if (isRelation(entry)) this.amendments.tell(entry);
      else this.settings.tell(entry, id);
    }
  }

  /** True for somebody who may be here, null for a stranger: whatever is asked, here it is decided. */
  isFor(member: Pick<Member, "key" | "account" | "only"> | null): boolean {
    const { keyNow = (key) => key } = this.#options;
    if (member?.only !== undefined) return keyNow(member.only.room) === this.key;
    return this.circle === null || (member !== null && this.circle.has(member));
  }

  /** What people call it. */
  get title(): string {
    return this.circle?.info?.name ?? this.name;
  }

  /** What the room is called from where a member stands. */
  nameFor(member: Member): string {
    return this.circle?.nameFor(member) ?? this.name;
  }

  /** Where what a member may read begins, in bytes. */
  from(member: Member | null): number {
    return member === null ? 0 : this.circle?.from(member) ?? 0;
  }

  /** The history as far as a member may read it. */
  historyFor(member: Member | null): ReadableHistory {
    const from = this.from(member);
    return from === 0 ? this.history : new HistoryFrom(this.history, from);
  }

  info(room = this.name, read = 0): RoomInfo {
    const { history: { epoch, end, lastTime }, audience: { size: people } } = this;
    const said = lastTime > 0 ? { said: formatIso(lastTime) } : {};
    return { room, epoch, end, read, people, ...this.circle?.info, ...said, ...this.settings.info };
  }

  /** Adds a connection and hands it what was missed since `after`, or the newest messages. */
  join(connection: Connection, after: number | null, epoch: string | null): void {
    const { member } = connection;
    const history = this.historyFor(member);
    const known = after !== null && epoch === this.history.epoch;
    const limit = Math.max(MAX_RESUMED_MESSAGES, this.#options.recent);
    const missed = known
      ? history.since(after, limit, this.#presence.isBefore(member, after))
      : null;
    // Read first, so that a history that cannot be read leaves nobody half joined; no turn passes.
    const page = missed === null ? history.last(this.#options.recent) : null;
    const run = page ?? missed;
    this.#presence.arrive(connection);
    if (known) this.#deduplicator.expect(connection, after);
    const { end } = this.history;
    const room = this.nameFor(member);
    connection.tell({
      type: "history",
      room,
      epoch: this.history.epoch,
      messages: run?.messages ?? [],
      ...eventsWithin(run?.events, 0, end),
      start: page?.start ?? after ?? end,
      end,
      more: page?.more ?? (after ?? 0) > 0,
      reset: after !== null && missed === null,
      ...this.settings.pinnedFrom(this.from(member)),
    });
    for (const relation of missed?.relations ?? []) connection.tell(eventOf(relation, room));
    connection.tell({
      type: "users",
      room,
      users: this.audience.people,
      total: this.audience.size,
    });
    this.#presence.stays(member);
  }

  /** Removes a connection on its own wish: the others are told at once. */
  leave(connection: Connection): void {
    this.#presence.leave(connection);
  }

  /** Removes a connection that broke: the others are told if its person stays away. */
  drop(connection: Connection): void {
    this.#presence.drop(connection);
  }

  /** Goes on where the same room under another name left off, which is closed. */
  takeOver(other: Room): void {
    this.#presence.takeOver(other.#presence);
    this.amendments.authorship.takeOver(other.amendments.authorship);
    const { people: users, size: total } = this.audience;
    this.audience.publish({ type: "users", room: this.name, users, total });
  }

  /**
   * Says something. Whoever waits for it is told once, when it is in the file or could not be put there;
   * throws a ChatError where it is refused at once.
   */
  post(outgoing: OutgoingMessage): void {
    this.mustBeOpen();
    const { ref, text, to = null } = outgoing;
    if (ref !== "" && this.#isResend(outgoing)) return;
    this.settings.mustBeWritable();
    if (to !== null && this.historyFor(outgoing.member).find(to) === null) {
      throw new ChatError("not_found", `Cannot answer ${to}: no message of this room starts there`);
    }
    const { clock, scheduler } = this.#options;
    const pending = new PendingMessage(this, outgoing, wholeSeconds(clock.now()));
    this.#deduplicator.begin(pending);
    try {
      this.history.append(pending);
    } catch (error) {
      this.#deduplicator.failed(pending);
      pending.giveUp();
      throw error;
    }
    scheduler.addLoad(text.length, this.audience.connections.size);
  }

  /** A message is about to be written. */
  onPlaced(pending: PendingMessage): void {
    this.#deduplicator.placed(pending);
  }

  /** A message is in the file: everybody here is told, and whoever waits for it. */
  onStored(pending: PendingMessage, id: number, message: Message): void {
    const { member, sender, ref, entry } = pending;
    this.#deduplicator.stored(pending, id);
    this.amendments.authorship.said(id, member, entry.time, this.history.imported);
    const connection = isConnection(sender) ? sender : null;
    const calls = this.#options.groupCalls.of(message, this.history, this.circle);
    const told = calls === undefined ? message : { ...message, calls };
    this.audience.publish({ type: "message", room: this.name, ...told }, connection, ref);
    for (const waiter of pending.waiters) this.#answer(waiter, pending, message);
    if (connection === null || !this.audience.has(connection)) {
      this.#answer(sender, pending, message);
    }
    this.#options.onSaid(this, told);
  }

  /** A message could not be written: nobody but those who wait for it ever hears of it. */
  onFailed(pending: PendingMessage, error: ChatError): void {
    const { member, sender, ref } = pending;
    this.#deduplicator.failed(pending);
    pending.giveUp();
    for (const waiter of [sender, ...pending.waiters]) {
      if (isConnection(waiter)) waiter.tell(errorEvent(error, ref, this.nameFor(member)));
      else waiter.reject(error);
    }
  }

  /** Tells the others that somebody is writing. */
  typing(connection: Connection): void {
    if (this.settings.isArchived) return;
    this.audience.publish({ type: "typing", room: this.name, name: connection.member.name });
  }

  /** Lets go of what costs memory and files while nobody is here. */
  async rest(): Promise<void> {
    this.#deduplicator.rest();
    await this.history.rest();
  }

  /** Takes no more; what was said is written and the file let go. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#presence.close();
    this.#deduplicator.rest();
    await this.history.close();
  }

  /** Somebody changed the file: everybody here starts from what it holds now. */
  #startAnew(): void {
    this.#presence.clear();
    const { epoch } = this.history;
    const page = this.history.last(this.#options.recent);
    this.audience.publish({ type: "history", room: this.name, epoch, reset: true, ...page });
  }

  /** Throws a ChatError `not_found` while the room is being deleted. */
  mustBeOpen(): void {
    if (this.#closed) {
      throw new ChatError("not_found", "Cannot do this: the room is being deleted");
    }
  }

  /** True if the ref is known: then the answer is, or will be, the message that exists. */
  #isResend(outgoing: OutgoingMessage): boolean {
    const { member, ref, text, sender } = outgoing;
    const connection = isConnection(sender) ? sender : null;
    const seen = this.#deduplicator.seen(member, connection, ref, text);
    if (seen === undefined) return false;
    if (!("id" in seen)) {
      seen.wait(sender);
      return true;
    }
    const message = this.history.find(seen.id);
    if (message === null) return false;
    if (message.text !== text && !message.edited && !message.erased) {
      throw new ChatError("ref_reused", "Cannot send: this ref stands for another message");
    }
    this.#answer(sender, outgoing, message);
    return true;
  }

  /** Tells one who waits for a message that it is there. */
  #answer(
    waiter: Waiter,
    { member, ref }: Pick<OutgoingMessage, "member" | "ref">,
    message: Message,
  ): void {
    if (!isConnection(waiter)) return waiter.resolve(message);
    waiter.tell({ type: "message", room: this.nameFor(member), ...message, ref });
  }
}
