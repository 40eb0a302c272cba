/** What is known of rooms: which there are, how many messages nobody here has seen, and which call. */
import { RequestError, type TalkApi } from "./api.ts";
import { BoundedMap } from "../../base/bounded_map.ts";
import type { Event, Me, RoomInfo } from "../../protocol.ts";
import type { Unread } from "../../protocol_http.ts";
import { isConversation, isPrivateRoom, labelsOf, roomsMeant } from "./room_names.ts";

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
  /** When something was said there last: ISO 8601, empty where that is not known. */
  said: string;
  /** Counts up with what is said while one is here: later than all that was said before. */
  spoken: number;
  /** What people call a private room. */
  name?: string;
  topic?: string;
  isArchived: boolean;
  /** One made it, or was made its owner. */
  isMine: boolean;
}

/** What is told of a room that was made, or that one was added to. */
type Made =
  & Pick<Extract<Event, { type: "room_created" }>, "room" | "epoch" | "end">
  & Pick<RoomInfo, "name" | "topic" | "archived">
  & { by?: string };

/** Rooms that are kept in mind: those of a `welcome`, and what was made since. */
const MAX_ROOMS = 5000;
/** Rooms whose unread messages are counted at the start. */
const MAX_COUNTED = 50;
/** Names of before that still lead to a room: as many as a `welcome` tells. */
const MAX_FORMER = 100;

/** All rooms. */
export class RoomsState {
  readonly #rooms = new Map<string, TalkRoom>();
  #spoken = 0;
  #me: Pick<Me, "name" | "account" | "admin"> = { name: "", account: false, admin: false };
  #labels: ReadonlyMap<string, string> | null = null;
  /** What rooms were called before, and are called now. */
  readonly #former = new BoundedMap<string, string>(MAX_FORMER);

  /** The list as the server tells it; what was counted before stays where nothing was said since. */
  welcome(
    rooms: readonly RoomInfo[],
    renamed: readonly { room: string; to: string }[] = [],
    me = this.#me,
  ): void {
    this.#me = me;
    for (const { room, to } of renamed) this.#former.set(room, to);
    const before = new Map(this.#rooms);
    this.#rooms.clear();
    this.#labels = null;
    for (const one of rooms.slice(0, MAX_ROOMS)) {
      const { room, epoch, end, read, people, said = "", name, topic } = one;
      const known = before.get(room);
      const isSame = known?.epoch === epoch;
      this.#rooms.set(room, {
        ...{ room, epoch, end, people, said },
        ...{ isArchived: one.archived ?? false, isMine: one.mine ?? false, spoken: 0 },
        ...(name === undefined ? {} : { name }),
        ...(topic === undefined ? {} : { topic }),
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

  /** What calls first, then what is unread, then what was spoken in last; archived ones at the end. */
  get all(): TalkRoom[] {
    return [...this.#rooms.values()].sort((a, b) =>
      Number(a.isArchived) - Number(b.isArchived) ||
      Number(b.mentions > 0) - Number(a.mentions > 0) ||
      Number(b.unread > 0) - Number(a.unread > 0) ||
      b.spoken - a.spoken ||
      (a.said === b.said ? 0 : a.said > b.said ? -1 : 1) ||
      (this.label(a.room) < this.label(b.room) ? -1 : 1)
    );
  }

  get names(): string[] {
    return this.all.map(({ room }) => room);
  }

  /** What people call the rooms, and would write to go there. */
  get labels(): string[] {
    return this.names.map((room) => this.label(room));
  }

  /** What people call a room. */
  label(room: string): string {
    return this.#allLabels.get(room) ?? room;
  }

  /** The rooms that somebody means who writes this: several where private ones share a name. */
  meant(typed: string): string[] {
    const found = roomsMeant(typed, this.#allLabels);
    const former = this.#former.get(typed);
    return found.length > 0 || former === undefined ? found : [former];
  }

  get #allLabels(): ReadonlyMap<string, string> {
    return this.#labels ??= labelsOf(this.#rooms.values());
  }

  /** Rooms in which something may be unread that nobody counted yet. */
  get #uncounted(): TalkRoom[] {
    return this.all.filter(({ read, end, room }) =>
      (read > 0 || isConversation(room)) && read < end
    );
  }

  /** A room that was made, or that the server spoke of first. */
  add({ room, epoch, end, name, topic, archived, by }: Made): void {
    if (this.#rooms.has(room) || this.#rooms.size >= MAX_ROOMS) return;
    this.#labels = null;
    this.#rooms.set(room, {
      ...{ room, epoch, end, read: 0, people: 0, unread: 0, mentions: 0, said: "" },
      ...{ isArchived: archived ?? false, isMine: by === this.#me.name, spoken: 0 },
      ...(name === undefined ? {} : { name }),
      ...(topic === undefined ? {} : { topic }),
    });
  }

  remove(room: string): void {
    this.#rooms.delete(room);
    this.#labels = null;
  }

  /** A room is called otherwise from now on; a private one stays what it is on the wire. */
  rename(room: string, to: string, name?: string): void {
    const known = this.#rooms.get(room);
    this.#labels = null;
    if (room !== to) this.#former.set(room, to);
    if (known === undefined) return;
    this.#rooms.delete(room);
    this.#rooms.set(to, { ...known, room: to, ...(name === undefined ? {} : { name }) });
  }

  /** The topic of a room, empty for none. */
  setTopic(room: string, text: string): void {
    const known = this.#rooms.get(room);
    if (known === undefined) return;
    if (text === "") delete known.topic;
    else known.topic = text;
  }

  setArchived(room: string, isArchived: boolean): void {
    const known = this.#rooms.get(room);
    if (known !== undefined) known.isArchived = isArchived;
  }

  setMine(room: string, isMine: boolean): void {
    const known = this.#rooms.get(room);
    if (known !== undefined) known.isMine = isMine;
  }

  /** What calls many at once in a room, for who may write it there: its maker, or an admin. */
  groups(room: string): string[] {
    const { account, admin } = this.#me;
    const isAsked = admin || this.get(room)?.isMine === true;
    return account && isAsked && !isConversation(room) ? ["all", "here"] : [];
  }

  /** Something is said in a room just now. */
  spoke(room: string): void {
    const known = this.#rooms.get(room);
    if (known !== undefined) known.spoken = ++this.#spoken;
  }

  /** Something was said where one is not. True where it calls, and no call there waited before. */
  activity(event: Extract<Event, { type: "activity" }>): boolean {
    const { room, end, messages, mentioned, amended } = event;
    // A private room is heard of by its name first.
    if (!isPrivateRoom(room)) this.add({ room, epoch: "", end: 0 });
    const known = this.#rooms.get(room);
    if (known === undefined) return false;
    known.end = end;
    if (!amended) this.spoke(room);
    // Of private conversations it is not told whose words these are.
    if (amended || isConversation(room)) return false;
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
    known.mentions = isConversation(room) ? messages : mentions;
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
    const others = this.all.filter(({ room }) => room !== from);
    const found = others.find(({ mentions }) => mentions > 0) ??
      others.find(({ unread }) => unread > 0);
    return found?.room ?? null;
  }
}
