/**
 * What people set about a room as a whole: its topic, what is pinned in it, whether it is archived. Each is
 * a line of the history, told once it is written. Whoever may speak in a room pins there; who sets the rest
 * is decided by `room_ownership.ts`. An archived room is read and not written.
 */
import type { Authorship } from "../authorship.ts";
import type { Audience } from "../../delivery/audience.ts";
import type { Connection, Member } from "../../delivery/connection.ts";
import { errorEvent } from "../../delivery/error_event.ts";
import { type Clock, wholeSeconds } from "../../base/clock.ts";
import { ChatError } from "../../base/errors.ts";
import { answered } from "../../history/answered.ts";
import type { History } from "../../history/history.ts";
import type { Entry, Relation } from "../../history/line.ts";
import { PendingEntry } from "../../history/pending_entry.ts";
import type { RoomEntry } from "../../history/room_entry.ts";
import { roomEventOf } from "../../history/room_events.ts";
import { isErased, MAX_PINS } from "../../history/room_facts.ts";
import type { Event, Message, PinsInfo, RoomInfo } from "../../protocol.ts";

/** Who does what nobody here did, but somebody by hand. */
export const OWNER = "Plaintalk";

/** The room that is set about. */
export interface SettableRoom {
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  readonly audience: Audience;
  /** Whose the words of the room are. */
  readonly amendments: { readonly authorship: Authorship };
  nameFor(member: Member): string;
  /** Where what a member may read begins, in bytes. */
  from(member: Member): number;
}

/** What settings need from outside. */
export interface RoomSettingsOptions {
  room: SettableRoom;
  clock: Clock;
  /** Tells everybody who has the room in their list. */
  tellAll: (event: Event) => void;
}

/** What is set about one room. */
export class RoomSettings {
  readonly #history: History;
  readonly #options: RoomSettingsOptions;
  /** Pins that are being looked at, and those of them whose messages are there. */
  #pins: { all: string; ids: number[] } = { all: "", ids: [] };
  /** The words of the newest pin as they were told last. */
  #shown = "";

  constructor(history: History, options: RoomSettingsOptions) {
    this.#history = history;
    this.#options = options;
    history.onReopened(() => this.#pins = { all: "", ids: [] });
  }

  get isArchived(): boolean {
    return this.#history.facts.isArchived;
  }

  /** What stands in the list of rooms. */
  get info(): Pick<RoomInfo, "topic" | "archived"> {
    const topic = this.#history.facts.topic;
    return {
      ...(topic === null ? {} : { topic: topic.text }),
      ...(this.isArchived ? { archived: true as const } : {}),
    };
  }

  /**
   * What stands above the conversation for whom it begins at an offset: ids of pinned messages, the newest
   * pin first, and that message.
   */
  pinnedFrom(from: number): PinsInfo {
    const pins = this.#lookAtPins().filter((id) => id >= from);
    const [newest] = pins;
    const message = newest === undefined ? null : this.#history.find(newest);
    if (message === null) return {};
    const pinned = answered(message);
    if (from === 0) this.#shown = pinned.text;
    return { pins, pinned };
  }

  /** The pinned messages from an offset on, the newest pin first. */
  pinnedMessages(from = 0): Message[] {
    return this.#lookAtPins().filter((id) => id >= from).map((id) => this.#history.find(id)).filter(
      (found) => found !== null,
    );
  }

  /** Throws a ChatError `archived` where nothing may be written. */
  mustBeWritable(): void {
    if (!this.isArchived) return;
    const { title } = this.#options.room;
    throw new ChatError("archived", `Cannot write in "${title}": the room is archived`);
  }

  /** `words` are as they will stand in the file; "" takes the topic away. */
  setTopic(connection: Connection, words: string): void {
    this.mustBeWritable();
    // In the file dashes alone are words that were erased.
    const text = isErased({ text: words }) ? "" : words;
    if ((this.#history.facts.topic?.text ?? "") === text) return;
    this.#append(connection, { kind: "topic", ...this.#by(connection), text });
  }

  /** Pins a message or takes the pin off; nothing happens where it is so already. */
  pin(connection: Connection, id: number, on: boolean): void {
    this.mustBeWritable();
    const isHidden = id < this.#options.room.from(connection.member);
    const isPinned = this.#lookAtPins().includes(id);
    if (!isHidden && isPinned === on) return;
    const message = isHidden ? null : this.#history.find(id);
    if (isHidden || on && (message === null || message.erased)) {
      throw new ChatError("not_found", `Cannot pin ${id}: there is no such message in this room`);
    }
    if (on && this.#pins.ids.length >= MAX_PINS) {
      throw new ChatError("too_many", `Cannot pin another message: ${MAX_PINS} are pinned already`);
    }
    this.#append(connection, { kind: "pinned", ...this.#by(connection), id, on });
  }

  /** Closes the room for writing, or opens it again. */
  archive(connection: Connection, on: boolean): void {
    if (this.isArchived === on) return;
    this.#append(connection, { kind: "archived", ...this.#by(connection), on });
  }

  /** Tells of a line about the room that is in the file: how the room is now, and what stands there. */
  tell(entry: Entry, id: number): void {
    const { room: { name: room, audience }, tellAll } = this.#options;
    const { name } = entry;
    // The name of its file is the name of a room, and who is in it stands beside it: those lines only tell.
    if (entry.kind === "topic") tellAll({ type: "topic", room, text: entry.text, name });
    else if (entry.kind === "archived") {
      tellAll({ type: entry.on ? "room_archived" : "room_restored", room, by: name });
    } else if (entry.kind === "pinned") this.#tellPin(name, entry.id, entry.on);
    const event = roomEventOf(entry, id);
    if (event !== null) audience.publish({ type: "room_event", room, ...event });
  }

  /** The file was read anew: what is other than it was before is told, and the pins of which nobody knows now. */
  tellChanges(before: RoomSettings["info"]): void {
    const { room: { name: room }, tellAll } = this.#options;
    const { topic: text = "", archived } = this.info;
    if (text !== (before.topic ?? "")) tellAll({ type: "topic", room, text, name: OWNER });
    if (archived !== before.archived) {
      tellAll({ type: archived ? "room_archived" : "room_restored", room, by: OWNER });
    }
    const [newest] = this.#lookAtPins();
    if (newest !== undefined) this.#tellPin(OWNER, newest, true);
  }

  /** Words are others, or gone: a message that is erased is pinned no more, and a topic that is erased is none. */
  amended({ name, target }: Relation): void {
    const { facts } = this.#history;
    const { room, tellAll } = this.#options;
    if (facts.topicAt(target) !== null) {
      return tellAll({ type: "topic", room: room.name, text: facts.topic?.text ?? "", name });
    }
    const [before, shown] = [this.#pins.ids, this.#shown];
    const now = this.#lookAtPins();
    for (const id of before.filter((id) => !now.includes(id))) {
      this.#tellPin(name, id, false);
    }
    const { pinned } = this.pinnedFrom(0);
    const isReworded = pinned?.id === before[0] && pinned?.text !== shown;
    if (pinned !== undefined && isReworded) this.#tellPin(name, pinned.id, true);
  }

  /** Each is told of what they may read. */
  #tellPin(name: string, id: number, on: boolean): void {
    const { room } = this.#options;
    for (const connection of room.audience.connections) {
      const { member } = connection;
      const from = room.from(member);
      if (id < from) continue;
      const about = { room: room.nameFor(member), id, name, on };
      connection.tell({ type: "pinned", ...about, ...this.pinnedFrom(from) });
    }
  }

  #lookAtPins(): number[] {
    const pins = this.#history.facts.pins;
    const all = pins.join(" ");
    if (this.#pins.all === all) return this.#pins.ids;
    const ids = pins.filter((id) => {
      const message = this.#history.find(id);
      return message !== null && !message.erased;
    });
    this.#pins = { all, ids };
    return ids;
  }

  #by({ member }: Connection): { time: number; name: string } {
    return { time: wholeSeconds(this.#options.clock.now()), name: member.name };
  }

  #append(connection: Connection, entry: RoomEntry): void {
    const { member } = connection;
    const stored = (written: Entry, id: number): void => {
      const { authorship } = this.#options.room.amendments;
      if (written.kind === "topic") {
        authorship.said(id, member, written.time, this.#history.imported);
      }
      this.tell(written, id);
    };
    this.#history.append(
      new PendingSetting(entry, stored, (error) => {
        connection.tell(errorEvent(error, "", this.#options.room.nameFor(member)));
      }),
    );
  }
}

/** A line about the room on its way to the file. */
class PendingSetting extends PendingEntry {
  readonly #told: (entry: Entry, id: number) => void;
  readonly #refused: (error: ChatError) => void;

  constructor(
    entry: RoomEntry,
    told: (entry: Entry, id: number) => void,
    refused: (error: ChatError) => void,
  ) {
    super(entry);
    this.#told = told;
    this.#refused = refused;
  }

  stored(id: number): void {
    this.#told(this.entry, id);
  }

  failed(error: ChatError): void {
    this.#refused(error);
  }
}
