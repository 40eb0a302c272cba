/** The words on the wire about one's own account: types only, as in `protocol.ts`. */

/** `POST /api/account/removal`: the account is gone; `removal`, by which the erasing of its words is asked after. */
export interface RemovalInfo {
  name: string;
  removal?: string;
}

/** `GET /api/account/data`: how much of one's own there is to download beside one's words. */
export interface OwnDataInfo {
  files: number;
  bytes: number;
}
