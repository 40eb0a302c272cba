/**
 * One whole chat: its people, its rooms, its door, and their common end. No server is started here and
 * nothing is global, so that tests make as many chats as they like, with their own clock and disk.
 */
import type { AppOptions } from "./app_options.ts";
import { ChatError, reasonOf } from "./base/errors.ts";
import { networksOf } from "./base/address.ts";
import { Metrics } from "./base/metrics.ts";
import { MEGABYTE_BYTES } from "./base/units.ts";
import { TimeSlices } from "./base/time_slices.ts";
import type { Administration } from "./chat/administration.ts";
import type { Rooms } from "./chat/rooms.ts";
import type { Say } from "./chat/say.ts";
import { MAX_SEEN_BY_PEOPLE } from "./chat/seen/seen_by.ts";
import { type Chat, type ChatPeople, makeChat } from "./make_chat.ts";
import { makeWeb, type Web } from "./make_web.ts";
import { MAX_AVATAR_BYTES, MAX_AVATAR_SIDE } from "./people/avatar_image.ts";
import { MAX_PREVIEW_BYTES } from "./attachments/previews.ts";
import { NAME_LENGTH, TEXT_BYTES, TEXT_LENGTH, TOPIC_LENGTH } from "./people/names.ts";
import { People } from "./people/people.ts";
import { STATUS_LENGTH } from "./people/profiles.ts";
import { releaseWhenIdle } from "./process/idle_memory.ts";
import { measureLoopLag } from "./process/loop_lag.ts";
import type { Limits } from "./protocol.ts";
import { makePushNotifications, type PushNotifications } from "./push_notifications.ts";
import { MAX_PUSH_LEVELS } from "./push/subscriptions.ts";
import { ratesOf } from "./settings/live.ts";
import type { Disk } from "./store/disk.ts";
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

/** Most messages in one page. */
const MAX_PAGE_MESSAGES = 200;

/** What all parts of one chat share. */
interface Base {
  metrics: Metrics;
  disk: Disk;
  slices: TimeSlices;
  /** Told of a throw that is a mistake of ours. */
  onBug: (error: unknown) => void;
  onTrouble: (what: string, error: unknown) => void;
}

/** Makes a chat over a data folder that is ours. */
export function makeApp(options: AppOptions): App {
  const { data, clock, logger, live = () => options } = options;
  const base = makeBase(options);
  const { metrics, disk } = base;
  const isNew = isUnused(disk, data);
  const people = new People({
    ...options,
    ...base,
    onIdle: releaseWhenIdle(clock, options.releaseMemory),
    onSessionEnded: (id) => push.sessionEnded(id),
  });
  const push = makePushNotifications({ ...options, ...base, people, chat: () => chat });
  const chat = makeChat({
    ...options,
    ...base,
    ...limitsOf(options),
    people: chatPeople(people, base, (session) => web.tools.onEnd(session)),
    rates: ratesOf(live),
    adminsManage: () => live().adminsManage,
    onMessage(room, message) {
      metrics.count("plaintalk_messages_total");
      push.said(room, message);
    },
    onRoomRenamed(from, to) {
      push.roomRenamed(from, to);
      people.preferences.renameRoom(from, to).catch((error) =>
        logger.warn("Cannot rename a room in preferences.txt", { error: reasonOf(error) })
      );
    },
    onLimit: (rateClass) => metrics.count("plaintalk_limits_total", 1, rateClass),
    onLow: (what) =>
      logger.warn("The disk is nearly full: what is said is refused, see --keep-free", what),
    refresh() {
      people.refresh();
      push.refresh();
      web.tools.look();
    },
  });
  const web = makeWeb({ ...base, options, chat, people, push, limits: wireLimitsOf(options) });
  void chat.space.start();
  const lag = measureLoopLag(clock, options.stopwatch, metrics);
  return {
    rooms: chat.rooms,
    say: chat.say,
    people,
    house: web.tools.house,
    setupCode: async () => isNew && !people.accounts.isDamaged ? await people.setup.begin() : null,
    fetch: answering(web, base, networksOf(options.trustProxy)),
    settingsChanged: () => chat.rates.change(ratesOf(live)),
    disconnectAll: () => web.sockets.disconnectAll(),
    async close() {
      lag.cancel();
      for (const { member } of chat.lobby.connections) people.profiles.saw(member.name);
      await closeAll(chat, web, push);
      await people.close();
    },
  };
}

function makeBase(options: AppOptions): Base {
  const { logger, stopwatch } = options;
  const metrics = new Metrics();
  return {
    metrics,
    disk: measuredDisk(guardedDisk(options.disk), metrics, stopwatch),
    slices: new TimeSlices(options),
    onBug(error) {
      const text = error instanceof Error ? error.stack ?? error.message : String(error);
      logger.warn("Internal error", { error: text });
    },
    onTrouble: (what, error) => logger.warn(what, { error: reasonOf(error) }),
  };
}

/** Answers any request, with an error where it is none that can be answered. */
function answering(
  { router }: Web,
  { onBug }: Base,
  trusted: ReturnType<typeof networksOf>,
): App["fetch"] {
  return async (request, peer) => {
    try {
      return await router.answer(request, sourceOf(request, peer, trusted));
    } catch (error) {
      if (!(error instanceof ChatError)) onBug(error);
      return harden(errorResponse(error));
    }
  };
}

/** Goodbyes first, while there are sockets to say them to; what was said is written before anything ends. */
async function closeAll(chat: Chat, web: Web, push: PushNotifications): Promise<void> {
  chat.lobby.publishNow({ type: "restarting" });
  await web.tools.close();
  chat.attachments.close();
  chat.space.close();
  await chat.rooms.close();
  await chat.attachments.settled();
  web.sockets.closeAll();
  await push.close();
}

/** What the rooms know of people. */
function chatPeople(
  people: People,
  { onTrouble }: Base,
  onEnd: (session: string) => void,
): ChatPeople {
  const { accounts, invites, marks, moderation, sessions, tokens } = people;
  const endSession = (id: string): void => {
    sessions.end(id);
    onEnd(id);
  };
  return {
    marks,
    moderation,
    accountName: (name) => people.accountName(name),
    nameNow: (name) => people.nameNow(name),
    knownNames: () => people.knownNames(),
    endSession,
    onRoomRenamed(from, to) {
      sessions.moveVisits(from, to);
      const onFailed = (error: unknown) => onTrouble("Cannot lead links to a renamed room", error);
      invites.renameRoom(from, to).catch(onFailed);
    },
    onGone(key) {
      for (const { id } of sessions.visits(({ room }) => room === key)) endSession(id);
      const onFailed = (error: unknown) => onTrouble("Cannot take links to a room back", error);
      invites.revokeRoom(key).catch(onFailed);
    },
    claimedAt: (name) => accounts.find(name)?.claimed ?? null,
    readerName(key) {
      const profile = people.profiles.find(key);
      return profile?.seenBy === true ? profile.name : null;
    },
    ignoredBy: (who) => people.blocks.of(who),
    isAdmin: (name) => accounts.find(name)?.admin === true,
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
    topic: TOPIC_LENGTH,
    recent,
    page: MAX_PAGE_MESSAGES,
    file_bytes: fileSize * MEGABYTE_BYTES,
    status: STATUS_LENGTH,
    avatar_bytes: MAX_AVATAR_BYTES,
    avatar_side: MAX_AVATAR_SIDE,
    seen_by_people: MAX_SEEN_BY_PEOPLE,
    preview_bytes: fileSize > 0 ? MAX_PREVIEW_BYTES : 0,
    ...(push ? { push_levels: MAX_PUSH_LEVELS } : {}),
  };
}
