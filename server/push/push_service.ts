/**
 * Calls people whose page is closed: who is told of a message, in which words, and what becomes of it.
 * Saying something costs the one who says it no more than being noted; the rest follows in slices of later
 * turns. Nobody is told of what they may not read, said themselves, have read, or are sitting in front of.
 */
import { createHash } from "node:crypto";
import { encrypt, makeSecrets } from "./aes128gcm.ts";
import { type PushJob, type PushOutcome, PushQueue, type PushResult } from "./push_queue.ts";
import type { PushAnswer, PushRequest } from "./sender.ts";
import type { Subscription, Subscriptions } from "./subscriptions.ts";
import type { Vapid } from "./vapid.ts";
import type { Clock } from "../base/clock.ts";
import type { Slices } from "../base/time_slices.ts";
import type { Member } from "../delivery/connection.ts";
import { calledIn } from "../history/mentions.ts";
import { foldName } from "../people/names.ts";
import type { Random } from "../people/secrets.ts";
import type { Message } from "../protocol.ts";
import type { PushMessage, PushWants } from "../push_protocol.ts";

/** A room, as far as it is told of. */
export interface PushRoom {
  readonly key: string;
  readonly history: { readonly epoch: string; find(id: number): Message | null };
  isFor(member: Pick<Member, "key" | "account" | "only">): boolean;
  /** What it is called from where a member stands. */
  nameFor(member: Member): string;
  /** What people call it, where that is another name. */
  readonly circle?: { readonly info?: { readonly name?: string } } | null;
}

/** What calling people needs from outside. */
export interface PushServiceOptions {
  clock: Clock;
  stopwatch: () => number;
  /** Resolves in so many milliseconds. */
  pause: (ms: number) => Promise<void>;
  slices: Slices;
  random: Random;
  vapid: Vapid;
  subscriptions: Subscriptions;
  send: (message: PushRequest) => Promise<PushAnswer>;
  /** Who a session is, if it still lives and may come in; else null. */
  memberOf: (session: string) => Member | null;
  /** False for somebody who is banned. */
  mayCome: (member: Member) => boolean;
  /** True for somebody who is at a page just now. */
  isActive: (member: Member) => boolean;
  /** Up to where somebody has read a room: an id, 0 for none known. */
  readMark: (member: Member, room: PushRoom) => number;
  /** True for a folded name that can be called. */
  isName: (folded: string) => boolean;
  /** True for a folded name that somebody does not want to hear. */
  isIgnored?: (member: Member, folded: string) => boolean;
  /** The level of a room that a person chose for all devices. */
  levelOf?: (member: Member, folded: string) => PushWants["levels"][string] | undefined;
  onResult: (result: PushResult) => void;
  onTrouble: (what: string, error: unknown) => void;
}

/** Messages that wait to be looked at. */
const MAX_SAID = 1000;
/** Milliseconds in one go in which it is looked who is to be called: whoever talks just then waits for it. */
const LOOK_MS = 1;

/** A day: whoever was away longer looks at the page anyway. */
const TTL_SECONDS = 24 * 60 * 60;

/** Characters of a message, and of the name of a file, that are told. */
const MAX_TEXT_CHARACTERS = 300;

interface Said {
  room: PushRoom;
  message: Message;
}

/** One message for one browser. */
interface Call extends Said {
  session: string;
  isCalled: boolean;
}

/** Calls people. */
export class PushService {
  readonly #options: PushServiceOptions;
  readonly #queue: PushQueue<Call, PushRequest>;
  #said: Said[] = [];
  #isLooking = false;
  #isClosed = false;

  constructor(options: PushServiceOptions) {
    this.#options = options;
    const { onTrouble } = options;
    this.#queue = new PushQueue({
      ...options,
      seal: (job) => this.#seal(job),
      send: ({ work }, sealed) => this.#send(work, sealed),
      // The endpoint is a secret between the browser and us; the host is what an owner must know.
      onSilent: (host, error) => onTrouble(`The push service ${host} does not answer`, error),
      onBug: (error) => onTrouble("Cannot make a notification", error),
    });
  }

  /** Something was said and is in the file: noted here, and looked at once this turn is over. */
  said(room: PushRoom, message: Message): void {
    if (this.#options.subscriptions.size === 0 || this.#isClosed) return;
    if (this.#said.length >= MAX_SAID) return this.#options.onResult("dropped");
    this.#said.push({ room, message });
    if (!this.#isLooking) void this.#look();
  }

  /** True while nothing is looked at and nothing on its way. */
  get isIdle(): boolean {
    return !this.#isLooking && this.#queue.isIdle;
  }

  close(): void {
    this.#isClosed = true;
    this.#said = [];
    this.#queue.close();
  }

  async #look(): Promise<void> {
    const { slices, stopwatch, subscriptions } = this.#options;
    this.#isLooking = true;
    let until = -Infinity;
    while (this.#said.length > 0) {
      for (const { room, message } of this.#said.splice(0)) {
        const called = this.#calledBy(message);
        for (const subscription of subscriptions.all()) {
          if (stopwatch() >= until) {
            await slices.next();
            until = stopwatch() + LOOK_MS;
          }
          this.#consider(subscription, room, message, called);
        }
      }
    }
    this.#isLooking = false;
  }

  #calledBy({ text, to }: Message): Set<string> {
    const called = calledIn(text, this.#options.isName);
    if (to !== undefined) called.add(foldName(to.name));
    return called;
  }

  #consider(
    { session, endpoint, levels }: Subscription,
    room: PushRoom,
    message: Message,
    called: ReadonlySet<string>,
  ): void {
    const member = this.#options.memberOf(session);
    if (member === null) return this.#options.subscriptions.remove(session);
    const by = foldName(message.name);
    if (!room.isFor(member) || by === member.key) return;
    if (this.#options.isIgnored?.(member, by)) return;
    const name = room.nameFor(member);
    const isPrivate = name.startsWith("@");
    // Whoever is not at a page is not called by what calls those who are.
    const isCalled = called.has(member.key) || message.calls === "all";
    const folded = isPrivate ? `@${foldName(name.slice(1))}` : foldName(name);
    // What was chosen on any device counts before what this browser has told.
    const chosen = (of: string) => this.#options.levelOf?.(member, of) ?? levels.get(of);
    const level = chosen(folded) ?? (isPrivate ? "all" : "mentions");
    // Whoever wants to hear nothing of somebody is not called by them anywhere.
    if (chosen(`@${by}`) === "none") return;
    if (level === "none" || (level === "mentions" && !isCalled)) return;
    if (this.#options.isActive(member)) return;
    const call: Call = { session, room, message, isCalled };
    // Whoever is called must not lose it because something else was said a moment later.
    this.#queue.add(`${session} ${room.key}`, endpoint.host, call, (older) => {
      return { ...call, isCalled: isCalled || older.isCalled };
    });
  }

  async #seal({ work, also }: PushJob<Call>): Promise<PushRequest | null> {
    const { subscriptions, vapid, random, memberOf } = this.#options;
    const subscription = subscriptions.get(work.session);
    const member = subscription === null ? null : memberOf(work.session);
    if (subscription === null || member === null || !this.#isNews(member, work)) return null;
    const { endpoint, keys, origin } = subscription;
    const said = told(subscription, member, work, also);
    const body = await encrypt(
      new TextEncoder().encode(JSON.stringify(said)),
      keys,
      await makeSecrets(random),
    );
    const isUrgent = work.isCalled || said.room.startsWith("@");
    return {
      endpoint,
      body,
      headers: {
        "authorization": await vapid.authorization(endpoint, origin),
        "content-encoding": "aes128gcm",
        "content-type": "application/octet-stream",
        "ttl": String(TTL_SECONDS),
        "urgency": isUrgent ? "high" : "normal",
        // What still waits at the service for a phone that is off gives way to this.
        "topic": topicOf(work.session, work.room),
      },
    };
  }

  async #send({ session }: Call, sealed: PushRequest): Promise<PushOutcome> {
    const { status, retryAfterMs } = await this.#options.send(sealed);
    if (status >= 200 && status < 300) return "sent";
    if (status === 429 || status >= 500) return { retryAfterMs };
    if (status !== 404 && status !== 410) return "refused";
    this.#options.subscriptions.remove(session);
    return "gone";
  }

  /** Looked at again right before it goes: it may have been read, erased or forbidden meanwhile. */
  #isNews(member: Member, { room, message }: Call): boolean {
    const { isActive, mayCome, readMark } = this.#options;
    if (!room.isFor(member) || !mayCome(member) || isActive(member)) return false;
    if (readMark(member, room) >= message.id) return false;
    try {
      const now = room.history.find(message.id);
      return now !== null && now.erased !== true;
    } catch {
      // A file that cannot be read just now: it was said all the same.
      return true;
    }
  }
}

/** What the browser is told. */
function told(
  { wants }: Subscription,
  member: Member,
  { room, message, isCalled }: Call,
  also: number,
): PushMessage {
  const { id, name, text, file } = message;
  return {
    room: room.nameFor(member),
    ...(room.circle?.info?.name === undefined ? {} : { title: room.circle.info.name }),
    id,
    ...(isCalled ? { called: true } : {}),
    ...(also > 0 ? { also } : {}),
    ...(wants.text ? { name, text: beginning(text) } : {}),
    ...(wants.text && text === "" && file !== undefined ? { file: beginning(file.name) } : {}),
  };
}

function beginning(text: string): string {
  return [...text.slice(0, 2 * MAX_TEXT_CHARACTERS)].slice(0, MAX_TEXT_CHARACTERS).join("");
}

/** Thirty-two characters (RFC 8030, 5.4) that tell the push service nothing of the room. */
function topicOf(session: string, { key, history }: PushRoom): string {
  return createHash("sha256").update(`${session} ${history.epoch} ${key}`).digest("base64url")
    .slice(0, 32);
}
