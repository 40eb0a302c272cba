/**
 * Everything a connection can ask, as one table: how it is counted and what it does. The checks that
 * all commands share are made in one place, and a throw on the way is caught once and answered to
 * the sender alone. Runs stay short: the work is the room's.
 */
import type { Allowance } from "./allowance.ts";
import * as read from "./fields.ts";
import type { Fields } from "./fields.ts";
import type { ActiveConnections } from "../delivery/active_connections.ts";
import type { Connection } from "../delivery/connection.ts";
import { errorEvent } from "../delivery/error_event.ts";
import { FloodError, type RateClass, type RateLimits } from "./rate_limits.ts";
import type { Lobby } from "./lobby.ts";
import { ROOM_COMMANDS } from "./room_settings/room_commands.ts";
import type { Rooms } from "./rooms.ts";
import type { Say } from "./say.ts";
import type { SeenBy } from "./seen/seen_by.ts";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Moderation } from "../people/moderation.ts";
import type { ReadMarks } from "../people/read_marks.ts";
import type { Command } from "../protocol.ts";

/** What commands need from outside. */
export interface CommandsOptions {
  rooms: Rooms;
  lobby: Lobby;
  rates: RateLimits;
  allowance: Allowance;
  marks: ReadMarks;
  seenBy: SeenBy;
  say: Say;
  moderation: Moderation;
  /** Who is at a page just now. */
  active: ActiveConnections;
  /** True where only admins make rooms. */
  adminsManage: boolean;
  clock: Clock;
  /** Told of throws that are no refusals: mistakes of ours. */
  onBug: (error: unknown) => void;
}

/** Who asks, and where it is done. */
export interface CommandContext {
  connection: Connection;
  rooms: Rooms;
  lobby: Lobby;
  allowance: Allowance;
  marks: ReadMarks;
  seenBy: SeenBy;
  say: Say;
  active: ActiveConnections;
  now: number;
}

/** How one command is counted, and what it does. */
export interface CommandRow {
  rateClass: RateClass;
  /** Refused to those who are muted. */
  speaks?: true;
  /** Where only admins make rooms, refused to everybody else. */
  manages?: true;
  run(asked: CommandContext, fields: Fields): void | Promise<void>;
}

type Word = Command["type"];

const TABLE: Record<Word, CommandRow> = {
  join: {
    rateClass: "join",
    run({ connection, rooms, seenBy }, fields) {
      const name = read.room(fields);
      const room = rooms.get(name, connection.member, true);
      if (rooms.isFormerName(name)) {
        connection.tell({ type: "room_renamed", room: name, to: room.name });
      }
      const epoch = read.optionalWord(fields, "epoch");
      room.join(connection, read.optionalOffset(fields, "after"), epoch);
      seenBy.joined(connection, room);
    },
  },
  leave: {
    rateClass: "ask",
    run: ({ connection, rooms }, fields) =>
      rooms.get(read.room(fields), connection.member).leave(connection),
  },
  message: {
    rateClass: "say",
    speaks: true,
    run({ connection, rooms, say }, fields) {
      const draft = read.draft(fields);
      say.send(connection, rooms.get(read.room(fields), connection.member), draft);
    },
  },
  edit: {
    rateClass: "say",
    speaks: true,
    run({ connection, rooms, allowance, now }, fields) {
      const text = read.text(fields);
      const room = rooms.get(read.room(fields), connection.member);
      allowance.write(connection.member, room, text.length, now);
      room.amendments.edit({ connection, ref: read.ref(fields) }, read.offset(fields, "id"), text);
    },
  },
  erase: {
    rateClass: "say",
    run({ connection, rooms }, fields) {
      const room = rooms.get(read.room(fields), connection.member);
      room.amendments.erase({ connection, ref: read.ref(fields) }, read.offset(fields, "id"));
    },
  },
  read: {
    rateClass: "ask",
    run({ connection, rooms, lobby, marks, seenBy }, fields) {
      const { member } = connection;
      const room = rooms.get(read.room(fields), member);
      const id = read.offset(fields, "id");
      const history = room.historyFor(member);
      // Also the byte before what is to come, for who has read all of a room without opening it.
      if (!history.holds(id) && !history.holds(id + 1) && id + 1 !== history.end) return;
      if (member.account && !marks.move(member.key, room.key, room.history.epoch, id)) return;
      lobby.tellOthersOf(connection, { type: "read", room: room.nameFor(member), id });
      if (member.account) seenBy.moved(room, member.key);
    },
  },
  react: {
    rateClass: "react",
    speaks: true,
    run({ connection, rooms, allowance, now }, fields) {
      const room = rooms.get(read.room(fields), connection.member);
      const [id, emoji] = [read.offset(fields, "id"), read.emoji(fields)];
      allowance.react(connection.member, room, id, now);
      const on = read.flag(fields, "on");
      room.amendments.react({ connection, ref: read.ref(fields) }, id, emoji, on);
    },
  },
  typing: {
    rateClass: "type",
    speaks: true,
    run({ connection, rooms, allowance, now }, fields) {
      const room = rooms.get(read.room(fields), connection.member);
      if (!room.audience.has(connection)) return;
      allowance.tell(connection.member, room, now);
      room.typing(connection);
    },
  },
  create_room: {
    rateClass: "manage",
    speaks: true,
    manages: true,
    run({ connection, rooms, allowance, now }, fields) {
      const name = read.openRoom(fields);
      if (fields.private !== undefined && read.flag(fields, "private")) {
        const wanted = {
          history: read.historyFor(fields),
          members: read.people(fields, "members"),
        };
        allowance.makeRoom(connection.member, now);
        return rooms.private.create(connection, name, { ...wanted, ref: read.ref(fields) });
      }
      rooms.visits.mustSeeChat(connection.member);
      allowance.makeRoom(connection.member, now);
      rooms.create(name, connection.member);
    },
  },
  members: {
    rateClass: "manage",
    run({ connection, rooms }, fields) {
      const room = rooms.get(read.room(fields), connection.member);
      const [add, remove] = [read.people(fields, "add"), read.people(fields, "remove")];
      const change = { add, remove, maker: read.people(fields, "maker") };
      return rooms.private.members(connection, room, change);
    },
  },
  delete_room: {
    rateClass: "manage",
    speaks: true,
    run: ({ connection, rooms }, fields) => rooms.delete(read.madeRoom(fields), connection.member),
  },
  ...ROOM_COMMANDS,
  active: {
    rateClass: "ask",
    run: ({ connection, active }, fields) => active.note(connection, read.flag(fields, "on")),
  },
  ping: {
    rateClass: "ask",
    run: ({ connection }) => connection.tell({ type: "pong" }),
  },
};

/** Takes the frames of connections. */
export class Commands {
  readonly #options: CommandsOptions;

  constructor(options: CommandsOptions) {
    this.#options = options;
  }

  /** Does what a frame asks. Every failure becomes an `error` event for its sender; nothing is thrown. */
  take(connection: Connection, frame: string): void {
    let fields: Fields = {};
    try {
      fields = read.readFrame(frame);
      const done = this.#run(connection, fields);
      if (done instanceof Promise) {
        done.catch((error) => this.#fail(connection, fields, error));
      }
    } catch (error) {
      this.#fail(connection, fields, error);
    }
  }

  /** Answers a frame that is not even looked at. */
  refuse(connection: Connection, frame: string, error: ChatError): void {
    try {
      this.#fail(connection, read.readFrame(frame), error);
    } catch (unreadable) {
      this.#fail(connection, {}, unreadable);
    }
  }

  #run(connection: Connection, fields: Fields): void | Promise<void> {
    const { rooms, lobby, allowance, marks, seenBy, say, active } = this.#options;
    const { rates, moderation, adminsManage, clock } = this.#options;
    const now = clock.now();
    const { type } = fields;
    const row = typeof type === "string" && Object.hasOwn(TABLE, type)
      ? TABLE[type as Word]
      : undefined;
    rates.take(connection.member, row?.rateClass ?? "ask", now);
    if (row === undefined) {
      throw new ChatError("bad_request", 'Cannot do this: "type" names no known command');
    }
    if (row.speaks) moderation.mustNotBeMuted(connection.member);
    if (row.manages && adminsManage && !connection.member.admin) {
      throw new ChatError("not_allowed", "Cannot make a room: only admins make rooms here");
    }
    // One object: this is made for every frame.
    return row.run(
      { connection, rooms, lobby, allowance, marks, seenBy, say, active, now },
      fields,
    );
  }

  #fail(connection: Connection, fields: Fields, error: unknown): void {
    if (!(error instanceof ChatError)) this.#options.onBug(error);
    // What came as ref and room goes back only where it could be one.
    const { ref, room } = fields;
    const known = typeof ref === "string" && ref.length <= 36 ? ref : undefined;
    const named = typeof room === "string" && room.length <= 64 ? room : undefined;
    connection.tell(errorEvent(error, known, named));
    if (error instanceof FloodError) connection.disconnect(1008, "too fast");
  }
}
