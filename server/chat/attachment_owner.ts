/** Whose a file is and which room it is for: the chat's side of the files that the store keeps. */
import { type Fields, optionalFile } from "./fields.ts";
import type { Member } from "../delivery/connection.ts";
import type { AttachmentLease, AttachmentStore } from "../attachments/store.ts";

/** Who owns what a member sends: an account's is its own for ever, a guest's is that of the session. */
export function ownerOf({ account, key, session }: Member): string {
  return account ? key : session;
}

/** Takes the file that a message names, when the message is said; null for one that names none. */
export function leaseOf(
  files: AttachmentStore,
  fields: Fields,
  member: Member,
  room: { readonly key: string },
): (() => AttachmentLease) | null {
  const id = optionalFile(fields);
  return id === null ? null : () => files.lease(id, ownerOf(member), room.key);
}
