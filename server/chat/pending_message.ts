/**
 * A message on its way: one object from whoever says it to the file and back to the room. Who sends it
 * again before it is there waits in it.
 */
import type { Connection, Member } from "../delivery/connection.ts";
import type { InFlight, Waiter } from "../dedup/in_flight.ts";
import type { Entry } from "../history/line.ts";
import { PendingEntry } from "../history/pending_entry.ts";
import type { ChatError } from "../base/errors.ts";
import type { Message } from "../protocol.ts";
import type { AttachmentLease } from "../attachments/store.ts";

/** What somebody says in a room. */
export interface OutgoingMessage {
  member: Member;
  text: string;
  /** Id of the message that is answered. */
  to?: number | null;
  /** Takes the file that is said with it. */
  lease?: (() => AttachmentLease) | null;
  /** Where the answer goes. */
  sender: Waiter;
  /** Names this message among its sender's, so that sending it again is harmless; "" for none. */
  ref: string;
}

/** Where a message comes back to, once each on its way. */
export interface MessageRoom {
  onPlaced(pending: PendingMessage): void;
  onStored(pending: PendingMessage, id: number, message: Message): void;
  onFailed(pending: PendingMessage, error: ChatError): void;
}

/** An entry that is a message. */
type Said = Extract<Entry, { kind: "message" | "shared" }>;

/** One message on its way. */
export class PendingMessage extends PendingEntry implements InFlight {
  readonly member: Member;
  readonly sender: Waiter;
  readonly ref: string;
  readonly #room: MessageRoom;
  readonly #lease: AttachmentLease | null;
  #waiters: Waiter[] | null = null;

  /** Takes the file's lease: from here on it is released by `giveUp` alone. */
  constructor(room: MessageRoom, outgoing: OutgoingMessage, time: number) {
    const { member, member: { name }, sender, ref, text, to = null } = outgoing;
    const lease = outgoing.lease?.() ?? null;
    const entry: Said = lease === null
      ? { kind: "message", time, name, text }
      : { kind: "shared", time, name, text, file: lease.file };
    if (to !== null) entry.to = to;
    super(entry);
    this.member = member;
    this.sender = sender;
    this.ref = ref;
    this.#room = room;
    this.#lease = lease;
  }

  /** Those who sent it again meanwhile. */
  get waiters(): readonly Waiter[] {
    return this.#waiters ?? [];
  }

  wait(waiter: Waiter): void {
    (this.#waiters ??= []).push(waiter);
  }

  /** It comes to nothing: its file waits to be said again. */
  giveUp(): void {
    this.#lease?.release();
  }

  override placed(): void {
    this.#room.onPlaced(this);
  }

  stored(id: number, message: Message): void {
    this.#room.onStored(this, id, message);
  }

  failed(error: ChatError): void {
    this.#room.onFailed(this, error);
  }
}

/** True for a waiter that hears events. */
export function isConnection(waiter: Waiter): waiter is Connection {
  return "transport" in waiter;
}
