/**
 * The words on the wire: everything a client can send and everything a server can tell.
 * Types only, so that server, tests and browser (by JSDoc) read one contract. Adding a word starts here.
 *
 * A client sends one {@link Command} in a text frame. A server sends one {@link Event}, or an
 * array of events that happened in the same turn, in order.
 */
import type { OwnInfo, RoomPreferencesInfo } from "./protocol_own.ts";

/** A person as others see them. `account` is false for a guest. */
export interface Person {
  name: string;
  account: boolean;
}

/** How an account looks to others: what is not there, it has not. A guest has none. */
export interface Profile {
  name: string;
  /** Which picture it is: `GET /api/people/<name>/avatar?version=`. */
  avatar?: string;
  /** A line about themselves, until a time (ISO 8601, UTC) or for good. */
  status?: string;
  until?: string;
}

/** What the server calls the person at this connection. */
export interface Me extends Person {
  admin: boolean;
  /** A guest's who was let into this room alone, by a link. */
  room?: string;
}

/** One emoji on a message and who put it there, in the order they did. */
export interface Reaction {
  emoji: string;
  names: string[];
}

/** What was attached to a message. `size` is in bytes; the id of a picture tells its pixels: `…-640x480.jpg`. */
export interface SharedFile {
  id: string;
  type: string;
  size: number;
  name: string;
}

/** The message that another one answers, as it is now. */
export interface Answered {
  id: number;
  name: string;
  /** Its first 120 characters, or the name of its file; empty when erased. */
  text: string;
}

/** Something said: what is in the history after later lines are folded onto it. */
export interface Message {
  /** Byte offset of the message's line in the room's file: id, order and cursor in one. */
  id: number;
  /** ISO 8601 in UTC, whole seconds: `2025-11-19T23:46:36Z`. */
  time: string;
  name: string;
  /** The words; line breaks are `\n`. Empty when erased. */
  text: string;
  file?: SharedFile;
  to?: Answered;
  edited?: true;
  erased?: true;
  /** Its author called everybody, or whoever was present (told to these alone), and may. */
  calls?: "all" | "here";
  reactions?: Reaction[];
}

/** A room in the list. */
export interface RoomInfo {
  room: string;
  /** Offsets mean something only together with this. */
  epoch: string;
  /** Where the next line will start, in bytes. */
  end: number;
  /** The offset of the last message the caller has read, 0 for none known. */
  read: number;
  people: number;
  /** When the last line was written, where that is known. */
  said?: string;
  /** The caller made this room, and so may rename, archive and delete it. */
  mine?: true;
  /** A room with chosen members: `room` is `+` and 26 letters or digits then, and this what people call it. */
  private?: true;
  name?: string;
  /** What the room is about: one line, at most `limits.topic` characters. */
  topic?: string;
  /** The room is read and not written. */
  archived?: true;
}

/** What is pinned in a room: ids of messages, the newest pin first, and the first of them. */
export interface PinsInfo {
  pins?: number[];
  pinned?: Answered;
}

/** Who reads what was said before they came to a private room: whoever is added, or nobody. */
export type HistoryFor = "all" | "joined";

/** Something that happened to a room as a whole, at its place among the messages. */
export interface RoomEvent {
  /** Byte offset of its line. */
  id: number;
  time: string;
  name: string;
  event: "topic" | "renamed" | "pinned" | "archived" | "restored" | "added" | "removed" | "left";
  /** The topic, empty where it was taken away; not there once its words are erased. */
  text?: string;
  /** What the room is called since then. */
  to?: string;
  /** The id of the pinned message. */
  target?: number;
  /** Who was added or removed. */
  who?: string;
}

/** Somebody in a private room: its maker, another member, or a guest who came by a link. */
export interface RoomMember {
  name: string;
  maker?: true;
  guest?: true;
}

/** Numbers both sides need; the client keeps no copy of its own. */
export interface Limits {
  /** Longest text in code points. */
  text: number;
  /** Longest text in bytes of UTF-8. */
  text_bytes: number;
  /** Longest name of a person or room in code points. */
  name: number;
  /** Longest topic of a room in code points. */
  topic: number;
  /** Messages a newcomer is given. */
  recent: number;
  /** Most messages in one page. */
  page: number;
  /** Most bytes of a file, 0 where no files are taken. */
  file_bytes: number;
  /** Longest line of status in code points. */
  status?: number;
  /** Most bytes of a picture of a person, and its longest side in pixels. */
  avatar_bytes?: number;
  avatar_side?: number;
  /** People of the largest room in which it is told who has read how far. */
  seen_by_people?: number;
  /** Most bytes of the small picture of a picture or film, 0 where none is taken. */
  preview_bytes: number;
  /** Most rooms whose level a push subscription names; there where people are called while the page is closed. */
  push_levels?: number;
}

/** A run of messages read from a room. */
export interface Page {
  room: string;
  epoch: string;
  messages: Message[];
  /** What happened to the room between `start` and `end`: of much the newest. */
  events?: RoomEvent[];
  /** Cursor: `before=start` reads the page above this one. */
  start: number;
  /** Offset just behind the last line this page covers. */
  end: number;
  /** Older messages exist above `start`. */
  more: boolean;
  /** Newer messages exist behind `end` (only pages read with `after`, `around` or `time`). */
  newer?: boolean;
  /** Id of the first message of that time or later, where there is one (only pages read with `time`). */
  target?: number;
}

/** What a client asks. */
export type Command =
  /** Hear a room. `after` is the id of the last message one has, valid only with its `epoch`. */
  | { type: "join"; room: string; after?: number; epoch?: string }
  | { type: "leave"; room: string }
  /**
   * Say something. `ref` is minted by the client (1 to 36 printable ASCII characters); `file` is the id
   * of a file sent to this room before, and then `text` may be empty; `to` that of the message answered.
   */
  | { type: "message"; room: string; text: string; ref?: string; file?: string; to?: number }
  /** A `ref` of `edit`, `erase` and `react` comes back with what they did; again with it does nothing twice. */
  | { type: "edit"; room: string; id: number; text: string; ref?: string }
  | { type: "erase"; room: string; id: number; ref?: string }
  | { type: "react"; room: string; id: number; emoji: string; on: boolean; ref?: string }
  | { type: "typing"; room: string }
  | { type: "read"; room: string; id: number }
  /** `private`: for its members alone, who read what was said before they came, or with `joined` not. */
  | {
    type: "create_room";
    room: string;
    ref?: string;
    private?: boolean;
    history?: HistoryFor;
    members?: string[];
  }
  /** Who is in a private room; its maker adds, removes or hands it over, and everybody may remove themselves. */
  | { type: "members"; room: string } & Partial<Record<"add" | "remove", string | string[]>> & {
    maker?: string;
  }
  /** For who made the room, and admins. */
  | { type: "delete_room"; room: string; ref?: string }
  /** Takes the room of that name that was deleted last back; for admins. */
  | { type: "restore_room"; room: string; ref?: string }
  /** For who made the room, and admins where it is everybody's. Where the room is archived, `restore_room` opens it again. */
  | { type: "rename_room"; room: string; to: string }
  | { type: "archive_room"; room: string }
  /** For accounts and for who made the room; an empty `text` takes the topic away. */
  | { type: "topic"; room: string; text: string }
  /** For whoever may speak in the room. */
  | { type: "pin"; room: string; id: number; on: boolean }
  /** The person is at this page, or is not any more: who reads is not called elsewhere. Counts for two minutes. */
  | { type: "active"; on: boolean }
  | { type: "ping" };

/** What a server tells. */
export type Event =
  /** First word on every connection: who you are, what there is. */
  | {
    type: "welcome";
    me: Me;
    /** Private ones first, each by name, a thousand at most; `more`: `GET /api/rooms?after=` tells the rest. */
    rooms: RoomInfo[];
    more?: true;
    people: Person[];
    /** Names that rooms had, and what they are called now: the latest hundred. */
    renamed?: { room: string; to: string }[];
    /** Accounts with a picture or a status; of more than a thousand those who were here last. */
    profiles?: Profile[];
    limits: Limits;
    /** Version of server and page; a page from another one offers to reload. */
    version: string;
  } & OwnInfo
  /** Answer to `join`. With `reset` the client throws away what it had of this room. */
  | { type: "history"; reset: boolean } & Page & PinsInfo
  /** Something was said. `ref` is there for its sender alone. */
  | { type: "message"; room: string; ref?: string } & Message
  /** These three too have their `ref` for who asked alone. */
  | { type: "edited"; room: string; id: number; name: string; text: string; ref?: string }
  | { type: "erased"; room: string; id: number; name: string; ref?: string }
  | { type: "reacted"; name: string } & Omit<Extract<Command, { type: "react" }>, "type">
  /** Who is in the room, after a join; of more than a thousand the first, and how many there are. */
  | { type: "users"; room: string; users: Person[]; total?: number }
  | { type: "joined"; room: string; name: string; account: boolean }
  | { type: "left"; room: string; name: string }
  | { type: "typing"; room: string; name: string }
  /**
   * Something was said in a room that this connection has not joined: so many messages, the first of
   * them at `from`; `mentioned` where one of them calls this person by name.
   */
  | {
    type: "activity";
    room: string;
    end: number;
    from?: number;
    messages?: number;
    mentioned?: true;
    /** Words that were there before are others, or gone: who counted them counts anew. */
    amended?: true;
  }
  /** Somebody else has read up to here, in private and in small rooms; with the id 0 it is told no more. */
  | { type: "read_by"; room: string; name: string; id: number }
  /** An account looks like this now, whole: what is not told any more is gone. */
  | ({ type: "profile" } & Profile)
  /** The same person has read up to here at another connection. */
  | { type: "read"; room: string; id: number }
  /** A private one is told to its members alone, now and when one is added; `ref` to who asked for it. */
  | { type: "room_created"; room: string; by: string; epoch: string; end: number; ref?: string }
    & Pick<RoomInfo, "private" | "name" | "mine" | "topic" | "archived">
  /** Who is in a private room now; without anybody for whom it is not there any more. */
  | { type: "members"; room: string; members: RoomMember[]; history?: HistoryFor; by?: string }
  | { type: "room_deleted"; room: string; by: string }
  /** The room's line of what was told, or of who came and went, is in the file. */
  | { type: "room_event"; room: string } & RoomEvent
  | { type: "blocked"; name: string; on: boolean }
  | { type: "room_preferences" } & RoomPreferencesInfo
  /** `to` is from now on what `room` was, without `by` since before; a private one stays and is called `name`. */
  | { type: "room_renamed"; room: string; to: string; by?: string; name?: string }
  | { type: "room_archived" | "room_restored"; room: string; by: string }
  | { type: "topic"; room: string; text: string; name: string }
  | { type: "pinned"; room: string; id: number; name: string; on: boolean } & PinsInfo
  /** `ref` and `room` repeat those of the command that failed; `wait` is in milliseconds. */
  | {
    type: "error";
    code: string;
    text: string;
    ref?: string;
    room?: string;
    wait?: number;
    /** A free name, with code `name_taken`. */
    suggestion?: string;
  }
  | { type: "pong" }
  /** The server is about to close with 1012; come back soon. */
  | { type: "restarting" };
