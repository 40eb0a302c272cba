/**
 * Everything a connection can ask, as one table: how it is counted and what it does. The checks that
 * all commands share are made in one place, and a throw on the way is caught once and answered to
 * the sender alone. Runs stay short: the work is the room's.
 */
import * as read from "./fields.ts";
import type { Fields } from "./fields.ts";
import type { Listener } from "./listener.ts";
import { problem } from "./problem.ts";
import { type Doing, Flood, type Rates } from "./rates.ts";
import type { Rooms } from "./rooms.ts";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Command } from "../protocol.ts";

/** What commands need from outside. */
export interface CommandsOptions {
  rooms: Rooms;
  rates: Rates;
  clock: Clock;
  /** Told of throws that are no refusals: mistakes of ours. */
  onBug: (error: unknown) => void;
}

/** Who asks, and where it is done. */
interface Asked {
  listener: Listener;
  rooms: Rooms;
  rates: Rates;
  now: number;
}

interface Row {
  doing: Doing;
  run(asked: Asked, fields: Fields): void | Promise<void>;
}

type Word = Command["type"];

const TABLE: Partial<Record<Word, Row>> = {
  join: {
    doing: "join",
    run({ listener, rooms }, fields) {
      const room = rooms.get(read.room(fields));
      const epoch = read.optionalWord(fields, "epoch");
      room.join(listener, read.optionalOffset(fields, "after"), epoch);
    },
  },
  leave: {
    doing: "ask",
    run: ({ listener, rooms }, fields) => rooms.get(read.room(fields)).leave(listener),
  },
  message: {
    doing: "say",
    run({ listener, rooms, rates, now }, fields) {
      const text = read.text(fields);
      const ref = read.ref(fields);
      const room = rooms.get(read.room(fields));
      rates.take(listener.member.key, "bytes", now, text.length);
      room.post({ member: listener.member, text, listener, ref }, (error) => {
        if (error !== null) listener.tell(problem(error, ref, room.name));
      });
    },
  },
  react: {
    doing: "react",
    run({ listener, rooms }, fields) {
      const room = rooms.get(read.room(fields));
      const [id, emoji] = [read.offset(fields, "id"), read.emoji(fields)];
      room.react(
        listener.member,
        id,
        emoji,
        read.flag(fields, "on"),
        (error) => {
          listener.tell(problem(error, read.ref(fields), room.name));
        },
      );
    },
  },
  typing: {
    doing: "type",
    run({ listener, rooms }, fields) {
      const room = rooms.get(read.room(fields));
      if (room.audience.has(listener)) room.typing(listener);
    },
  },
  create_room: {
    doing: "manage",
    run({ listener, rooms }, fields) {
      rooms.create(read.room(fields), listener.member);
    },
  },
  delete_room: {
    doing: "manage",
    run: ({ listener, rooms }, fields) => rooms.delete(read.room(fields), listener.member),
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
    const { rooms, rates, clock } = this.#options;
    const now = clock.now();
    const row = Object.hasOwn(TABLE, String(fields.type)) ? TABLE[fields.type as Word] : undefined;
    rates.take(listener.member.key, row?.doing ?? "ask", now);
    if (row === undefined) {
      throw new ChatError("bad_request", `Cannot do this: "type" is no word that is known here`);
    }
    return row.run({ listener, rooms, rates, now }, fields);
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
