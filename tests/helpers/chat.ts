/**
 * A whole chat without a server: rooms and commands over a disk in memory, a clock that stands still
 * and turns that end when the test says so.
 */
import type { Commands } from "../../server/chat/commands.ts";
import { Connection, type Member } from "../../server/delivery/connection.ts";
import type { Lobby } from "../../server/chat/lobby.ts";
import { DEFAULT_RATES } from "../../server/chat/rate_limits.ts";
import type { Rooms } from "../../server/chat/rooms.ts";
import type { RoomsOptions } from "../../server/chat/room_options.ts";
import type { Say } from "../../server/chat/say.ts";
import type { SeenBy } from "../../server/chat/seen/seen_by.ts";
import { makeChat } from "../../server/make_chat.ts";
import type { TickScheduler } from "../../server/delivery/scheduler.ts";
import { Moderation } from "../../server/people/moderation.ts";
import { foldName } from "../../server/people/names.ts";
import { ReadMarks } from "../../server/people/read_marks.ts";
import type { Command, Event } from "../../server/protocol.ts";
import type { AttachmentStore } from "../../server/attachments/store.ts";
import type { FreeSpace } from "../../server/store/free_space.ts";
import { guardedDisk } from "../../server/store/guarded_disk.ts";
import type { SyncPolicy } from "../../server/store/line_file.ts";
import type { Slices } from "../../server/base/time_slices.ts";
import { FakeClock } from "./clock.ts";
import { MemoryDisk } from "./memory_disk.ts";

/** How a test's chat differs from the usual one. */
export interface ChatSetting {
  disk?: MemoryDisk;
  clock?: FakeClock;
  sync?: SyncPolicy;
  recent?: number;
  cleanShutdown?: boolean;
  /** Names that are claimed. */
  accounts?: string[];
  /** The same, as they are now, where a test has all of the people. */
  people?: Pick<RoomsOptions, "accountName" | "nameNow" | "knownNames">;
  adminsManage?: boolean;
  /** Slices of turns for what is long; without them a turn is as long as it takes. */
  slices?: Slices;
  /** True keeps the usual rates. */
  limited?: boolean;
}

/** Somebody connected, and the frames they were sent. */
export class FakeClient {
  readonly frames: Event[][] = [];
  readonly connection: Connection;
  closed: number | null = null;
  readonly #chat: Chat;

  constructor(chat: Chat, name: string, who: Partial<Member>) {
    this.#chat = chat;
    const key = foldName(name);
    const member = {
      name,
      account: false,
      admin: false,
      key,
      session: name,
      addressKey: name,
      ...who,
    };
    this.connection = new Connection(member, {
      send: (frame) => {
        const told = JSON.parse(frame);
        this.frames.push(Array.isArray(told) ? told : [told]);
      },
      close: (code) => this.closed = code,
    }, chat.scheduler);
    chat.lobby.add(this.connection);
  }

  /** Sends a command; the turn goes on. */
  asks(command: Command | Record<string, unknown>): this {
    this.#chat.commands.take(this.connection, JSON.stringify(command));
    return this;
  }

  /** Events since the last time, of all frames. */
  hears(): Event[] {
    return this.frames.splice(0).flat();
  }

  /** The same, of one kind. */
  hearsOf<W extends Event["type"]>(word: W): Extract<Event, { type: W }>[] {
    return this.hears().filter((event) => event.type === word) as Extract<
      Event,
      { type: W }
    >[];
  }

  /** The connection breaks. */
  drops(): void {
    this.#chat.rooms.exit(this.connection);
  }
}

/** The chat in the hands of a test. */
export class Chat {
  readonly disk: MemoryDisk;
  readonly clock: FakeClock;
  readonly scheduler: TickScheduler;
  readonly rooms: Rooms;
  readonly commands: Commands;
  readonly lobby: Lobby;
  readonly say: Say;
  readonly accounts: string[];
  /** When an account got its name, by folded name. */
  readonly claimed = new Map<string, number>();
  /** Accounts that are admins, by folded name. */
  readonly admins = new Set<string>();
  readonly marks: ReadMarks;
  /** Accounts, by folded name, that do not tell how far they have read. */
  readonly silent = new Set<string>();
  readonly seenBy: SeenBy;
  readonly files: AttachmentStore;
  /** Looks at the disk once it is started. */
  readonly space: FreeSpace;
  readonly moderation: Moderation;
  readonly warnings: string[] = [];
  /** Sessions that were ended. */
  readonly ended: string[] = [];
  /** Rooms, by key, to which no link leads any more. */
  readonly gone: string[] = [];
  readonly bugs: unknown[] = [];
  #arranged: (() => void)[] = [];

  constructor(setting: ChatSetting = {}) {
    this.disk = setting.disk ?? new MemoryDisk();
    this.clock = setting.clock ?? new FakeClock();
    this.accounts = setting.accounts ?? [];
    const { disk, clock } = this;
    this.marks = new ReadMarks({ path: "data/read_marks.txt", disk, clock, onTrouble: () => {} });
    this.moderation = new Moderation({ path: "data/moderation.txt", disk, clock });
    const accountName = (name: string) =>
      this.accounts.find((account) => foldName(account) === foldName(name)) ?? null;
    const megabyte = 1024 * 1024;
    const made = makeChat({
      data: "data",
      disk: guardedDisk(disk),
      clock,
      stopwatch: () => clock.now(),
      // The end of a turn is the test's to say.
      endOfTurn: (fn) => this.#arranged.push(fn),
      random: (bytes) => crypto.getRandomValues(bytes),
      slices: setting.slices ?? { isUsed: false, next: () => Promise.resolve() },
      logger: { info: () => {}, warn: (text) => this.warnings.push(text) },
      people: {
        marks: this.marks,
        moderation: this.moderation,
        accountName,
        nameNow: accountName,
        knownNames: () => this.accounts,
        claimedAt: (name) => this.claimed.get(foldName(name)) ?? null,
        readerName: (key) => this.silent.has(key) ? null : accountName(key),
        isAdmin: (name) => this.admins.has(foldName(name)),
        isAccount: () => true,
        endSession: (session) => this.ended.push(session),
        onGone: (key) => this.gone.push(key),
        ...(setting.people ?? {}),
      },
      sync: setting.sync ?? "never",
      recent: setting.recent ?? 50,
      cleanShutdown: setting.cleanShutdown ?? true,
      maxFileBytes: {
        file: megabyte,
        owner: 3 * megabyte,
        guests: 5 * megabyte,
        all: 5 * megabyte,
      },
      minFreeBytes: megabyte,
      rates: setting.limited ? DEFAULT_RATES : null,
      adminsManage: () => setting.adminsManage ?? false,
      onMessage: () => {},
      onLimit: () => {},
      onLow: ({ refused }) => this.warnings.push(`low: ${refused}`),
      refresh: () => {},
      onBug: (error) => this.bugs.push(error),
    });
    this.scheduler = made.scheduler;
    this.lobby = made.lobby;
    this.rooms = made.rooms;
    this.files = made.attachments;
    this.seenBy = made.seenBy;
    this.space = made.space;
    this.commands = made.commands;
    this.say = made.say;
  }

  /** What was arranged for the end of the turn is done, and nothing that follows from it; false if nothing was. */
  turns(): boolean {
    const arranged = this.#arranged.splice(0);
    for (const fn of arranged) fn();
    return arranged.length > 0;
  }

  /** Somebody connects. */
  comes(name: string, who: Partial<Member> = {}): FakeClient {
    return new FakeClient(this, name, who);
  }

  /** Somebody connects and joins; what that told is taken. */
  joins(name: string, room = "general", who: Partial<Member> = {}): FakeClient {
    const client = this.comes(name, who).asks({ type: "join", room });
    this.scheduler.flushNow();
    client.hears();
    return client;
  }

  /** What is in a room's file. */
  file(room = "general"): string {
    return this.disk.text(`data/rooms/${room}.txt`);
  }

  /** The same disk after the process is gone, however it went. */
  restarts(setting: ChatSetting = {}): Chat {
    const { disk, clock, accounts } = this;
    return new Chat({ disk, clock, accounts, ...setting });
  }
}
