/**
 * Everything a connection can ask, as one table: how it is counted and what it does. The checks that
 * all commands share are made in one place, and a throw on the way is caught once and answered to
 * the sender alone. Runs stay short: the work is the room's.
 */
import type { Allowance } from "./allowance.ts";
import { claimOf } from "./attachment_owner.ts";
import * as read from "./fields.ts";
import type { Fields } from "./fields.ts";
import type { Listener } from "../delivery/outbox.ts";
import { problem } from "../delivery/error_event.ts";
import { type Doing, Flood, type Rates } from "./rate_limits.ts";
import type { Rooms } from "./rooms.ts";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Moderation } from "../people/moderation.ts";
import type { ReadMarks } from "../people/read_marks.ts";
import type { Command } from "../protocol.ts";
import type { FileStore } from "../attachments/store.ts";

/** What commands need from outside. */
export interface CommandsOptions {
  rooms: Rooms;
  rates: Rates;
  allowance: Allowance;
  marks: ReadMarks;
  files: FileStore;
  moderation: Moderation;
  /** True where only admins make rooms. */
  adminsManage: boolean;
  clock: Clock;
  /** Told of throws that are no refusals: mistakes of ours. */
  onBug: (error: unknown) => void;
}

/** Who asks, and where it is done. */
interface Asked {
  listener: Listener;
  rooms: Rooms;
  allowance: Allowance;
  marks: ReadMarks;
  files: FileStore;
  now: number;
}

interface Row {
  doing: Doing;
  /** Refused to those who are muted. */
  speaks?: true;
  /** Where only admins make rooms, refused to everybody else. */
  manages?: true;
  run(asked: Asked, fields: Fields): void | Promise<void>;
}

type Word = Command["type"];

const TABLE: Record<Word, Row> = {
  join: {
    doing: "join",
    run({ listener, rooms }, fields) {
      const room = rooms.get(read.room(fields), listener.member, true);
      const epoch = read.optionalWord(fields, "epoch");
      room.join(listener, read.optionalOffset(fields, "after"), epoch);
    },
  },
  leave: {
    doing: "ask",
    run: ({ listener, rooms }, fields) =>
      rooms.get(read.room(fields), listener.member).leave(listener),
  },
  message: {
    doing: "say",
    speaks: true,
    run({ listener, rooms, allowance, files, now }, fields) {
      const { member } = listener;
      const text = read.text(fields);
      const ref = read.ref(fields);
      const room = rooms.get(read.room(fields), member);
      allowance.write(member, room, text.length, now);
      const claim = claimOf(files, fields, member, room);
      const to = read.optionalOffset(fields, "to");
      room.post({ member, text, to, claim, listener, ref }, (error) => {
        if (error !== null) listener.tell(problem(error, ref, room.nameFor(member)));
      });
    },
  },
  edit: {
    doing: "say",
    speaks: true,
    run({ listener, rooms, allowance, now }, fields) {
      const text = read.text(fields);
      const room = rooms.get(read.room(fields), listener.member);
      allowance.write(listener.member, room, text.length, now);
      room.notes.edit({ listener, ref: read.ref(fields) }, read.offset(fields, "id"), text);
    },
  },
  erase: {
    doing: "say",
    run({ listener, rooms }, fields) {
      const room = rooms.get(read.room(fields), listener.member);
      room.notes.erase({ listener, ref: read.ref(fields) }, read.offset(fields, "id"));
    },
  },
  read: {
    doing: "ask",
    run({ listener, rooms, marks }, fields) {
      const { member } = listener;
      const room = rooms.get(read.room(fields), member);
      const id = read.offset(fields, "id");
      if (!room.history.holds(id)) return;
      if (member.account && !marks.move(member.key, room.key, room.history.epoch, id)) return;
      rooms.tellOwn(listener, { type: "read", room: room.nameFor(member), id });
    },
  },
  react: {
    doing: "react",
    speaks: true,
    run({ listener, rooms, allowance, now }, fields) {
      const room = rooms.get(read.room(fields), listener.member);
      const [id, emoji] = [read.offset(fields, "id"), read.emoji(fields)];
      allowance.react(listener.member, room, id, now);
      const on = read.flag(fields, "on");
      room.notes.react({ listener, ref: read.ref(fields) }, id, emoji, on);
    },
  },
  typing: {
    doing: "type",
    speaks: true,
    run({ listener, rooms, allowance, now }, fields) {
      const room = rooms.get(read.room(fields), listener.member);
      if (!room.audience.has(listener)) return;
      allowance.tell(listener.member, room, now);
      room.typing(listener);
    },
  },
  create_room: {
    doing: "manage",
    speaks: true,
    manages: true,
    run({ listener, rooms, allowance, now }, fields) {
      const name = read.openRoom(fields);
      allowance.makeRoom(listener.member, now);
      rooms.create(name, listener.member);
    },
  },
  delete_room: {
    doing: "manage",
    speaks: true,
    run: ({ listener, rooms }, fields) => rooms.delete(read.openRoom(fields), listener.member),
  },
  restore_room: {
    doing: "manage",
    run({ listener, rooms }, fields) {
      const name = read.openRoom(fields);
      if (listener.member.admin) return rooms.restore(name, listener.member);
      throw new ChatError("not_allowed", `Cannot restore the room "${name}": only admins may`);
    },
  },
  ping: {
    doing: "ask",
    run: ({ listener }) => listener.tell({ type: "pong" }),
  },
};

/** Takes the frames of connections. */
export class Commands {
  readonly #options: CommandsOptions;

  constructor(options: CommandsOptions) {
    this.#options = options;
  }

  /** Does what a frame asks. Every failure becomes an `error` event for its sender; nothing is thrown. */
  take(listener: Listener, frame: string): void {
    let fields: Fields = {};
    try {
      fields = read.readFrame(frame);
      const done = this.#run(listener, fields);
      if (done instanceof Promise) {
        done.catch((error) => this.#fail(listener, fields, error));
      }
    } catch (error) {
      this.#fail(listener, fields, error);
    }
  }

  /** Answers a frame that is not even looked at. */
  refuse(listener: Listener, frame: string, error: ChatError): void {
    try {
      this.#fail(listener, read.readFrame(frame), error);
    } catch (unreadable) {
      this.#fail(listener, {}, unreadable);
    }
  }

  #run(listener: Listener, fields: Fields): void | Promise<void> {
    const { rooms, rates, allowance, marks, files, moderation, adminsManage, clock } =
      this.#options;
    const now = clock.now();
    const { type } = fields;
    const row = typeof type === "string" && Object.hasOwn(TABLE, type)
      ? TABLE[type as Word]
      : undefined;
    rates.take(listener.member, row?.doing ?? "ask", now);
    if (row === undefined) {
      throw new ChatError("bad_request", 'Cannot do this: "type" names no known command');
    }
    if (row.speaks) moderation.mustNotBeMuted(listener.member);
    if (row.manages && adminsManage && !listener.member.admin) {
      throw new ChatError("not_allowed", "Cannot make a room: only admins make rooms here");
    }
    return row.run({ listener, rooms, allowance, marks, files, now }, fields);
  }

  #fail(listener: Listener, fields: Fields, error: unknown): void {
    if (!(error instanceof ChatError)) this.#options.onBug(error);
    // What came as ref and room goes back only where it could be one.
    const { ref, room } = fields;
    const known = typeof ref === "string" && ref.length <= 36 ? ref : undefined;
    const named = typeof room === "string" && room.length <= 64 ? room : undefined;
    listener.tell(problem(error, known, named));
    if (error instanceof Flood) listener.leave(1008, "too fast");
  }
}
