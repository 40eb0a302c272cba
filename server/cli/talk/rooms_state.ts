/** What is known of rooms: which there are, how many messages nobody here has seen, and which call. */
import { RequestError, type TalkApi } from "./api.ts";
import type { Event, RoomInfo } from "../../protocol.ts";
import type { Unread } from "../../protocol_http.ts";

/** A room and what is unread in it. */
export interface TalkRoom {
  room: string;
  epoch: string;
  end: number;
  /** The last message that was read, 0 for none known. */
  read: number;
  people: number;
  unread: number;
  mentions: number;
}

/** Rooms that are kept in mind: those of a `welcome`, and what was made since. */
const MAX_ROOMS = 5000;
/** Rooms whose unread messages are counted at the start. */
const MAX_COUNTED = 50;

/** All rooms. */
export class RoomsState {
  readonly #rooms = new Map<string, TalkRoom>();

  /** The list as the server tells it; what was counted before stays where nothing was said since. */
  welcome(rooms: readonly RoomInfo[]): void {
    const before = new Map(this.#rooms);
    this.#rooms.clear();
    for (const { room, epoch, end, read, people } of rooms.slice(0, MAX_ROOMS)) {
      const known = before.get(room);
      const isSame = known?.epoch === epoch;
      this.#rooms.set(room, {
        ...{ room, epoch, end, people },
        // A guest's mark is kept by nobody else.
        read: Math.max(read, isSame ? known.read : 0),
        unread: isSame ? known.unread : 0,
        mentions: isSame ? known.mentions : 0,
      });
    }
  }

  get(room: string): TalkRoom | null {
    return this.#rooms.get(room) ?? null;
  }

  /** Private conversations first, each by name. */
  get all(): TalkRoom[] {
    const isPrivate = ({ room }: TalkRoom) => room.startsWith("@");
    return [...this.#rooms.values()].sort((a, b) =>
      Number(isPrivate(b)) - Number(isPrivate(a)) || (a.room < b.room ? -1 : 1)
    );
  }

  get names(): string[] {
    return this.all.map(({ room }) => room);
  }

  /** Rooms in which something may be unread that nobody counted yet. */
  get #uncounted(): TalkRoom[] {
    return this.all.filter(({ read, end, room }) =>
      (read > 0 || room.startsWith("@")) && read < end
    );
  }

  /** A room that was made, or that the server spoke of first. */
  add(room: string, epoch: string, end: number): void {
    if (this.#rooms.has(room) || this.#rooms.size >= MAX_ROOMS) return;
    this.#rooms.set(room, { room, epoch, end, read: 0, people: 0, unread: 0, mentions: 0 });
  }

  remove(room: string): void {
    this.#rooms.delete(room);
  }

  /** Something was said where one is not. True where it calls, and no call there waited before. */
  activity(event: Extract<Event, { type: "activity" }>): boolean {
    const { room, end, messages, mentioned, amended } = event;
    this.add(room, "", 0);
    const known = this.#rooms.get(room);
    if (known === undefined) return false;
    known.end = end;
    // Of private conversations it is not told whose words these are.
    if (amended || room.startsWith("@")) return false;
    const calls = mentioned ? 1 : 0;
    const isFirst = known.mentions === 0 && calls > 0;
    known.unread += messages ?? 1;
    known.mentions += calls;
    return isFirst;
  }

  /** Has the server count what is unread in a room. */
  async count(api: Pick<TalkApi, "unread">, room: string): Promise<void> {
    const known = this.#rooms.get(room);
    if (known === undefined) return;
    try {
      this.#counted(room, await api.unread(room, known.read));
    } catch (error) {
      // Not counted then: what is said from now on is.
      if (!(error instanceof RequestError)) throw error;
    }
  }

  /** The same for all rooms but one, as many as are worth it. */
  async countAll(api: Pick<TalkApi, "unread">, except: string): Promise<void> {
    const rooms = this.#uncounted.filter(({ room }) => room !== except);
    for (const { room } of rooms.slice(0, MAX_COUNTED)) {
      await this.count(api, room);
    }
  }

  #counted(room: string, { messages, mentions, epoch }: Unread): void {
    const known = this.#rooms.get(room);
    if (known === undefined || (known.epoch !== "" && known.epoch !== epoch)) {
      return;
    }
    known.unread = messages;
    known.mentions = room.startsWith("@") ? messages : mentions;
  }

  /** Everything up to a message was seen. */
  seen(room: string, id: number): void {
    const known = this.#rooms.get(room);
    if (known === undefined) return;
    known.read = Math.max(known.read, id);
    [known.unread, known.mentions] = [0, 0];
  }

  /** How much calls and is unread, in all rooms but one. */
  totals(except: string): { unread: number; mentions: number } {
    const others = [...this.#rooms.values()].filter(({ room }) => room !== except);
    return {
      unread: others.reduce((sum, room) => sum + room.unread, 0),
      mentions: others.reduce((sum, room) => sum + room.mentions, 0),
    };
  }

  /** The next room that calls; where none does, the next in which something is unread; null for none. */
  next(from: string): string | null {
    const all = this.all;
    const at = all.findIndex(({ room }) => room === from);
    const turned = [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))];
    const found = turned.find(({ mentions }) => mentions > 0) ??
      turned.find(({ unread }) => unread > 0);
    return found?.room ?? null;
  }
}
