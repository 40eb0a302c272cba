/**
 * The rooms in the order in which they are told: those that are a member's own (private rooms and private
 * conversations), then everybody's, each by name. Told in pages, so that a folder of fifty thousand rooms costs nobody's connection megabytes,
 * and sorted once, not for each who asks.
 */
import type { Member } from "../delivery/connection.ts";
import type { Ownership } from "./room_ownership.ts";
import type { RoomRegistry } from "./room_registry.ts";
import type { Room } from "./room.ts";
import { ChatError } from "../base/errors.ts";
import { NameLooks } from "../people/name_looks.ts";
import type { RoomInfo } from "../protocol.ts";

/** Rooms that are told at once. */
const MAX_ROOMS_PER_PAGE = 1000;

/** What the list needs. */
export interface RoomListOptions {
  /** Everybody's rooms, by key. */
  rooms: Pick<RoomRegistry, "names" | "get">;
  /** Rooms that are not everybody's: those of a member, and the one of a key. */
  ownOf: (member: Member) => Room[];
  byKey: (key: string) => Room | undefined;
  ownership: Ownership;
  /** Up to where a member has read a room: an id, 0 for none known. */
  readMark: (member: Member, room: Room) => number;
}

interface Named {
  name: string;
  key: string;
}

/** A list of rooms in pages. */
export class RoomList {
  readonly #options: RoomListOptions;
  readonly #looks = new NameLooks();
  #sorted: Named[] | null = null;

  constructor(options: RoomListOptions) {
    this.#options = options;
  }

  /** A room came or went. */
  changed(): void {
    this.#sorted = null;
  }

  /** Throws a ChatError where a reader could take a new name for that of a room that is there, but for `own`. */
  mustLookLikeNone(name: string, own?: string): void {
    const looks = this.#looks.of(name);
    for (const room of this.#all()) {
      if (room.key === own) continue;
      if (!this.#looks.of(room.name).some((look) => looks.includes(look))) continue;
      throw new ChatError(
        "exists",
        `Cannot call a room "${name}": it looks like "${room.name}", choose another name`,
      );
    }
  }

  /** The rooms behind one that was told, or from the first on for "", as a member sees them. */
  page(member: Member | null, after: string, max = MAX_ROOMS_PER_PAGE): RoomListPage {
    const own = member === null ? [] : this.#ownOf(member);
    const isAmongOwn = after === "" || /^[@+]/.test(after);
    const ours = isAmongOwn ? behind(own, after, max + 1) : [];
    const all = member?.only === undefined ? this.#all() : [];
    const found = [...ours, ...behind(all, isAmongOwn ? "" : after, max + 1 - ours.length)];
    const rooms = found.slice(0, max).map(({ name, key }) => this.#info(key, name, member));
    return { rooms: rooms.filter((info) => info !== null), more: found.length > max };
  }

  #all(): Named[] {
    return this.#sorted ??= this.#options.rooms.names().sort(byName);
  }

  #ownOf(member: Member): Named[] {
    return this.#options.ownOf(member)
      .map((room) => ({ name: room.nameFor(member), key: room.key })).sort(byName);
  }

  /** Null for a file that turned out to be none. */
  #info(key: string, name: string, member: Member | null): RoomInfo | null {
    const { rooms, byKey, ownership, readMark } = this.#options;
    const room = rooms.get(key) ?? byKey(key);
    if (room === undefined) return null;
    const info = room.info(name, member === null ? 0 : readMark(member, room));
    return ownership.isOwner(room, member) ? { ...info, mine: true as const } : info;
  }
}

/** A run of the list; `more`: there are rooms behind it. */
export interface RoomListPage {
  rooms: RoomInfo[];
  more: boolean;
}

function byName(a: Named, b: Named): number {
  return a.name < b.name ? -1 : 1;
}

/** So many behind a name, which need not be there any more. */
function behind(sorted: Named[], after: string, max: number): Named[] {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.name <= after) low = middle + 1;
    else high = middle;
  }
  return sorted.slice(low, low + Math.max(0, max));
}
