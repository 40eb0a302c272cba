/**
 * The words for notifications while the page is closed: what a browser asks for, and what its worker is
 * told. Types only, as in `protocol.ts`.
 */

/** What a browser wants to be told of while the page is closed. */
export interface PushWants {
  /** The words themselves; without them only where something was said. */
  text: boolean;
  /** Rooms that differ from the usual: everything in private, one's name elsewhere. */
  levels: Record<string, "all" | "mentions" | "none">;
}

/** `GET /api/push`: what a browser needs to subscribe, and what this session's is. */
export interface PushInfo {
  /** Our public key in base64url, to subscribe with; null where push is off. */
  key: string | null;
  /** What this session wants; null where it has no subscription. */
  wants: PushWants | null;
}

/** What a push message says to the browser's worker. */
export interface PushMessage {
  /** As the person calls it: `@Name` for a private conversation. */
  room: string;
  /** What people call it, where that is another name: a private room. */
  title?: string;
  id: number;
  /** Who said it, and the beginning of it: left out where one wants only to know where. */
  name?: string;
  text?: string;
  /** The name of what was attached, where there are no words. */
  file?: string;
  /** One is called by name. */
  called?: true;
  /** So many more were said there since the one before. */
  also?: number;
}
