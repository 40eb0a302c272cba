/**
 * Wires what keeps the house: the same acts for admins in the page and for the owner at the command line.
 */
import { join } from "@std/path";
import type { Authenticator } from "./web/auth.ts";
import { Administration, SESSION_ENDED_CODE } from "./chat/administration.ts";
import type { Lobby } from "./chat/lobby.ts";
import type { Rooms } from "./chat/rooms.ts";
import type { TickScheduler } from "./delivery/scheduler.ts";
import type { Clock } from "./base/clock.ts";
import type { Logger } from "./base/logger.ts";
import type { Slices } from "./base/time_slices.ts";
import { randomHex } from "./base/random.ts";
import { type ControlHandlers, ControlRequests, executeRequest } from "./control_requests.ts";
import type { People } from "./people/people.ts";
import type { Disk } from "./store/disk.ts";
import type { AttachmentStore } from "./attachments/store.ts";
import type { Message } from "./protocol.ts";
import { type PersonExportOptions, sentBytes, whoIs } from "./transfer/person_entries.ts";
import { exportPerson, zipPerson } from "./transfer/person_export.ts";
import { messagesOf } from "./transfer/leaving_messages.ts";
import type { Downloads } from "./web/downloads.ts";
import { adminRoutes } from "./web/admin_routes.ts";
import { InviteRights } from "./web/invite_rights.ts";
import { inviteRoutes } from "./web/invite_routes.ts";
import { ownExportRoutes } from "./web/own_export_routes.ts";
import type { Route } from "./web/router.ts";

/** What it is made of. */
export interface AdminToolsOptions {
  data: string;
  disk: Disk;
  clock: Clock;
  random: (bytes: Uint8Array<ArrayBuffer>) => void;
  /** Opens a file as a stream of exactly these bytes. */
  stream: Downloads["open"];
  slices: Slices;
  scheduler: TickScheduler;
  people: People;
  rooms: Rooms;
  lobby: Lobby;
  auth: Authenticator;
  attachments: AttachmentStore;
  /** Where people open the chat, and the path below. */
  origins: readonly string[];
  base: string;
  logger: Logger;
  reload?: () => Promise<string[]>;
  changeFiles?: ControlHandlers["changeFiles"];
  onTrouble: (what: string, error: unknown) => void;
}

/** What exporting a person needs, over the rooms that are open. */
async function exporting(
  options: AdminToolsOptions,
  isPrivate: boolean,
): Promise<PersonExportOptions> {
  const { rooms } = options;
  await rooms.whole;
  const all = [...rooms.readable(null), ...rooms.direct.rooms, ...rooms.private.rooms];
  const open = new Map(all.map((room) => [room.history.path, room.history]));
  const messages = (path: string): AsyncIterable<Message> => {
    const history = open.get(path);
    return history === undefined ? none() : messagesOf(history);
  };
  return { ...options, isPrivate, messages };
}

/**
 * Everything of one person but what was said in private, in a file among those that are on their way: a
 * start takes away what was left there.
 */
async function exportTo(options: AdminToolsOptions, name: string): Promise<string> {
  const to = join(options.data, "files", "new", `${randomHex(options.random, 16)}.part`);
  return await exportPerson(await exporting(options, false), name, to);
}

async function* none(): AsyncIterable<Message> {
  // A file that is no room.
}

/** What keeps the house. */
export interface AdminTools {
  house: Administration;
  routes: Route[];
  /** Looks whether the command line asked for something, and whose session is over. */
  look(): void;
  /** Closes every connection of a session that ended. */
  onEnd(session: string): void;
  /** Told what an admin did. */
  onDone(what: string, name: string, by: string): void;
  /** Stops what goes on for long. */
  close(): Promise<void>;
}

export function makeAdminTools(options: AdminToolsOptions): AdminTools {
  const { attachments, lobby, people, logger, onTrouble, origins, base } = options;
  const onDone = (what: string, name: string, by: string): void =>
    logger.info("Moderation", { what, name, by });
  const onEnd = (session: string): void =>
    lobby.disconnect((member) => member.session === session, SESSION_ENDED_CODE, "session ended");
  const reload = options.reload ?? (() => Promise.resolve([]));
  const changeFiles: ControlHandlers["changeFiles"] = async (request) => {
    const lines = await options.changeFiles?.(request) ?? [];
    // Counts at once, and not with the next look at the files.
    people.refresh();
    return lines;
  };
  const house = new Administration({
    ...options,
    dropFile: (id, place) => attachments.drop(id, place),
    dropOwned: (owner) => attachments.dropOwned(owner),
    onDone,
  });
  const address = origins[0] === undefined ? "" : origins[0] + base;
  const requests = new ControlRequests({
    ...options,
    run: (request) => executeRequest({ house, reload, changeFiles, address }, request),
  });
  return {
    house,
    routes: [
      ...adminRoutes({
        ...options,
        house,
        onDone,
        makeExport: (name) => exportTo(options, name),
      }),
      ...inviteRoutes({ ...options, rights: new InviteRights(options), onEnd, onDone }),
      ...ownExportRoutes({
        ...options,
        async measure(name) {
          const all = await exporting(options, true);
          return sentBytes(all, whoIs(all, name));
        },
        zip: async (name) => zipPerson(await exporting(options, true), name),
      }),
    ],
    look() {
      // A connection that stays open keeps its session from idling, and ends when it has lasted too long.
      lobby.disconnect(
        ({ session }) => people.sessions.isOver(session),
        SESSION_ENDED_CODE,
        "session ended",
      );
      house.removals.look();
      requests.look().catch((error) => onTrouble("Cannot look for what was asked", error));
    },
    onEnd,
    onDone,
    close: () => house.removals.close(),
  };
}
