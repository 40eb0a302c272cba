/**
 * The wiring: makes everything once and hands it down. No server is started here and nothing is
 * global, so that tests make as many chats as they like, with their own clock and disk.
 */
import { join } from "@std/path";
import { addressKeyOf, isLoopback, isLoopbackHost, networksOf } from "./base/address.ts";
import type { Timer } from "./base/clock.ts";
import { ChatError, reasonOf } from "./base/errors.ts";
import { TokenBucket } from "./base/token_bucket.ts";
import { Metrics } from "./base/metrics.ts";
import { TimeSlices } from "./base/time_slices.ts";
import { Allowance } from "./chat/allowance.ts";
import { Commands } from "./chat/commands.ts";
import type { Administration } from "./chat/administration.ts";
import { InboundQueue } from "./delivery/inbound_queue.ts";
import type { Member } from "./delivery/connection.ts";
import { RateLimits } from "./chat/rate_limits.ts";
import type { Room } from "./chat/room.ts";
import { parse } from "./history/line.ts";
import { Rooms } from "./chat/rooms.ts";
import { TickScheduler } from "./delivery/scheduler.ts";
import { NAME_LENGTH, TEXT_BYTES, TEXT_LENGTH } from "./people/names.ts";
import { People } from "./people/people.ts";
import type { Limits } from "./protocol.ts";
import { AttachmentStore } from "./attachments/store.ts";
import type { Disk } from "./store/disk.ts";
import { FreeSpace } from "./store/free_space.ts";
import { guardedDisk } from "./store/guarded_disk.ts";
import { measuredDisk } from "./store/measured_disk.ts";
import { readText } from "./store/text_file.ts";
import type { AppOptions } from "./app_options.ts";
import { makeAdminTools } from "./admin_tools.ts";
import { boundsOf, capsOf, joinPolicyOf, ratesOf, watchersOf, withLive } from "./settings/live.ts";
import { accountRoutes } from "./web/account_routes.ts";
import { Bodies } from "./web/request_bodies.ts";
import { Authenticator } from "./web/auth.ts";
import { fileRoutes } from "./web/file_routes.ts";
import { Downloads } from "./web/downloads.ts";
import { errorResponse, harden } from "./web/http.ts";
import { moderationRoutes } from "./web/moderation_routes.ts";
import { opsRoutes } from "./web/ops_routes.ts";
import { sourceOf } from "./web/proxy.ts";
import { resetRoutes } from "./web/reset_routes.ts";
import { roomRoutes } from "./web/room_routes.ts";
import { type Call, type Route, Router } from "./web/router.ts";
import { searchRoutes } from "./web/search_routes.ts";
import { sessionRoutes } from "./web/session_routes.ts";
import { Sockets } from "./web/socket.ts";

/** A chat that is ready to answer. */
export interface App {
  rooms: Rooms;
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

const MEGABYTE = 1024 * 1024;

/** Bytes of `[2025-11-19 23:46:36] * Plaintalk created the room` and its end. */
const BARE_ROOM_BYTES = 52;

/** Most messages in one page. */
const PAGE = 200;

/** Makes a chat over a data folder that is ours. */
export function makeApp(options: AppOptions): App {
  const { data, clock, logger, recent, sync, cleanShutdown, files, live = () => options } = options;
  const onBug = (error: unknown): void => {
    const text = error instanceof Error ? error.stack ?? error.message : String(error);
    logger.warn("Internal error", { error: text });
  };
  const limits: Limits = {
    text: TEXT_LENGTH,
    text_bytes: TEXT_BYTES,
    name: NAME_LENGTH,
    recent,
    page: PAGE,
    file_bytes: options.fileSize * MEGABYTE,
  };
  const metrics = new Metrics();
  const disk = measuredDisk(guardedDisk(options.disk), metrics, options.stopwatch);
  const trusted = networksOf(options.trustProxy);
  const scheduler = new TickScheduler({ ...options, onBug });
  const { random } = options;
  let tidying: Timer | null = null;
  const tidySoon = (): void => {
    tidying?.cancel();
    tidying = clock.after(2000, options.releaseMemory);
  };
  const onTrouble = (what: string, error: unknown): void => {
    logger.warn(what, { error: reasonOf(error) });
  };
  const isNew = isNewFolder(disk, data);
  const people = new People({ data, disk, clock, random, onIdle: tidySoon, onTrouble });
  const { accounts, guard, marks, moderation, names, sessions, setup, tokens } = people;
  const slices = new TimeSlices(options);
  const yieldToLoop = (): Promise<void> => new Promise((go) => options.endOfTurn(go));
  const attachments = new AttachmentStore({
    folder: join(data, "files"),
    disk,
    clock,
    random,
    max: {
      file: limits.file_bytes,
      owner: options.filesEach * MEGABYTE,
      guests: options.filesTotal * MEGABYTE / 2,
      all: options.filesTotal * MEGABYTE,
    },
    isAccount: (owner) => people.nameNow(owner) !== null || tokens.has(owner),
    minFree: options.keepFree * MEGABYTE,
    yieldToLoop,
  });
  attachments.start();
  const rooms = new Rooms({
    folder: data,
    disk,
    clock,
    scheduler,
    logger,
    sync,
    recent,
    slices,
    cleanShutdown,
    onMessage: () => metrics.count("plaintalk_messages_total"),
    dropFile: (id, room) => attachments.drop(id, room),
    onMoved: (...moved) =>
      attachments.retire(...moved).catch((e) => onTrouble("Cannot move a room's files", e)),
    accountName: (name) => people.accountName(name),
    nameNow: (name) => people.nameNow(name),
    knownNames: () => people.knownNames(),
    claimedAt: (name) => accounts.find(name)?.claimed ?? null,
    readMark: ({ account, key }, room) =>
      account ? marks.get(key, room.key, room.history.epoch) : 0,
    refresh() {
      people.refresh();
      keeper.look();
    },
  });
  rooms.load();
  const onLimit = (rateClass: string): void =>
    metrics.count("plaintalk_limits_total", 1, rateClass);
  const rates = new RateLimits(ratesOf(live), onLimit);
  const keep = options.keepFree * MEGABYTE;
  const onLow = (what: { free: number; refused: string }): void =>
    logger.warn("The disk is nearly full: what is said is refused, see --keep-free", what);
  const space = new FreeSpace({ disk, clock, folder: data, keep, onLow });
  void space.start();
  const allowance = new Allowance({ rates, space });
  let ticked = options.stopwatch();
  const ticking = clock.every(1000, () => {
    const now = options.stopwatch();
    metrics.observe("plaintalk_loop_lag_seconds", Math.max(0, now - ticked - 1000));
    ticked = now;
  });
  const { origins } = options;
  const commands = new Commands(withLive({
    rooms,
    clock,
    rates,
    allowance,
    marks,
    files: attachments,
    moderation,
    onBug,
  }, joinPolicyOf(live)));
  const needsAdmin = (): boolean => setup.isPending;
  const auth = new Authenticator(
    withLive({ ...people, clock, origins, needsAdmin }, joinPolicyOf(live)),
  );
  const downloads = new Downloads(clock);
  const stream = downloads.open.bind(downloads);
  const keeper = makeAdminTools({
    ...options,
    disk,
    people,
    rooms,
    scheduler,
    auth,
    attachments,
    stream,
    onTrouble,
  });
  const version = `${options.version}-${files.version}`;
  const fullness = new TokenBucket({ burst: 1, perSecond: 1 / 60 }, clock.now());
  const onFull = (setting: string): void => {
    if (fullness.take(clock.now()) === 0) logger.warn("Connection limit reached", { setting });
  };
  const sockets = new Sockets(withLive({
    upgrade: options.upgrade,
    auth,
    rooms,
    inbound: new InboundQueue(commands, scheduler, boundsOf(live)),
    scheduler,
    clock,
    limits,
    version,
    onFull,
    onSlow: () => metrics.count("plaintalk_queue_drops_total"),
    onBug,
  }, capsOf(live)));
  const bodies = new Bodies({ clock, slices });
  // What members send is counted by member; behind one address a whole school may sit.
  const entering = new Set(["/api/session", "/api/accounts", "/api/password", "/api/reset"]);
  function admit({ path, method }: Route, address: string): void {
    if (!path.startsWith("/api/") && path !== "/ws") return;
    const isEntering = method !== "GET" && entering.has(path);
    rates.takeFrom(addressKeyOf(address), isEntering ? "enter" : "fetch", clock.now());
  }
  const sessionOptions = {
    auth,
    accounts,
    moderation,
    guard,
    limits,
    version,
    onEnd: keeper.onEnd,
    refusal: (call: Call) => sockets.refusal(call),
  };
  // Where nothing but this machine can reach the chat, whoever sits at it is its owner.
  const isLocal = ({ request, address, isOwnAddress }: Call): boolean =>
    options.origins.length + options.trustProxy.length === 0 && isOwnAddress &&
    isLoopback(address) && isLoopbackHost(options.host) &&
    isLoopbackHost(new URL(request.url).hostname);
  const mayClaim = (addressKey: string): void => rates.takeFrom(addressKey, "claim", clock.now());
  const maySay = (member: Member, room: Room, units: number): void => {
    rates.take(member, "say", clock.now());
    allowance.write(member, room, units, clock.now());
  };
  const onAdmin = (name: string): void => {
    logger.info("The first admin has come", { name });
  };
  const maySend = (member: Member): void => rates.take(member, "send", clock.now());
  const onTaken = (): void => metrics.count("plaintalk_uploads_total");
  const talk = { rooms, auth, files: attachments, maySay, stream };
  const router = new Router({
    routes: [
      ...keeper.routes,
      ...resetRoutes({ ...sessionOptions, people }),
      ...sockets.routes,
      ...sessionRoutes(sessionOptions),
      ...accountRoutes({ ...sessionOptions, rooms, sessions, setup, isLocal, mayClaim, onAdmin }),
      ...moderationRoutes({
        auth,
        accounts,
        moderation,
        sessions,
        names,
        rooms,
        clock,
        onSanction: keeper.onDone,
      }),
      ...roomRoutes({ ...talk, limits }),
      ...fileRoutes({ ...talk, bodies, maySend, onTaken }),
      ...searchRoutes({ rooms, auth, disk, clock, slices }),
      ...opsRoutes(
        withLive({ rooms, data, disk, version: options.version, clock, metrics }, watchersOf(live)),
      ),
      ...files.routes,
    ],
    base: options.base,
    bodies,
    hosts: new Set([options.host, ...origins.map((origin) => new URL(origin).hostname)]),
    admit,
    onBug,
  });
  return {
    rooms,
    people,
    house: keeper.house,
    setupCode: async () => isNew && !accounts.isDamaged ? await setup.begin() : null,
    async fetch(request, peer) {
      try {
        return await router.answer(request, sourceOf(request, peer, trusted));
      } catch (error) {
        if (!(error instanceof ChatError)) onBug(error);
        return harden(errorResponse(error));
      }
    },
    settingsChanged: () => rates.change(ratesOf(live)),
    disconnectAll: () => sockets.disconnectAll(),
    async close() {
      rooms.tellAll({ type: "restarting" });
      attachments.close();
      ticking.cancel();
      space.close();
      await rooms.close();
      await attachments.settled();
      sockets.closeAll();
      await people.close();
    },
  };
}

/**
 * True for a data folder that no chat has used: nothing was said, nobody has a name, no link was told. What
 * a start leaves that broke before it told its link is the first line of `general`.
 */
function isNewFolder(disk: Disk, data: string): boolean {
  const isFree = (name: string): boolean => disk.list(join(data, name)).length === 0;
  const isBare = (file: string): boolean => {
    const path = join(data, "rooms", file);
    if (file !== "general.txt" || (disk.size(path) ?? 0) > BARE_ROOM_BYTES) return false;
    return parse((readText(disk, path) ?? "").trimEnd())?.kind === "created";
  };
  return disk.list(join(data, "rooms")).every(isBare) &&
    ["direct", "deleted", "archive"].every(isFree) &&
    ["accounts.txt", "setup.txt"].every((name) => !disk.exists(join(data, name)));
}
