/** Whose a file is and which room it is for: the chat's side of the files that the store keeps. */
import { type Fields, optionalFile } from "./fields.ts";
import type { Member } from "../delivery/outbox.ts";
import type { Claim, FileStore } from "../attachments/store.ts";

/** Who owns what a member sends: an account's is its own for ever, a guest's is that of the session. */
export function ownerOf({ account, key, session }: Member): string {
  return account ? key : session;
}

/** Takes the file that a message names, when the message is said; null for one that names none. */
export function claimOf(
  files: FileStore,
  fields: Fields,
  member: Member,
  room: { readonly key: string },
): (() => Claim) | null {
  const id = optionalFile(fields);
  return id === null ? null : () => files.claim(id, ownerOf(member), room.key);
}
