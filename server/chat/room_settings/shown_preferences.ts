/** What an account wants of its list of rooms, told under the names that the rooms have now. */
import type { Rooms } from "../rooms.ts";
import type { Member } from "../../delivery/connection.ts";
import { foldName } from "../../people/names.ts";
import type { RoomPreferences } from "../../people/room_preferences.ts";
import type { RoomPreferencesInfo } from "../../protocol_own.ts";

export function shownPreferences(
  preferences: Pick<RoomPreferences, "of">,
  rooms: Pick<Rooms, "byKey">,
  member: Member,
): RoomPreferencesInfo {
  const { favourites, levels, ...others } = preferences.of(member.key);
  const shown = (room: string): string =>
    /^[@+]/.test(room) ? room : rooms.byKey(foldName(room), member)?.name ?? room;
  return {
    ...others,
    favourites: favourites.map(shown),
    levels: Object.fromEntries(Object.entries(levels).map(([room, on]) => [shown(room), on])),
  };
}
