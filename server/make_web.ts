/** The door of a chat: every route and the sockets, over what `make_chat.ts` made. Wiring alone. */
import type { AppOptions } from "./app_options.ts";
import { type AdminTools, makeAdminTools } from "./admin_tools.ts";
import type { Metrics } from "./base/metrics.ts";
import type { TimeSlices } from "./base/time_slices.ts";
import { InboundQueue } from "./delivery/inbound_queue.ts";
import type { Room } from "./chat/room.ts";
import type { Member } from "./delivery/connection.ts";
import type { Chat } from "./make_chat.ts";
import type { People } from "./people/people.ts";
import type { Limits } from "./protocol.ts";
import type { PushNotifications } from "./push_notifications.ts";
import {
  boundsOf,
  capsOf,
  joinPolicyOf,
  standingNow,
  watchersOf,
  withLive,
} from "./settings/live.ts";
import type { Disk } from "./store/disk.ts";
import { accountRoutes } from "./web/account_routes.ts";
import { admission, isOwnersCall } from "./web/admission.ts";
import { Authenticator } from "./web/auth.ts";
import { Downloads } from "./web/downloads.ts";
import { fileRoutes } from "./web/file_routes.ts";
import { moderationRoutes } from "./web/moderation_routes.ts";
import { opsRoutes } from "./web/ops_routes.ts";
import { preferenceRoutes } from "./web/preference_routes.ts";
import { profileRoutes } from "./web/profile_routes.ts";
import { Bodies } from "./web/request_bodies.ts";
import { blockRoutes } from "./web/block_routes.ts";
import { handoverRoutes } from "./web/handover_routes.ts";
import { ownAccountRoutes } from "./web/own_account_routes.ts";
import { resetRoutes } from "./web/reset_routes.ts";
import { roomRoutes } from "./web/room_routes.ts";
import { type Call, type Route, Router } from "./web/router.ts";
import { searchRoutes } from "./web/search_routes.ts";
import { sharedFileRoutes } from "./web/shared_file_routes.ts";
import { sessionRoutes, type SessionRoutesOptions } from "./web/session_routes.ts";
import { settingsRoutes } from "./web/settings_routes.ts";
import { Sockets } from "./web/socket.ts";

/** What the door is made of, beside the options of the app. */
export interface WebParts {
  options: AppOptions;
  chat: Chat;
  people: People;
  push: PushNotifications;
  limits: Limits;
  disk: Disk;
  metrics: Metrics;
  slices: TimeSlices;
  onTrouble: (what: string, error: unknown) => void;
  onBug: (error: unknown) => void;
}

/** The door of one chat. */
export interface Web {
  router: Router;
  sockets: Sockets;
  tools: AdminTools;
}

/** Makes the door. */
export function makeWeb(parts: WebParts): Web {
  const { options, chat, people, limits, disk, onBug } = parts;
  const { clock, origins, logger, live = () => options } = options;
  const { accounts, guard, moderation, setup } = people;
  const needsAdmin = (): boolean => setup.isPending;
  const auth = new Authenticator(
    withLive({ ...people, clock, origins, needsAdmin }, joinPolicyOf(live)),
  );
  const downloads = new Downloads(clock, disk);
  const stream = downloads.open.bind(downloads);
  const tools = makeAdminTools({ ...options, ...parts, ...chat, auth, stream });
  const version = `${options.version}-${options.files.version}`;
  const sockets = new Sockets(withLive({
    ...chat,
    upgrade: options.upgrade,
    auth,
    inbound: new InboundQueue(chat.commands, chat.scheduler, boundsOf(live)),
    clock,
    profiles: people.profiles,
    blocks: people.blocks,
    preferences: people.preferences,
    limits,
    version,
    onFull: (setting: string) => logger.warn("Connection limit reached", { setting }),
    onSlow: () => parts.metrics.count("plaintalk_queue_drops_total"),
    onBug,
  }, capsOf(live)));
  const session = {
    auth,
    accounts,
    moderation,
    rooms: chat.rooms,
    guard,
    limits,
    version,
    onEnd: tools.onEnd,
    refusal: (call: Call) => sockets.refusal(call),
  };
  const bodies = new Bodies({ clock, slices: parts.slices });
  const router = new Router({
    routes: routesOf(parts, { auth, bodies, stream, session, tools, sockets }),
    base: options.base,
    bodies,
    hosts: new Set([options.host, ...origins.map((origin) => new URL(origin).hostname)]),
    admit: admission(chat.rates, clock),
    onBug,
  });
  return { router, sockets, tools };
}

/** What the routes share. */
interface Shared {
  auth: Authenticator;
  bodies: Bodies;
  stream: Downloads["open"];
  session: SessionRoutesOptions;
  tools: AdminTools;
  sockets: Sockets;
}

function routesOf(parts: WebParts, shared: Shared): Route[] {
  const { options, chat, people, metrics } = parts;
  const { tools, sockets, session } = shared;
  const { clock, logger, live = () => options } = options;
  const { rates } = chat;
  const all = { ...options, ...parts, ...chat, ...people, ...shared, files: chat.attachments };
  return [
    ...tools.routes,
    ...ownAccountRoutes({
      ...session,
      house: tools.house,
      mayManage: (member) => rates.take(member, "manage", clock.now()),
    }),
    ...resetRoutes({ ...session, people }),
    ...handoverRoutes({ ...session, people, origins: options.origins, base: options.base }),
    ...sockets.routes,
    ...sessionRoutes(session),
    ...accountRoutes({
      ...all,
      ...session,
      isLocal: (call) => isOwnersCall(options, call),
      mayClaim: (addressKey) => rates.takeFrom(addressKey, "claim", clock.now()),
      onAdmin: (name) => logger.info("The first admin has come", { name }),
    }),
    ...profileRoutes({
      ...all,
      mayChange(member) {
        rates.take(member, "manage", clock.now());
        chat.space.mustHaveRoom(member.account);
      },
      onSeenBy: (member) => chat.seenBy.changed(member, roomsOf(chat, people, member)),
      onDone: tools.onDone,
    }),
    ...blockRoutes({
      ...all,
      mayManage: (member) => rates.take(member, "manage", clock.now()),
    }),
    ...preferenceRoutes({
      ...all,
      mayChange(member) {
        rates.take(member, "manage", clock.now());
        chat.space.mustHaveRoom(member.account);
      },
    }),
    ...moderationRoutes({ ...all, onSanction: tools.onDone }),
    ...roomRoutes(all),
    ...fileRoutes({
      ...all,
      maySend: (member) => rates.take(member, "send", clock.now()),
      onTaken: () => metrics.count("plaintalk_uploads_total"),
    }),
    ...parts.push.routes(shared.auth, (member) => rates.take(member, "manage", clock.now())),
    ...searchRoutes(all),
    ...sharedFileRoutes(all),
    ...settingsRoutes(withLive({ auth: shared.auth }, standingNow(live))),
    ...opsRoutes(withLive(all, watchersOf(live))),
    ...options.files.routes,
  ];
}

/** Rooms that somebody has read in, or is in now. */
function roomsOf({ rooms, lobby }: Chat, { marks }: People, member: Member): Room[] {
  const own = [...lobby.connections].filter((one) => one.member.key === member.key);
  const keys = new Set([
    ...marks.of(member.key).map(({ room }) => room),
    ...own.flatMap(({ joined }) => [...joined]),
  ]);
  return [...keys].map((key) => rooms.byKey(key, member)).filter((room) => room !== null);
}
