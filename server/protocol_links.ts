/** What is told of links that let somebody in, over HTTP alone: types and nothing that runs. */

/** A link with a code in it, and a picture of it: dark modules in a square of `size`, as a path for SVG. */
export interface LinkInfo {
  link: string;
  qr: { size: number; path: string };
}

/** `GET /api/invites`, for admins, and with `?room=` for the maker of a private room: an invitation, without the code that is told once. */
export interface InviteInfo {
  /** What it is revoked by. */
  invite: string;
  until: string;
  by: string;
  /** What its maker calls it. */
  name?: string;
  /** How many came with it. */
  used: number;
  /** How many may still come; any number without it. */
  uses?: number;
  /** The one room that it leads to, as the caller calls it; none for the whole chat. */
  room?: { room: string; name: string };
  /** Why it is good no more, where it is not. */
  over?: "expired" | "used" | "revoked";
}

/** `POST /api/invites`: told once. */
export interface MadeInvite extends InviteInfo, LinkInfo {
  code: string;
}

/** `POST /api/invite`: what whoever has a code may know of it; nothing of the owner's own. */
export interface InvitationInfo {
  by?: string;
  until?: string;
  /** The one room that it leads to, as people call it. */
  room?: string;
  /** With `join: true`: the room that an account is in now. */
  joined?: string;
}

/** `POST /api/handovers`: a code for another device, told once. */
export interface HandoverInfo extends LinkInfo {
  code: string;
  until: string;
}
