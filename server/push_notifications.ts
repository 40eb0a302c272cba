/**
 * Wires what calls people whose page is closed: the key, the subscriptions, the way to push services, and
 * who may be told of what.
 */
import { join } from "@std/path";
import type { Clock } from "./base/clock.ts";
import { ChatError } from "./base/errors.ts";
import type { Metrics } from "./base/metrics.ts";
import type { Slices } from "./base/time_slices.ts";
import type { Member } from "./delivery/connection.ts";
import type { Chat } from "./make_chat.ts";
import { foldName } from "./people/names.ts";
import type { People } from "./people/people.ts";
import type { Random } from "./people/secrets.ts";
import type { Message } from "./protocol.ts";
import { type PushRoom, PushService } from "./push/push_service.ts";
import { httpsPost, type Post, PushSender, systemResolve } from "./push/sender.ts";
import { Subscriptions } from "./push/subscriptions.ts";
import { Vapid } from "./push/vapid.ts";
import type { Disk } from "./store/disk.ts";
import type { Authenticator } from "./web/auth.ts";
import { pushRoutes } from "./web/push_routes.ts";
import type { Route } from "./web/router.ts";

/** The way to push services, for tests that run one of their own. */
export interface PushTransport {
  resolve: (host: string) => Promise<string[]>;
  post: Post;
}

/** What it is made of. */
export interface PushNotificationsOptions {
  data: string;
  disk: Disk;
  clock: Clock;
  stopwatch: () => number;
  slices: Slices;
  random: Random;
  people: People;
  metrics: Metrics;
  /** The chat, once it is there. */
  chat: () => Pick<Chat, "rooms" | "active">;
  /** False calls nobody. */
  push: boolean;
  pushTransport?: PushTransport;
  onTrouble: (what: string, error: unknown) => void;
}

/** What calls people. */
export interface PushNotifications {
  /** Something was said and is in the file. */
  said(room: PushRoom, message: Message): void;
  /** A session is over: its browser is called no more. */
  sessionEnded(session: string): void;
  /** A room has another name, both folded. */
  roomRenamed(from: string, to: string): void;
  /** Reads the file again that somebody else changed. */
  refresh(): void;
  routes(auth: Authenticator, mayManage: (member: Member) => void): Route[];
  close(): Promise<void>;
}

export function makePushNotifications(options: PushNotificationsOptions): PushNotifications {
  const { data, disk, clock, people, chat, metrics, push, onTrouble } = options;
  const { moderation, sessions, marks } = people;
  const subscriptions = new Subscriptions({
    path: join(data, "push.txt"),
    disk,
    clock,
    sessionOf: (id) => sessions.get(id),
    onTrouble,
  });
  const vapid = new Vapid({ path: join(data, "push_key.txt"), disk, clock });
  const way = httpsPost();
  const sender = new PushSender({
    clock,
    ...(options.pushTransport ?? { resolve: systemResolve, post: way.post }),
  });
  const service = new PushService({
    ...options,
    pause: (ms) => new Promise((go) => clock.after(ms, go)),
    vapid,
    subscriptions,
    send: (message) => sender.send(message),
    memberOf: (id) => memberOf(people, id),
    mayCome(member) {
      try {
        moderation.mustNotBeBanned(member);
        return true;
      } catch (error) {
        if (error instanceof ChatError) return false;
        throw error;
      }
    },
    isName: (key) => chat().rooms.isName(key),
    isIgnored: (member, name) => people.blocks.of(member).has(name),
    levelOf: ({ account, key }, room) =>
      account ? people.preferences.levelOf(key, room) : undefined,
    isActive: (member) => chat().active.isActive(member),
    readMark: ({ account, key }, { key: room, history }) =>
      account ? marks.get(key, room, history.epoch) : 0,
    onResult: (result) => metrics.count("plaintalk_push_total", 1, result),
  });
  return {
    said(room, message) {
      if (push) service.said(room, message);
    },
    sessionEnded: (session) => subscriptions.remove(session),
    roomRenamed(from, to) {
      subscriptions.renameRoom(from, to).catch((error) =>
        onTrouble("Cannot write the push subscriptions", error)
      );
    },
    refresh: () => subscriptions.refresh(),
    routes: (auth, mayManage) => pushRoutes({ auth, vapid, subscriptions, isOn: push, mayManage }),
    async close() {
      service.close();
      way.close();
      await subscriptions.close();
    },
  };
}

/** Who a session is, null where it is over or stands for nobody any more. */
function memberOf({ sessions, accounts }: People, id: string): Member | null {
  const session = sessions.get(id);
  if (session === null) return null;
  const { name, account, addressKey, began, only } = session;
  const owner = accounts.find(name);
  // A guest's name that was claimed since is somebody's; an account that is gone is nobody's.
  if (account !== (owner !== null)) return null;
  const known = { name: owner?.name ?? name, key: foldName(name), session: id, addressKey };
  if (owner === null) {
    const visit = only === undefined ? {} : { only: { room: only.room, from: only.from } };
    return { ...known, account: false, admin: false, entered: began, ...visit };
  }
  return { ...known, account: true, admin: owner.admin, claimed: owner.claimed };
}
