/** What is read of rooms over HTTP beside pages of messages: types only, as in `protocol.ts`. */
import type { Message } from "./protocol.ts";

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

/** A line of `GET /api/rooms/<room>/search` and `GET /api/search`. */
export type Found =
  | { room: string; message: Message }
  /** How much has been looked through, 0 to 1. */
  | { done: number }
  /** There were more hits than one search tells: go on with `before` the last. */
  | { more: true };
