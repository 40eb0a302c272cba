/**
 * `/api/preferences`: what an account wants of its list of rooms, told to all its windows, so that a phone has
 * the favourites and levels of the laptop. A guest's stay in their browser.
 */
import { mustHaveAccount } from "./account_routes.ts";
import type { Authenticator } from "./auth.ts";
import { json, readJson } from "./http.ts";
import type { Call, Route } from "./router.ts";
import { ChatError } from "../base/errors.ts";
import type { Lobby } from "../chat/lobby.ts";
import { shownPreferences } from "../chat/room_settings/shown_preferences.ts";
import type { Rooms } from "../chat/rooms.ts";
import type { Member } from "../delivery/connection.ts";
import { isRoomWord, MAX_PREFERENCES, type RoomPreferences } from "../people/room_preferences.ts";
import type { RoomPreferencesChange } from "../protocol_own.ts";

/** What these routes need. */
export interface PreferenceRoutesOptions {
  auth: Authenticator;
  preferences: RoomPreferences;
  lobby: Lobby;
  rooms: Rooms;
  /** Throws where somebody asks too fast, or where the disk is nearly full. */
  mayChange: (member: Member) => void;
}

/** Bytes of the longest body: as many rooms as one may name. */
const MAX_BODY_BYTES = 128 * 1024;

/** The routes. */
export function preferenceRoutes(options: PreferenceRoutesOptions): Route[] {
  const { auth, preferences, rooms, lobby, mayChange } = options;
  const shown = (me: Member) => shownPreferences(preferences, rooms, me);

  async function change(call: Call): Promise<Response> {
    auth.checkOrigin(call);
    const me = mustHaveAccount(auth, call);
    mayChange(me);
    await preferences.change(me, readChange(await readJson(call, MAX_BODY_BYTES)));
    const now = shown(me);
    for (const connection of lobby.windowsOf(me)) {
      connection.tell({ type: "room_preferences", ...now });
    }
    return json(now);
  }

  return [
    {
      method: "GET",
      path: "/api/preferences",
      handle: (call) => json(shown(mustHaveAccount(auth, call))),
    },
    { method: "POST", path: "/api/preferences", handle: change },
  ];
}

function readChange({ order, favourites, levels }: Record<string, unknown>): RoomPreferencesChange {
  if (order !== undefined && order !== "name" && order !== "activity") {
    throw new ChatError("bad_request", 'Cannot read "order": expected "name" or "activity"');
  }
  const stars = readRooms(
    "favourites",
    favourites,
    (on) => typeof on === "boolean",
    "true or false",
  );
  const levelWords = '"all", "mentions", "none" or null';
  const isLevel = (level: unknown) => ["all", "mentions", "none", null].includes(level as string);
  const chosen = readRooms("levels", levels, isLevel, levelWords);
  return {
    ...(order === undefined ? {} : { order }),
    favourites: stars as Required<RoomPreferencesChange>["favourites"],
    levels: chosen as Required<RoomPreferencesChange>["levels"],
  };
}

/** An object by room, each of whose values fits, or a ChatError. */
function readRooms(
  field: string,
  value: unknown = {},
  isFit: (value: unknown) => boolean,
  wanted: string,
): Record<string, unknown> {
  const fits = typeof value === "object" && value !== null && !Array.isArray(value) &&
    Object.keys(value).length <= MAX_PREFERENCES &&
    Object.entries(value).every(([room, one]) => isRoomWord(room) && isFit(one));
  if (fits) return value as Record<string, unknown>;
  throw new ChatError(
    "bad_request",
    `Cannot read "${field}": expected ${wanted} for each of at most ${MAX_PREFERENCES} rooms`,
  );
}
