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

/** `GET /api/account/data`: how much of one's own there is to download beside one's words. */
export interface OwnDataInfo {
  files: number;
  bytes: number;
}
