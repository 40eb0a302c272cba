/** Whose a file is: the chat's side of the files that the store keeps. */
import type { Member } from "../delivery/connection.ts";

/** Who owns what a member sends: an account's is its own for ever, a guest's is that of the session. */
export function ownerOf({ account, key, session }: Member): string {
  return account ? key : session;
}
