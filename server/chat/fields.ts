/**
 * Reads the fields of one command with their bounds. Never touches any state; what does not fit is
 * a ChatError that names the field and says what is wanted. Unknown fields are ignored.
 */
import { ChatError } from "../base/errors.ts";
import { isPrivateKey } from "./private/private_key.ts";
import { messageText, personName, roomName } from "../people/names.ts";
import type { HistoryFor } from "../protocol.ts";

/** The fields of a command as they came. */
export type Fields = Record<string, unknown>;

/** Names that one command may hold. */
const MAX_NAMES = 100;

const REF = /^[\x20-\x7e]{1,36}$/;
// One grapheme of emoji: pictures, keycaps and flags, with what modifies and joins them; or a picture
// of a later Unicode than the runtime's, which has set the place aside for pictures.
const EMOJI = /^(?=.{1,32}$)(?:\p{RGI_Emoji}|[\p{Extended_Pictographic}&&\p{Cn}])$/v;
/** What is drawn as a letter unless U+FE0F or a skin tone stands behind it. */
const LETTERLIKE = /(?!\p{Emoji_Presentation})\p{Emoji}(?![\ufe0f\p{Emoji_Modifier}])/gu;

/** The one object in a text frame. */
export function readFrame(frame: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch (cause) {
    throw new ChatError(
      "bad_request",
      "Cannot read this: a frame must be one JSON object",
      {
        cause,
      },
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ChatError("bad_request", "Cannot read this: a frame must be one JSON object");
  }
  return value as Fields;
}

/** The name of a room, or of somebody with "@" before it: a private conversation. */
export function room(fields: Fields): string {
  return anyRoom(fields.room);
}

/** The name of a room that is everybody's. */
export function openRoom(fields: Fields): string {
  return roomName(fields.room);
}

/** The name that a room is to have. */
export function newName(fields: Fields): string {
  return roomName(fields.to);
}

/** The name of a room that can be made and deleted: everybody's, or one with chosen members. */
export function madeRoom(fields: Fields): string {
  const { room } = fields;
  return typeof room === "string" && isPrivateKey(room) ? room : roomName(room);
}

/** The name of any room, of any value. */
export function anyRoom(value: unknown): string {
  const isPair = typeof value === "string" && value.startsWith("@");
  return isPair ? `@${personName(value.slice(1))}` : madeRoom({ room: value });
}

/** Names of people: one, or a list; none where none came. */
export function people(fields: Fields, field: string): string[] {
  const value = fields[field] ?? [];
  const all: unknown[] = Array.isArray(value) ? value : [value];
  if (all.length <= MAX_NAMES) return all.map(personName);
  throw new ChatError(
    "bad_request",
    `Cannot read "${field}": expected at most ${MAX_NAMES} names at once`,
  );
}

/** Who reads what was said in a private room before they came. */
export function historyFor(fields: Fields): HistoryFor {
  const { history = "all" } = fields;
  if (history === "all" || history === "joined") return history;
  throw new ChatError("bad_request", 'Cannot read "history": expected "all" or "joined"');
}

/** What is said; beside a file it may be nothing. */
export function text(fields: Fields): string {
  return messageText(fields.text ?? (fields.file ? "" : undefined), Boolean(fields.file));
}

/** The id of a file, or null where none came. */
function optionalFile(fields: Fields): string | null {
  const { file } = fields;
  if (file === undefined || file === null || file === "") return null;
  if (typeof file === "string" && file.length <= 80) return file;
  throw new ChatError("bad_request", 'Cannot read "file": expected the id of a file');
}

/** Something to say, as it came and with its bounds. */
export interface Draft {
  text: string;
  ref: string;
  /** Id of the message that is answered. */
  to: number | null;
  /** Id of the file that is said with it. */
  file: string | null;
}

/** Reads what is to be said. */
export function draft(fields: Fields): Draft {
  const file = optionalFile(fields);
  return { text: text(fields), ref: ref(fields), to: optionalOffset(fields, "to"), file };
}

/** The ref a client minted, or "" where it minted none. */
export function ref(fields: Fields): string {
  const { ref } = fields;
  if (ref === undefined || ref === null) return "";
  if (typeof ref === "string" && REF.test(ref)) return ref;
  throw new ChatError(
    "bad_request",
    'Cannot read "ref": expected 1 to 36 printable ASCII characters',
  );
}

/** A byte offset under a field's name. */
export function offset(fields: Fields, field: string): number {
  const value = fields[field];
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) {
    return value;
  }
  throw new ChatError("bad_request", `Cannot read "${field}": expected a whole number from 0`);
}

/** A byte offset, or null where none came. */
export function optionalOffset(fields: Fields, field: string): number | null {
  const value = fields[field];
  return value === undefined || value === null ? null : offset(fields, field);
}

/** A short string, or null where none came. */
export function optionalWord(fields: Fields, field: string): string | null {
  const value = fields[field];
  if (value === undefined || value === null) return null;
  if (typeof value === "string" && value.length <= 64) return value;
  throw new ChatError("bad_request", `Cannot read "${field}": expected a short string`);
}

/** One emoji, in the one form in which it is stored: fully qualified (UTS #51, 1.4.2). */
export function emoji(fields: Fields): string {
  const value = fields.emoji;
  if (typeof value === "string" && value.length <= 32) {
    if (EMOJI.test(value)) return value;
    const qualified = value.replaceAll("\ufe0f", "").replace(LETTERLIKE, "$&\ufe0f");
    if (EMOJI.test(qualified)) return qualified;
  }
  throw new ChatError("bad_request", 'Cannot read "emoji": expected one emoji');
}

/** True or false. */
export function flag(fields: Fields, field: string): boolean {
  const value = fields[field];
  if (typeof value === "boolean") return value;
  throw new ChatError("bad_request", `Cannot read "${field}": expected true or false`);
}
