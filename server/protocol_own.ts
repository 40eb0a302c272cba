/** The words on the wire about one's own account: types only, as in `protocol.ts`. */

/** `POST /api/account/removal`: the account is gone; `removal`, by which the erasing of its words is asked after. */
export interface RemovalInfo {
  name: string;
  removal?: string;
}

/** `GET /api/blocks`: somebody whom one does not want to hear, since when (ISO 8601, UTC). */
export interface BlockInfo {
  name: string;
  since: string;
}

/** What an account wants of its list of rooms, on every device. */
export interface RoomPreferencesInfo {
  order?: "name" | "activity";
  /** Rooms that stand first, the latest last. */
  favourites: string[];
  levels: Record<string, "all" | "mentions" | "none">;
}

/** `POST /api/preferences`: what is another now; with `null` a level is chosen no more. */
export interface RoomPreferencesChange {
  order?: "name" | "activity";
  favourites?: Record<string, boolean>;
  levels?: Record<string, "all" | "mentions" | "none" | null>;
}

/** What `welcome` tells of one's own. */
export interface OwnInfo {
  /** Whom one has blocked. */
  blocked?: string[];
  /** Of accounts; a guest's are their browser's. */
  preferences?: RoomPreferencesInfo;
}

/** `GET /api/account/data`: how much of one's own there is to download beside one's words. */
export interface OwnDataInfo {
  files: number;
  bytes: number;
}
