/**
 * Who may give out which invitation: admins one to the chat and to rooms that are everybody's, the maker of
 * a private room one to that. Whoever may not give it out is told nothing of it either.
 */
import { mustHaveAccount } from "./account_routes.ts";
import type { Authenticator } from "./auth.ts";
import { mustBeAdmin } from "./moderation_routes.ts";
import type { Call } from "./router.ts";
import { ChatError } from "../base/errors.ts";
import { anyRoom } from "../chat/fields.ts";
import type { Room } from "../chat/room.ts";
import type { Rooms } from "../chat/rooms.ts";
import type { Member } from "../delivery/connection.ts";
import { EVERYWHERE, type Invite } from "../people/invites.ts";

/** What it needs to know. */
export interface InviteRightsOptions {
  auth: Authenticator;
  rooms: Pick<Rooms, "get" | "byKey">;
}

/** The rights of one chat. */
export class InviteRights {
  readonly #options: InviteRightsOptions;

  constructor(options: InviteRightsOptions) {
    this.#options = options;
  }

  /** Who gives out a link to a room, to the chat where none is named; a ChatError where they may not. */
  mustInvite(call: Call, room: unknown): { me: Member; room: Room | null } {
    const { auth, rooms } = this.#options;
    if (room === undefined || room === null) return { me: mustBeAdmin(auth, call), room: null };
    if (!/^(?:GET|HEAD)$/.test(call.request.method)) auth.checkOrigin(call);
    const me = mustHaveAccount(auth, call);
    const found = rooms.get(anyRoom(room), me);
    if (!this.#mayOpen(me, found)) {
      throw new ChatError("not_allowed", "Cannot invite to this room: only its maker may");
    }
    if (!auth.door.guests && !me.admin) {
      throw new ChatError("not_allowed", "Cannot invite guests: this chat lets none in");
    }
    return { me, room: found };
  }

  /** The member who calls and may take some invitations back, or a ChatError. */
  mustManage(call: Call): Member {
    const { auth } = this.#options;
    auth.checkOrigin(call);
    const me = auth.mustBeKnown(call);
    return me.account ? me : mustBeAdmin(auth, call);
  }

  /** True where somebody may know of an invitation, and take it back. */
  mayManage(me: Member, { opens }: Invite): boolean {
    if (opens === EVERYWHERE) return me.admin;
    const room = this.#options.rooms.byKey(opens, me);
    return room !== null && this.#mayOpen(me, room);
  }

  /** What people call the room that an invitation leads to; null for the chat. */
  roomOf({ opens }: Invite, me: Member): { room: string; name: string } | null {
    const room = opens === EVERYWHERE ? null : this.#options.rooms.byKey(opens, me);
    return room === null ? null : { room: room.name, name: room.title };
  }

  #mayOpen(me: Member, { circle }: Room): boolean {
    return circle === null ? me.admin : circle.isMaker?.(me) === true;
  }
}
