/**
 * What people do to messages that are there: reactions, edits, erasures. Each is a line of its own
 * about an earlier one, written before it is told; whose a message is decides who may.
 */
import { ChangeKeys, type Requester } from "../dedup/change_keys.ts";
import type { Audience } from "../delivery/audience.ts";
import { eventOf, MAX_EMOJI_PER_MESSAGE } from "../history/relations.ts";
import type { History } from "../history/history.ts";
import { isImported } from "../history/imported.ts";
import type { Relation } from "../history/line.ts";
import { PendingEntry } from "../history/pending_entry.ts";
import { isErased } from "../history/room_facts.ts";
import type { Connection, Member } from "../delivery/connection.ts";
import { Authorship } from "./authorship.ts";
import type { RoomSettings } from "./room_settings/room_settings.ts";
import { errorEvent } from "../delivery/error_event.ts";
import type { TickScheduler } from "../delivery/scheduler.ts";
import { type Clock, formatIso, wholeSeconds } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Event, Message } from "../protocol.ts";

/** Reactions of everybody on one message, and edits of it: its page costs each, and an erasure each edit. */
const MAX_REACTIONS_PER_MESSAGE = 1000;
const MAX_EDITS_PER_MESSAGE = 200;

/** The room that the notes are told in. */
export interface AmendableRoom {
  readonly name: string;
  readonly audience: Audience;
  readonly settings: Pick<RoomSettings, "mustBeWritable">;
  mustBeOpen(): void;
  nameFor(member: Member): string;
  from(member: Member): number;
}

/** What notes need from outside. */
export interface AmendmentsOptions {
  room: AmendableRoom;
  clock: Clock;
  scheduler: TickScheduler;
  /** Told when words that were there are others, or gone. */
  onAmended: (relation: Relation) => void;
}

/** What somebody said, or set as a topic, as far as whose it is goes. */
type Said = Pick<Message, "id" | "name" | "time">;

/** The notes of one room. */
export class Amendments {
  readonly authorship = new Authorship();
  readonly #asked = new ChangeKeys();
  /** Messages whose erasure is on its way to the file: nothing follows it. */
  readonly #erasing = new Set<number>();
  readonly #options: AmendmentsOptions;
  readonly #history: History;

  constructor(history: History, options: AmendmentsOptions) {
    this.#history = history;
    this.#options = options;
    history.onReopened(() => {
      this.authorship.clear();
      this.#erasing.clear();
      this.#asked.clear();
    });
  }

  /** Puts an emoji on a message or takes it off. */
  react(requester: Requester, id: number, emoji: string, on: boolean): void {
    if (this.#isKnown(requester, id, emoji)) return;
    this.#options.room.settings.mustBeWritable();
    const { member } = requester.connection;
    const { name } = member;
    const message = this.#mustBeMessage(member, id, "react");
    if (hasReaction(message, emoji, name) === on) return this.#answer(requester, message, emoji);
    if (on) mustHaveRoom(message, emoji);
    const time = wholeSeconds(this.#options.clock.now());
    this.#append({ kind: "reacted", time, name, target: id, emoji, on }, requester);
  }

  /** Puts other words in the place of a message's. What was imported is nobody's: admins may edit that. */
  edit(requester: Requester, id: number, text: string): void {
    if (this.#isKnown(requester, id)) return;
    this.#options.room.settings.mustBeWritable();
    const { member } = requester.connection;
    const message = this.#mayEdit(member, id);
    if (message.text === text) return this.#answer(requester, message);
    if (this.#history.editsOf(id) >= MAX_EDITS_PER_MESSAGE) {
      throw new ChatError(
        "too_many",
        `Cannot edit this: it was edited ${MAX_EDITS_PER_MESSAGE} times already`,
      );
    }
    const time = wholeSeconds(this.#options.clock.now());
    this.#append({ kind: "edited", time, name: member.name, target: id, text }, requester);
    this.#options.scheduler.addLoad(text.length, this.#options.room.audience.connections.size);
  }

  /** Takes the words of a message, or of a topic, away, from the disk too. Admins may erase anybody's. */
  erase(requester: Requester, id: number): void {
    if (this.#isKnown(requester, id)) return;
    const { member } = requester.connection;
    const said = this.#topic(member, id) ?? this.#mustBeMessage(member, id, "erase");
    if (!member.admin) this.#mustOwn(member, said, "erase");
    const time = wholeSeconds(this.#options.clock.now());
    this.#append({ kind: "erased", time, name: member.name, target: id }, requester);
  }

  /** Tells of a note that is in the file. */
  tell(relation: Relation, connection: Connection | null = null, ref = ""): void {
    const { room, onAmended } = this.#options;
    room.audience.publish(eventOf(relation, room.name), connection, ref);
    if (relation.kind !== "reacted") onAmended(relation);
  }

  #append(relation: Relation, requester: Requester): void {
    this.#asked.begin(requester, this.#options.clock.now());
    this.#history.append(new PendingRelation(this, relation, requester));
    if (relation.kind === "erased") this.#erasing.add(relation.target);
  }

  /** A relation is in the file. */
  onStored(relation: Relation, requester: Requester): void {
    const { room } = this.#options;
    const { connection, ref } = requester;
    this.#erasing.delete(relation.target);
    const waiting = this.#asked.done(requester);
    this.tell(relation, connection, ref);
    if (ref !== "" && !room.audience.has(connection)) waiting.push(connection);
    for (const other of waiting) this.#tell(other, eventOf(relation, room.name), ref);
  }

  /** A relation could not be written. */
  onFailed(relation: Relation, requester: Requester, error: ChatError): void {
    const { room } = this.#options;
    const { connection, ref } = requester;
    this.#erasing.delete(relation.target);
    for (const other of [connection, ...this.#asked.failed(requester)]) {
      other.tell(errorEvent(error, ref, room.nameFor(other.member)));
    }
  }

  /** True for what was asked before: the answer is, or will be, what came of it. */
  #isKnown(requester: Requester, id: number, emoji?: string): boolean {
    this.#options.room.mustBeOpen();
    const seen = this.#asked.look(requester);
    const message = seen === "done" ? this.#history.find(id) : null;
    if (message !== null) this.#answer(requester, message, emoji);
    return seen === "going" || message !== null;
  }

  /** Tells the requester alone how a message is, where there is nothing left to do. */
  #answer({ connection, ref }: Requester, message: Message, emoji?: string): void {
    if (ref === "") return;
    const { name } = connection.member;
    const about = { room: this.#options.room.name, id: message.id, name };
    if (message.erased) this.#tell(connection, { type: "erased", ...about }, ref);
    else if (emoji === undefined) {
      this.#tell(connection, { type: "edited", ...about, text: message.text }, ref);
    } else {
      const on = hasReaction(message, emoji, name);
      this.#tell(connection, { type: "reacted", ...about, emoji, on }, ref);
    }
  }

  #tell(connection: Connection, event: Event, ref: string): void {
    const room = this.#options.room.nameFor(connection.member);
    connection.tell({ ...event, room, ref } as Event);
  }

  #mustBeMessage(member: Member, id: number, what: string): Message {
    const message = id < this.#options.room.from(member) ? null : this.#history.find(id);
    const isGoing = this.#erasing.has(id);
    if (message !== null && !message.erased && !isGoing) return message;
    throw new ChatError("not_found", `Cannot ${what}: there is no message ${id} in this room`);
  }

  #mayEdit(member: Member, id: number): Message {
    const { imported } = this.#history;
    const message = this.#mustBeMessage(member, id, "edit");
    const isNobodys = imported?.asAccounts === false &&
      isImported(imported, Date.parse(message.time));
    if (!member.admin || !isNobodys) this.#mustOwn(member, message, "edit");
    return message;
  }

  #mustOwn(member: Member, said: Said, what: string): void {
    if (this.authorship.owns(member, said, this.#history.imported)) return;
    throw new ChatError("not_allowed", `Cannot ${what} this: it is not your message`);
  }

  /** The topic that a line sets whose words are there, as far as a member may read; else null. */
  #topic(member: Member, id: number): Said | null {
    const isHidden = id < this.#options.room.from(member) || this.#erasing.has(id);
    const topic = isHidden ? null : this.#history.facts.topicAt(id);
    if (topic === null || topic.text === "" || isErased(topic)) return null;
    return { id, name: topic.name, time: formatIso(topic.time) };
  }
}

/** A relation on its way to the file and back. */
class PendingRelation extends PendingEntry {
  readonly #amendments: Amendments;
  readonly #relation: Relation;
  readonly #requester: Requester;

  constructor(amendments: Amendments, relation: Relation, requester: Requester) {
    super(relation);
    this.#amendments = amendments;
    this.#relation = relation;
    this.#requester = requester;
  }

  stored(): void {
    this.#amendments.onStored(this.#relation, this.#requester);
  }

  failed(error: ChatError): void {
    this.#amendments.onFailed(this.#relation, this.#requester, error);
  }
}

function hasReaction({ reactions = [] }: Message, emoji: string, name: string): boolean {
  return reactions.some((one) => one.emoji === emoji && one.names.includes(name));
}

/** Throws a ChatError `too_many` where another reaction would not be shown, or cost everybody too much. */
function mustHaveRoom({ reactions = [] }: Message, emoji: string): void {
  if (reactions.length >= MAX_EMOJI_PER_MESSAGE && !reactions.some((one) => one.emoji === emoji)) {
    throw new ChatError(
      "too_many",
      `Cannot react with another emoji: this message has ${MAX_EMOJI_PER_MESSAGE} already`,
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
