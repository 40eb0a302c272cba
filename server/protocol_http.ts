/** What is told over HTTP alone, of searches and of people: types and nothing that runs. */
import type { Limits, Me, Message, Person, Profile } from "./protocol.ts";

/** A line of `GET /api/rooms/<room>/search` and `GET /api/search`. */
export type Found =
  | { room: string; message: Message }
  /** How much has been looked through, 0 to 1. */
  | { done: number }
  /** There were more hits than one search tells: go on with `before` the last. */
  | { more: true };

/** `GET /api/rooms/<room>/pins`: pinned messages, the newest pin first. */
export interface Pins {
  room: string;
  epoch: string;
  messages: Message[];
}

/** `GET /api/people`: one of those with an account, or a guest who is here. */
export interface PersonInfo extends Person, Profile {
  admin: boolean;
  online: boolean;
  /** When an account was here last, to the minute (ISO 8601, UTC); told to accounts. */
  seen?: string;
  /** In `GET /api/people/<name>`, of oneself: whether one tells how far one has read. */
  seen_by?: boolean;
}

/** `GET /api/house/people`, for admins: one of those with an account. */
export interface AccountInfo {
  name: string;
  admin: boolean;
  online: boolean;
  /** When they were seen last, to half a day, where that is known: ISO 8601 in UTC. */
  seen?: string;
}

/** `GET /api/settings`, for admins: what one setting stands at. */
export interface SettingInfo {
  /** Its variable, and its name in the file of settings. */
  name: string;
  flag: string;
  /** Not there where it is a secret that was set. */
  value?: string;
  standard: string;
  /** Who said so. */
  from: "flag" | "environment" | "file" | "standard";
  /** It changes while the chat runs, where the file is read again. */
  live: boolean;
}

/** `GET /api/moderation`: somebody who may not write, or not come in, until a time. */
export interface SanctionInfo {
  what: "mute" | "ban";
  name: string;
  /** True for a ban of the address as well. */
  address: boolean;
  until: string;
  by: string;
}

/** `GET /api/sessions`: one of one's own. Times are ISO 8601 in UTC. */
export interface SessionEntry {
  session: string;
  began: string;
  /** When it was used last; to half a day where that was before the last start. */
  seen: string;
  /** The browser and system it began at, where they are known: `Firefox on Linux`. */
  device?: string;
  /** The page is open there just now. */
  online?: true;
  current: boolean;
}

/** `GET /api/rooms/<room>/files`: messages with a file, the newest first. */
export interface FilePage {
  room: string;
  epoch: string;
  messages: Message[];
  /** Cursor: `before=start` goes on from here. */
  start: number;
  /** There may be others before `start`; a page may be short, and even empty, all the same. */
  more: boolean;
}

/** `GET /api/rooms/<room>/unread?after=`: what others said since, and how much of it calls the caller by name. */
export interface Unread {
  room: string;
  epoch: string;
  messages: number;
  mentions: number;
  /** Ids of the first of them, and of the first that calls. */
  first?: number;
  first_mention?: number;
  /** Up to where it was counted. */
  end: number;
  more: boolean;
}

/** `GET /api/rooms/deleted`, for admins: a room that can be restored, and when it was deleted (ISO 8601, UTC). */
export interface DeletedRoomInfo {
  room: string;
  /** What people called a private one, whose `room` is its id. */
  name?: string;
  deleted: string;
}

/** Body of every HTTP error. */
export interface Problem {
  code: string;
  text: string;
  suggestion?: string;
}

/** The rules of the house: whether guests come in, whether an invitation is wanted, who makes rooms. */
export interface JoinPolicy {
  guests: boolean;
  invite: boolean;
  rooms: "everyone" | "admins";
  /** Who may claim a name: everybody who may come in, whoever has the invitation, or nobody. */
  accounts: "open" | "invited" | "closed";
  /** There while the chat waits for its first admin. */
  setup?: true;
}

/** `GET /api/session`: who is calling, `me: null` for a stranger. */
export interface SessionInfo {
  me: Me | null;
  door: JoinPolicy;
  version: string;
  limits: Limits;
  /** Why `me` could not connect now: a browser cannot read the answer to a failed upgrade. */
  refused?: Problem;
}
