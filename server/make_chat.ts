/**
 * The chat without a door: rooms, files, limits and commands over one data folder. Wiring alone; the app
 * and the tests make their chats here, so that what is wired wrongly fails in both.
 */
import { join } from "@std/path";
import type { Clock, EndOfTurn } from "./base/clock.ts";
import { reasonOf } from "./base/errors.ts";
import type { Logger } from "./base/logger.ts";
import type { Slices } from "./base/time_slices.ts";
import type { Rate } from "./base/token_bucket.ts";
import { AttachmentStore } from "./attachments/store.ts";
import { Allowance } from "./chat/allowance.ts";
import { Commands } from "./chat/commands.ts";
import { Lobby } from "./chat/lobby.ts";
import { type RateClass, RateLimits } from "./chat/rate_limits.ts";
import { Rooms } from "./chat/rooms.ts";
import type { RoomsOptions } from "./chat/room_options.ts";
import { Say } from "./chat/say.ts";
import { SeenBy } from "./chat/seen/seen_by.ts";
import { ActiveConnections } from "./delivery/active_connections.ts";
import { TickScheduler } from "./delivery/scheduler.ts";
import type { Moderation } from "./people/moderation.ts";
import { foldName } from "./people/names.ts";
import type { ReadMarks } from "./people/read_marks.ts";
import type { Disk } from "./store/disk.ts";
import { FreeSpace, type FreeSpaceOptions } from "./store/free_space.ts";
import type { SyncPolicy } from "./store/line_file.ts";

/** What a chat knows of its people. */
export interface ChatPeople extends
  Pick<
    RoomsOptions,
    | "accountName"
    | "nameNow"
    | "knownNames"
    | "claimedAt"
    | "isAdmin"
    | "endSession"
    | "onGone"
    | "ignoredBy"
  > {
  marks: ReadMarks;
  moderation: Moderation;
  /** The name of an account that tells how far it has read; null for any other folded name. */
  readerName: (key: string) => string | null;
  /** Told of a room that has another name, both folded: who was let into it alone, and by which links. */
  onRoomRenamed?: (from: string, to: string) => void;
  /** True for the owner of files who has an account, or is a bot. */
  isAccount: (owner: string) => boolean;
}

/** What a chat is made of. */
export interface ChatOptions {
  data: string;
  disk: Disk;
  clock: Clock;
  stopwatch: () => number;
  endOfTurn: EndOfTurn;
  random: (bytes: Uint8Array<ArrayBuffer>) => void;
  slices: Slices;
  logger: Logger;
  people: ChatPeople;
  sync: SyncPolicy;
  recent: number;
  cleanShutdown: boolean;
  /** Bytes: the longest file, and what one person, all guests and all people may keep. */
  maxFileBytes: { file: number; owner: number; guests: number; all: number };
  /** Bytes of the disk that are kept for messages. */
  minFreeBytes: number;
  rates: Record<RateClass, Rate> | null;
  /** True where only admins make rooms; may change while the chat runs. */
  adminsManage: () => boolean;
  /** Told of every message that is in a file, and of every refusal for being too fast. */
  onMessage: NonNullable<RoomsOptions["onMessage"]>;
  /** Told of a room that has another name, both folded. */
  onRoomRenamed?: (from: string, to: string) => void;
  onLimit: (rateClass: string) => void;
  /** Told when the disk is too full for guests, or for everybody, to write. */
  onLow: FreeSpaceOptions["onLow"];
  /** Called every two seconds, to look whether other files were changed. */
  refresh: () => void;
  onBug: (error: unknown) => void;
}

/** A chat that can be spoken to. */
export interface Chat {
  scheduler: TickScheduler;
  lobby: Lobby;
  rooms: Rooms;
  attachments: AttachmentStore;
  rates: RateLimits;
  space: FreeSpace;
  say: Say;
  seenBy: SeenBy;
  /** Who is at a page just now. */
  active: ActiveConnections;
  commands: Commands;
}

/** Makes the chat of a data folder that is ours, and reads its rooms. */
export function makeChat(options: ChatOptions): Chat {
  const { data, disk, clock, people, onBug } = options;
  const { marks, moderation } = people;
  const scheduler = new TickScheduler(options);
  const lobby = new Lobby(scheduler);
  const attachments = new AttachmentStore({
    ...options,
    folder: join(data, "files"),
    max: options.maxFileBytes,
    minFree: options.minFreeBytes,
    isAccount: people.isAccount,
    yieldToLoop: () => new Promise((resume) => options.endOfTurn(resume)),
  });
  attachments.start();
  const { follow, onRenamed, onMoved } = followRooms(options, attachments, lobby);
  const rooms = new Rooms({
    ...options,
    ...people,
    folder: data,
    scheduler,
    lobby,
    dropFile: (id, room) => attachments.drop(id, room),
    onMoved,
    onRenamed,
    readMark: ({ account, key }, room) =>
      account ? marks.get(key, room.key, room.history.epoch) : 0,
  });
  rooms.load();
  // What the last run had no time to write.
  for (const { room, to } of rooms.formerNames()) follow(foldName(room), foldName(to));
  const rates = new RateLimits(options.rates, options.onLimit);
  const space = new FreeSpace({
    disk,
    clock,
    folder: data,
    keep: options.minFreeBytes,
    onLow: options.onLow,
  });
  const allowance = new Allowance({ rates, space });
  const say = new Say({ rates, allowance, files: attachments, clock });
  const active = new ActiveConnections({ clock, isOpen: (one) => lobby.connections.has(one) });
  const seenBy = new SeenBy({ marks, clock, readerName: people.readerName });
  const commands = new Commands({
    rooms,
    lobby,
    rates,
    allowance,
    marks,
    seenBy,
    say,
    moderation,
    active,
    get adminsManage() {
      return options.adminsManage();
    },
    clock,
    onBug,
  });
  return { scheduler, lobby, rooms, attachments, rates, space, say, seenBy, active, commands };
}

/** What goes with a room's file: to `deleted/` and back, and to another name; `follow` what a start does again. */
function followRooms(
  { people, logger, onRoomRenamed }: ChatOptions,
  attachments: AttachmentStore,
  lobby: Lobby,
) {
  const failed = (error: unknown): void =>
    logger.warn("Cannot move a room's files", { error: reasonOf(error) });
  const follow = (from: string, to: string): void => {
    people.marks.renameRoom(from, to);
    people.onRoomRenamed?.(from, to);
    onRoomRenamed?.(from, to);
  };
  return {
    follow,
    onMoved(...moved: Parameters<RoomsOptions["onMoved"]>): void {
      attachments.retire(...moved).catch(failed);
    },
    onRenamed(from: string, to: string): void {
      follow(from, to);
      // Another room may take the old name: nobody who is here is let into that.
      for (const { member } of lobby.connections) {
        if (member.only?.room === from) member.only = { ...member.only, room: to };
      }
      attachments.movePlace(from, to).catch(failed);
    },
  };
}
