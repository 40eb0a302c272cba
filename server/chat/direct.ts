/**
 * Private conversations between two accounts: `direct/<name>+<name>.txt`, names sorted. From where
 * each of the two stands it is the room `@Other`; for everybody else there is no such thing, and the
 * refusal is the one for a room that never was.
 */
import { createHash } from "node:crypto";
import type { Connection, Member } from "../delivery/connection.ts";
import type { Room } from "./room.ts";
import type { RoomFolder } from "./room_folder.ts";
import type { Circle } from "./room_options.ts";
import { ChatError } from "../base/errors.ts";
import { foldName } from "../people/names.ts";
import type { Event } from "../protocol.ts";

/** What private conversations need from outside. */
export interface DirectOptions {
  roomFolder: RoomFolder;
  /** The name of an account as it was claimed, or null. */
  accountName: (name: string) => string | null;
  /** What whoever had a name is called now, also where they have no account any more; or null. */
  nameNow: (name: string) => string | null;
  /** Every name that a file may be called by: those that are claimed and those that were. */
  knownNames: () => string[];
  /** Folded names of those whom somebody does not want to hear. */
  ignoredBy?: (who: { key: string; account: boolean }) => ReadonlySet<string>;
  /** Told of a conversation that was begun. */
  onBegun: (room: Room, by: Member) => void;
}

/** Bytes of a name that fits a file's name beside another one. */
const NAME_BYTES = 97;

/** All private conversations. */
export class Direct {
  readonly #options: DirectOptions;
  /** By key: "@" and both folded names. */
  readonly #rooms = new Map<string, Room>();
  /** By the same of what the two are called now: a file keeps the names that it began with. */
  readonly #byPair = new Map<string, Room>();
  readonly #files = new Map<Room, string>();
  readonly #pairs = new Map<Room, Pair>();
  /** True while conversations are opened anew: none is begun beside one that is not there just now. */
  #isMoving = false;

  constructor(options: DirectOptions) {
    this.#options = options;
  }

  /** Opens those that are there. */
  load(): void {
    const names = new Map(this.#options.knownNames().map((name) => [shortened(name), name]));
    for (const file of this.#options.roomFolder.list()) {
      const [one, two] = file.split("+").map((part) => names.get(part));
      if (!one || !two || directFileOf(one, two) !== file) continue;
      try {
        this.#open(file, one, two);
      } catch (error) {
        // The others go on; whoever asks for this one is told that the disk refused it.
        this.#options.roomFolder.troubleIn(file)("Cannot open a private conversation", error);
      }
    }
  }

  get rooms(): Iterable<Room> {
    return this.#rooms.values();
  }

  /** The conversation of a member with somebody, begun if need be; null where the two cannot have one. */
  find(member: Member | null, other: string, begin: boolean): Room | null {
    const { accountName, nameNow } = this.#options;
    const name = nameNow(other);
    if (member === null || !member.account || name === null || foldName(name) === member.key) {
      return null;
    }
    if (this.#options.ignoredBy?.(member).has(foldName(name))) throw isBlocked(name);
    const room = this.#byPair.get(directKeyOf(member.name, name));
    // What was said with somebody who is gone can be read, and nothing is begun with them.
    if (room !== undefined || !begin || accountName(name) === null) return room ?? null;
    if (this.#isMoving) throw new ChatError("busy", "Somebody is being renamed", { wait: 500 });
    return this.#begin(member, name);
  }

  /** The conversation of a member with somebody, also where one of them does not want it; null for none. */
  between(member: Member, other: string): Room | null {
    const name = member.account ? this.#options.nameNow(other) : null;
    return name === null ? null : this.#byPair.get(directKeyOf(member.name, name)) ?? null;
  }

  byKey(key: string): Room | undefined {
    return this.#rooms.get(key);
  }

  /** True where a conversation of that name is on the disk, also of somebody who has no account any more. */
  isOnDisk(name: string): boolean {
    return namesSomebody(this.#options.roomFolder.list(), name);
  }

  /** Somebody is called otherwise now: their conversations are who they are with. Returns those. */
  async renamed(name: string): Promise<Room[]> {
    const key = foldName(name);
    const found = [...this.#files].filter(([room]) => this.#pairs.get(room)?.isOf(key));
    this.#isMoving = true;
    try {
      for (const [room, file] of found) {
        await room.close();
        this.#files.delete(room);
        this.#pairs.delete(room);
        this.#rooms.delete(room.key);
        for (const [pair, other] of this.#byPair) if (other === room) this.#byPair.delete(pair);
        const [one = "", two = ""] = room.key.slice(1).split("+");
        this.#open(file, one, two);
      }
    } finally {
      this.#isMoving = false;
    }
    return found.map(([room]) => room);
  }

  /** The conversations of a member. */
  of(member: Member): Room[] {
    if (!member.account) return [];
    return [...this.#rooms.values()].filter((room) => room.isFor(member));
  }

  /** One look at each file, whether somebody changed it. */
  *looks(): Iterable<() => void> {
    for (const [room, file] of this.#files) {
      yield () => this.#options.roomFolder.checkForChanges(file, room);
    }
  }

  async close(): Promise<void> {
    for (const room of this.#rooms.values()) await room.close();
  }

  #begin(member: Member, other: string): Room {
    const { roomFolder, onBegun } = this.#options;
    const file = directFileOf(member.name, other);
    if (!roomFolder.has(file)) roomFolder.files.begin(file, member.name);
    const room = this.#open(file, member.name, other);
    void room.history.catchUp();
    onBegun(room, member);
    return room;
  }

  #open(file: string, one: string, two: string): Room {
    const { roomFolder, nameNow, ignoredBy } = this.#options;
    roomFolder.mend(file);
    const key = directKeyOf(one, two);
    const pair = new Pair(nameNow(one) ?? one, nameNow(two) ?? two, ignoredBy);
    const room = roomFolder.open(file, { name: pair.wireName, key, circle: pair });
    this.#rooms.set(key, room);
    this.#byPair.set(directKeyOf(pair.one, pair.two), room);
    this.#files.set(room, file);
    this.#pairs.set(room, pair);
    return room;
  }
}

/** The two of a private conversation, each of whom calls it by the other's name. */
export class Pair implements Circle {
  readonly wireName = "@";
  readonly one: string;
  readonly two: string;

  readonly #ignoredBy: NonNullable<DirectOptions["ignoredBy"]>;

  constructor(
    one: string,
    two: string,
    ignoredBy: DirectOptions["ignoredBy"] = () => new Set<string>(),
  ) {
    this.one = one;
    this.two = two;
    this.#ignoredBy = ignoredBy;
  }

  /** True for one of the two, but for whom blocks the other one: the conversation is not there for them. */
  has({ key, account }: Pick<Member, "key" | "account">): boolean {
    if (!account || !this.isOf(key)) return false;
    return !this.#ignoredBy({ key, account }).has(foldName(this.nameFor({ key }).slice(1)));
  }

  /** True for the folded name of one of the two. */
  isOf(key: string): boolean {
    return foldName(this.one) === key || foldName(this.two) === key;
  }

  nameFor({ key }: Pick<Member, "key">): string {
    return `@${foldName(this.one) === key ? this.two : this.one}`;
  }

  from(): number {
    return 0;
  }

  /** The room's name stands before any words of theirs. */
  seenBy(member: Member, json: string): string {
    return json.replace('"room":"@"', () => `"room":${JSON.stringify(this.nameFor(member))}`);
  }
}

/** True where one of these files, without their ending, is a conversation of that name. */
export function namesSomebody(files: string[], name: string): boolean {
  const [own, key] = [shortened(name), foldName(name)];
  return files.some((file) =>
    file.split("+").some((part) => part === own || foldName(part) === key)
  );
}

function isBlocked(name: string): ChatError {
  return new ChatError("not_allowed", `You blocked "${name}": unblock them to talk in private`);
}

/** What is told to anybody who asks for a room that is not there for them. */
export function noSuchRoom(name: string): ChatError {
  return new ChatError("not_found", `Cannot find a room named "${name}"`);
}

/** The key of the conversation of two: their folded names, in order. */
export function directKeyOf(one: string, two: string): string {
  return `@${[foldName(one), foldName(two)].sort().join("+")}`;
}

/** The name of its file: names sorted; one in a script of many bytes is cut and told apart by a hash. */
export function directFileOf(one: string, two: string): string {
  return [one, two].sort().map(shortened).join("+");
}

function shortened(name: string): string {
  if (new TextEncoder().encode(name).length <= NAME_BYTES) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 12);
  return `${[...name].slice(0, 16).join("")}~${hash}`;
}

/** Tells those of the two who are not in the room, each by the other's name. */
export function tellPair(
  connections: Iterable<Connection>,
  room: Room,
  event: (name: string) => Event,
): void {
  for (const connection of connections) {
    if (room.isFor(connection.member) && !connection.joined.has(room.key)) {
      connection.tell(event(room.nameFor(connection.member)));
    }
  }
}

/** Tells that something was said, or that words which were there are others. */
export function stirPair(
  connections: Iterable<Connection>,
  room: Room,
  how: { amended?: true } = {},
): void {
  const { end } = room.history;
  tellPair(connections, room, (name) => ({ type: "activity", room: name, end, ...how }));
}
