/**
 * Who may come in, and who may claim a name: everybody, whoever has an invitation, or nobody. A code is
 * counted before anything else is waited for, and guesses at one are counted by address.
 */
import { timingSafeEqual } from "node:crypto";
import { ChatError } from "../base/errors.ts";
import type { Member } from "../delivery/connection.ts";
import { EVERYWHERE, type Invite, type Invites } from "../people/invites.ts";
import type { LoginGuard } from "../people/login_guard.ts";

/** What it needs to know. */
export interface InvitationCheckOptions {
  guard: LoginGuard;
  invites: Invites;
  /** False keeps everybody out who has no account. */
  guests: boolean;
  /** What one must know to enter or to claim a name; "" lets everybody. */
  invite: string;
  /** Who may claim a name: everybody who may come in, who has the invitation, or nobody. */
  accountsPolicy: "open" | "invited" | "closed";
}

export class InvitationCheck {
  readonly #options: InvitationCheckOptions;

  constructor(options: InvitationCheckOptions) {
    this.#options = options;
  }

  /** Throws a ChatError where nobody may enter as a guest, or not without an invitation. */
  mustEnter(code: unknown, addressKey: string): void {
    const { guests, invite } = this.#options;
    if (!guests) {
      throw new ChatError("not_allowed", "Cannot enter as a guest here: sign in with a password");
    }
    if (invite !== "") this.mustOpenChat(this.invitation(code, addressKey));
  }

  /** The invitation of a code that leads to one room, a ChatError for one that is over; null for any other. */
  linkToRoom(code: unknown): Invite | null {
    const { invites } = this.#options;
    return invites.roomOf(code) === null ? null : invites.find(code);
  }

  /** Throws a ChatError where a caller may not claim a name; `me`: the guest who does, or null. */
  mayClaim(me: Member | null, code: unknown, addressKey: string): void {
    const { accountsPolicy, invite, invites } = this.#options;
    const isWanted = accountsPolicy === "invited" && invite === "";
    if (me?.only !== undefined) {
      throw new ChatError(
        "not_allowed",
        "Cannot claim a name as a guest of one room: sign out first",
      );
    }
    if (
      accountsPolicy === "closed" || (isWanted && invites.find(code)?.opens !== EVERYWHERE)
    ) {
      throw new ChatError(
        "not_allowed",
        "Cannot claim a name here: this chat takes no new accounts without an invitation",
      );
    }
    // A guest came in with the invitation, where there is one.
    if (invite !== "" && me === null) this.mustOpenChat(this.invitation(code, addressKey));
  }

  /**
   * The invitation of a code, null for the owner's own; a ChatError for one that is over and for what is
   * none, which counts as a guess.
   */
  invitation(code: unknown, addressKey: string): Invite | null {
    const { invite, invites, guard } = this.#options;
    guard.mustNotHaveGuessed(addressKey);
    if (typeof code === "string" && invite !== "" && isEqual(code, invite)) {
      return null;
    }
    const found = invites.find(code);
    if (found !== null) return found;
    // Nothing at all is no guess: people come by the bare address.
    if (typeof code === "string" && code !== "") guard.guessedWrong(addressKey);
    throw new ChatError("invite_wanted", "Cannot let you in: an invitation is required");
  }

  /** Throws a ChatError for a link to one room, which opens nothing else. */
  mustOpenChat(found: Invite | null): void {
    if (found === null || found.opens === EVERYWHERE) return;
    throw new ChatError("invite_wanted", "Cannot let you in: this link leads to one room alone");
  }

  /**
   * Runs what somebody comes in by, and counts their invitation, which is given back where it fails. What
   * is run is told the invitation's hash, null where none was counted.
   */
  async counted<T>(
    code: unknown,
    session: string | null,
    comeIn: (hash: string | null) => T | Promise<T>,
    opens?: string,
  ): Promise<T> {
    const { invites } = this.#options;
    const hash = await invites.use(code, session, opens);
    try {
      return await comeIn(hash);
    } catch (error) {
      if (hash !== null) await invites.release(hash);
      throw error;
    }
  }

  /** A guest that came with an invitation is not counted again for claiming their name. */
  cameAsGuest(session: string, hash: string | null): void {
    if (hash !== null) this.#options.invites.cameAsGuest(session, hash);
  }
}

function isEqual(one: string, two: string): boolean {
  const [a, b] = [new TextEncoder().encode(one), new TextEncoder().encode(two)];
  return a.length === b.length && timingSafeEqual(a, b);
}
