/**
 * The one way to say something, whoever brings it: a connection, a request, a file that was just sent.
 * What may be said is checked here, once, before the room takes it.
 */
import type { Allowance } from "./allowance.ts";
import type { Draft } from "./fields.ts";
import type { RateLimits } from "./rate_limits.ts";
import type { Room } from "./room.ts";
import type { AttachmentStore } from "../attachments/store.ts";
import type { Clock } from "../base/clock.ts";
import type { Waiter } from "../dedup/in_flight.ts";
import { type Connection, type Member, ownerOf } from "../delivery/connection.ts";
import type { Message } from "../protocol.ts";

/** What saying something needs from outside. */
export interface SayOptions {
  rates: RateLimits;
  allowance: Allowance;
  files: AttachmentStore;
  clock: Clock;
}

/** Says things in rooms. A mute is looked for before, where the command or the request is let in. */
export class Say {
  readonly #options: SayOptions;

  constructor(options: SayOptions) {
    this.#options = options;
  }

  /** By a connection, whose command was counted as it came: it hears the message, or an error. */
  send(connection: Connection, room: Room, draft: Draft): void {
    this.#say(connection.member, room, draft, connection);
  }

  /** By a request, which is counted here: the message, once it is in the file. */
  async post(member: Member, room: Room, draft: Draft): Promise<Message> {
    const { rates, clock } = this.#options;
    rates.take(member, "say", clock.now());
    const { promise, ...reply } = Promise.withResolvers<Message>();
    this.#say(member, room, draft, reply);
    return await promise;
  }

  #say(member: Member, room: Room, { text, ref, to, file }: Draft, sender: Waiter): void {
    const { allowance, files, clock } = this.#options;
    allowance.write(member, room, text.length, clock.now());
    const lease = file === null ? null : () => files.lease(file, ownerOf(member), room.key);
    room.post({ member, text, to, ref, lease, sender });
  }
}
