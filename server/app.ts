/**
 * One whole chat: its people, its rooms, its door, and their common end. No server is started here and
 * nothing is global, so that tests make as many chats as they like, with their own clock and disk.
 */
import type { AppOptions } from "./app_options.ts";
import { ChatError, reasonOf } from "./base/errors.ts";
import { networksOf } from "./base/address.ts";
import { Metrics } from "./base/metrics.ts";
import { TimeSlices } from "./base/time_slices.ts";
import type { Administration } from "./chat/administration.ts";
import type { Rooms } from "./chat/rooms.ts";
import type { Say } from "./chat/say.ts";
import { type ChatPeople, makeChat } from "./make_chat.ts";
import { makeWeb } from "./make_web.ts";
import { NAME_LENGTH, TEXT_BYTES, TEXT_LENGTH } from "./people/names.ts";
import { People } from "./people/people.ts";
import { releaseWhenIdle } from "./process/idle_memory.ts";
import { measureLoopLag } from "./process/loop_lag.ts";
import type { Limits } from "./protocol.ts";
import { makePushNotifications } from "./push_notifications.ts";
import { MAX_PUSH_LEVELS } from "./push/subscriptions.ts";
import { ratesOf } from "./settings/live.ts";
import { guardedDisk } from "./store/guarded_disk.ts";
import { measuredDisk } from "./store/measured_disk.ts";
import { isUnused } from "./transfer/data_folder.ts";
import { errorResponse, harden } from "./web/http.ts";
import { sourceOf } from "./web/proxy.ts";

/** A chat that is ready to answer. */
export interface App {
  rooms: Rooms;
  say: Say;
  people: People;
  house: Administration;
  /** The code that makes the first admin of a new chat, minted now and told once; null for any other chat. */
  setupCode(): Promise<string | null>;
  /** Answers any request; never throws. */
  fetch(request: Request, address: string): Promise<Response>;
  /** Other settings count from now on. */
  settingsChanged(): void;
  /** Sends everybody away, to come back at once and resume. */
  disconnectAll(): void;
  /** Says goodbye to everybody, writes what waits and lets go of every file. */
  close(): Promise<void>;
}

const MEGABYTE_BYTES = 1024 * 1024;

/** Most messages in one page. */
const MAX_PAGE_MESSAGES = 200;

/** Makes a chat over a data folder that is ours. */
export function makeApp(options: AppOptions): App {
  const { data, clock, logger, stopwatch, random, live = () => options } = options;
  const metrics = new Metrics();
  const disk = measuredDisk(guardedDisk(options.disk), metrics, stopwatch);
  const slices = new TimeSlices(options);
  const onBug = (error: unknown): void => {
    const text = error instanceof Error ? error.stack ?? error.message : String(error);
    logger.warn("Internal error", { error: text });
  };
  const onTrouble = (what: string, error: unknown): void =>
    logger.warn(what, { error: reasonOf(error) });
  const isNew = isUnused(disk, data);
  const onIdle = releaseWhenIdle(clock, options.releaseMemory);
  const onSessionEnded = (id: string): void => push.sessionEnded(id);
  const people = new People({ data, disk, clock, random, onIdle, onSessionEnded, onTrouble });
  const push = makePushNotifications({
    ...options,
    disk,
    slices,
    people,
    metrics,
    chat: () => chat,
    onTrouble,
  });
  const chat = makeChat({
    ...options,
    ...limitsOf(options),
    disk,
    slices,
    people: chatPeople(people),
    rates: ratesOf(live),
    adminsManage: () => live().adminsManage,
    onMessage(room, message) {
      metrics.count("plaintalk_messages_total");
      push.said(room, message);
    },
    onLimit: (rateClass) => metrics.count("plaintalk_limits_total", 1, rateClass),
    onLow: (what) =>
      logger.warn("The disk is nearly full: what is said is refused, see --keep-free", what),
    refresh() {
      people.refresh();
      push.refresh();
      web.tools.look();
    },
    onBug,
  });
  const web = makeWeb({
    options,
    chat,
    people,
    push,
    limits: wireLimitsOf(options),
    disk,
    metrics,
    slices,
    onTrouble,
    onBug,
  });
  void chat.space.start();
  const lag = measureLoopLag(clock, stopwatch, metrics);
  const trusted = networksOf(options.trustProxy);
  return {
    rooms: chat.rooms,
    say: chat.say,
    people,
    house: web.tools.house,
    setupCode: async () => isNew && !people.accounts.isDamaged ? await people.setup.begin() : null,
    async fetch(request, peer) {
      try {
        return await web.router.answer(request, sourceOf(request, peer, trusted));
      } catch (error) {
        if (!(error instanceof ChatError)) onBug(error);
        return harden(errorResponse(error));
      }
    },
    settingsChanged: () => chat.rates.change(ratesOf(live)),
    disconnectAll: () => web.sockets.disconnectAll(),
    async close() {
      chat.lobby.publishNow({ type: "restarting" });
      chat.attachments.close();
      lag.cancel();
      chat.space.close();
      await chat.rooms.close();
      await chat.attachments.settled();
      web.sockets.closeAll();
      await push.close();
      await people.close();
    },
  };
}

/** What the rooms know of people. */
function chatPeople(people: People): ChatPeople {
  const { accounts, marks, moderation, tokens } = people;
  return {
    marks,
    moderation,
    accountName: (name) => people.accountName(name),
    nameNow: (name) => people.nameNow(name),
    knownNames: () => people.knownNames(),
    claimedAt: (name) => accounts.find(name)?.claimed ?? null,
    isAccount: (owner) => people.nameNow(owner) !== null || tokens.has(owner),
  };
}

/** What files may take of the disk, in bytes: guests together half of what all may. */
function limitsOf({ fileSize, filesEach, filesTotal, keepFree }: AppOptions) {
  return {
    maxFileBytes: {
      file: fileSize * MEGABYTE_BYTES,
      owner: filesEach * MEGABYTE_BYTES,
      guests: filesTotal * MEGABYTE_BYTES / 2,
      all: filesTotal * MEGABYTE_BYTES,
    },
    minFreeBytes: keepFree * MEGABYTE_BYTES,
  };
}

/** What clients are told that they may send and ask. */
function wireLimitsOf({ recent, fileSize, push }: AppOptions): Limits {
  return {
    text: TEXT_LENGTH,
    text_bytes: TEXT_BYTES,
    name: NAME_LENGTH,
    recent,
    page: MAX_PAGE_MESSAGES,
    file_bytes: fileSize * MEGABYTE_BYTES,
    ...(push ? { push_levels: MAX_PUSH_LEVELS } : {}),
  };
}
