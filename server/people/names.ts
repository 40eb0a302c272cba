/**
 * Rules for the names of people and rooms, and for the text they write. What these functions return
 * is what is stored, sent and shown: nothing below changes a name or a text again.
 */
import { ChatError } from "../base/errors.ts";

/** Letters of scripts in which a letter changes with its neighbours. */
const JOINING = `[[${
  ["Arab", "Syrc", "Nkoo", "Mong", "Mand", "Mani", "Phag", "Adlm", "Rohg"]
    .map((script) => `\\p{sc=${script}}`).join("")
}]&&\\p{L}]`;
/** Signs of Indic scripts that take a vowel away: what follows depends on a joiner. */
const VIRAMA =
  "[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2\u1b44\ua8c4\ua9c0]";

/**
 * A name once it is cleaned: letters, marks, digits, space and `_ - . ' ’`, a letter or digit first.
 * Characters that no reader can see are letters to Unicode at times (Hangul fillers); not to us.
 * Joiners stand only where they change what is seen (UAX #31, A1, A2 and B): between letters of
 * scripts that join them, and behind a sign that takes the vowel away.
 */
export const NAME = new RegExp(
  `^(?!.*[\\p{Default_Ignorable_Code_Point}--[\\u200c\\u200d]])[\\p{L}\\p{Nd}]` +
    `(?:[\\p{L}\\p{M}\\p{Nd} _\\-.'\\u2019]` +
    `|(?<=${JOINING}\\p{M}*)\\u200c(?=\\p{M}*${JOINING})|(?<=${VIRAMA})[\\u200c\\u200d])*$`,
  "v",
);

const JOINERS = /[\u200c\u200d]/g;

/** Longest name in code points. */
export const NAME_LENGTH = 32;

// Most names are of this kind, and each message names a room: what the rules below make of them is plain.
const PLAIN = /^[A-Za-z0-9](?:[\w.'-]| (?=[\w.'-])){0,31}$/;

/** Longest text of a message, in code points and in bytes of UTF-8. */
export const TEXT_LENGTH = 4000;
export const TEXT_BYTES = 16 * 1024;

/** Longest topic of a room, in code points. */
export const TOPIC_LENGTH = 250;

// Files of these names open a device on Windows, whatever their ending.
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

// Line ends of every kind become one; other controls could drive the terminal of whoever runs `cat`.
const LINE_END = /\r\n|[\r\u2028\u2029\u0085]/g;
// deno-lint-ignore no-control-regex -- controls are what is removed
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;
// deno-lint-ignore no-control-regex -- one look tells whether any of the above can be there
const SUSPECT = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]/;

// Blanks, and what leaves no mark: fillers, joiners, variation selectors, an empty cell of Braille.
const VISIBLE = /[^\s\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb\u{1d159}]/u;

/** The name of a person, tidied, or a ChatError `bad_name` that says what is allowed. */
export function personName(value: unknown): string {
  return cleanName(value, "name");
}

/** The name of a room, tidied, or a ChatError `bad_name`. */
export function roomName(value: unknown): string {
  const name = cleanName(value, "room name");
  if (RESERVED.test(name)) {
    throw new ChatError("bad_name", `Cannot use the room name "${name}": some systems reserve it`);
  }
  return name;
}

/** Two names are the same when this makes them equal: width, case, composition and joiners aside. */
export function foldName(name: string): string {
  if (PLAIN.test(name)) return name.toLowerCase();
  return name.replace(JOINERS, "").normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}

/**
 * What a person wrote as it will be stored, or a ChatError `empty` or `too_long`. Beside a file there
 * need be no words.
 */
export function messageText(value: unknown, mayBeEmpty = false): string {
  if (typeof value !== "string") {
    throw new ChatError("bad_request", 'Cannot read the message: "text" must be a string');
  }
  // Cheap refusal before any work on a text that cannot fit: a code point is at most two units.
  if (value.length > TEXT_BYTES) throw tooLong(value.length);
  const text = SUSPECT.test(value)
    ? value.toWellFormed().replace(LINE_END, "\n").replace(CONTROL, "")
    : value;
  if (!VISIBLE.test(text)) {
    if (mayBeEmpty) return "";
    throw new ChatError("empty", "Cannot send an empty message");
  }
  if (text.length > TEXT_LENGTH / 2) {
    const length = codePoints(text);
    if (length > TEXT_LENGTH) throw tooLong(length);
    if (new TextEncoder().encode(text).length > TEXT_BYTES) {
      throw tooLong(length);
    }
  }
  return text;
}

/** What a room is about, in one line and tidied: nothing where nothing can be seen of it; a ChatError `too_long`. */
export function topicText(value: unknown): string {
  if (value === "") return "";
  const topic = oneLine(messageText(value, true));
  if (codePoints(topic) <= TOPIC_LENGTH) return topic;
  throw new ChatError(
    "too_long",
    `Cannot set a topic of ${codePoints(topic)} characters: it holds ${TOPIC_LENGTH} at most`,
  );
}

/** The first of "Ada 2", "Ada 3", … that nobody uses. */
export function freeName(name: string, taken: (folded: string) => boolean): string {
  const stem = [...name].slice(0, NAME_LENGTH - 6).join("").trimEnd();
  for (let n = 2; n < 10_000; n++) {
    const candidate = `${stem} ${n}`;
    if (!taken(foldName(candidate))) return candidate;
  }
  return stem;
}

function cleanName(value: unknown, what: string): string {
  if (typeof value === "string" && PLAIN.test(value)) return value;
  if (typeof value !== "string" || value.length > 400) {
    throw new ChatError("bad_name", `Cannot use this ${what}: ${ALLOWED}`);
  }
  const name = oneLine(value.normalize("NFC"));
  if (!NAME.test(name) || codePoints(name) > NAME_LENGTH) {
    throw new ChatError("bad_name", `Cannot use the ${what} ${quote(name)}: ${ALLOWED}`);
  }
  return name;
}

const ALLOWED =
  "letters, digits, spaces and _ - . ' are allowed, 1 to 32 characters, a letter or digit first";

function quote(name: string): string {
  const shown = name.toWellFormed().replace(LINE_END, " ").replace(CONTROL, "");
  return `"${[...shown].slice(0, 40).join("")}"`;
}

function tooLong(length: number): ChatError {
  return new ChatError(
    "too_long",
    `Cannot send ${length} characters: a message holds ${TEXT_LENGTH} (${TEXT_BYTES} bytes) at most`,
  );
}

/** The text in one line, with no blanks at its ends and one at a time within. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s+/gu, " ");
}

/** How many code points a text has. */
export function codePoints(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xdc00 || unit > 0xdfff) count++;
  }
  return count;
}
