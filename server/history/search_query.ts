/**
 * What somebody searches for: a quick pattern over bytes that may find too much, and the rule over
 * text that decides. Which words of a message count is said here alone.
 */
import { Buffer } from "node:buffer";
import { ChatError } from "../base/errors.ts";
import { findShapes, foldText, type Shapes } from "./search_text.ts";
import { foldName } from "../people/names.ts";

/** What can be searched in a message, or in the line that it is. */
export interface Searchable {
  name: string;
  text: string;
  /** What was shared with it; the file's name counts as said. */
  file?: { name: string };
}

/** A query, ready to be looked for. */
export interface Matcher {
  /** Finds every place in UTF-8, read as a byte a character, where words might fit; global. */
  pattern: RegExp;
  /** True where the words fit. */
  fits(item: Searchable): boolean;
}

const MAX_QUERY_LENGTH = 100;

/** What people search for, tidied, or a ChatError `bad_request`. */
export function searchQuery(value: string | null): string {
  const query = (value ?? "").normalize("NFC").trim();
  const length = [...query].length;
  if (foldText(query) !== "" && length <= MAX_QUERY_LENGTH && !/[\n\r\u2028]/.test(query)) {
    return query;
  }
  throw new ChatError(
    "bad_request",
    `Cannot search: expected 1 to ${MAX_QUERY_LENGTH} characters in one line`,
  );
}

/** Looks for a query in what is said; with `from`, in what that person says alone. */
export function matcherOf(
  query: string,
  from: string | null = null,
  shapes: Shapes = findShapes(),
): Matcher {
  const folded = foldText(query);
  const author = from === null ? null : foldName(from);
  return {
    pattern: bytePattern(query, shapes),
    fits: ({ name, text, file }) =>
      (foldText(text).includes(folded) ||
        (file !== undefined && foldText(file.name).includes(folded))) &&
      (author === null || foldName(name) === author),
  };
}

/**
 * A pattern over the bytes of UTF-8, as a string of one byte a character: finds all that folds to the
 * query, and some that does not.
 */
export function bytePattern(query: string, known: Shapes = findShapes()): RegExp {
  const folded = foldText(query);
  const units = query.normalize("NFC").match(UNIT) ?? [];
  const spelled = units.filter((unit) => foldText(unit) !== "").map((unit) =>
    anyOf(formsOf(unit, known))
  );
  // One character of which the query says a part, such as a ligature: the line decides.
  const parts = [...known].filter(([shape]) => shape.length > 1 && overlap(shape, folded));
  const shapes = parts.flatMap(([, characters]) => characters);
  const whole = spelled.join(INVISIBLE);
  return new RegExp([whole, ...shapes.map(bytes)].filter((one) => one !== "").join("|"), "g");
}

/** A letter with its marks; in Thai a tone and the vowel that it may change places with. */
const UNIT =
  /[\u0e48-\u0e4b](?:\u0e33|\u0e4d\u0e32?)|\u0e4d[\u0e48-\u0e4b]\u0e32?|[^](?:(?![\u0e47-\u0e4e])\p{M})*/gu;
/** What may stand in a word unseen: the commonest of what folding takes away. */
const INVISIBLE =
  "(?:\\xc2\\xad|\\xe2\\x80[\\x8b-\\x8f\\xaa-\\xae]|\\xe2\\x81[\\xa0-\\xaf]|\\xef\\xb8[\\x80-\\x8f]|\\xef\\xbb\\xbf)*";

/** The spellings of one letter. */
function formsOf(unit: string, shapes: Shapes): Set<string> {
  const folded = foldText(unit);
  const forms = new Set<string>(shapes.get(folded) ?? []);
  for (const one of [unit, folded, ...orders(unit)]) {
    for (const cased of [one, one.toLowerCase(), one.toUpperCase()]) {
      for (const form of ["NFC", "NFD", "NFKD"]) forms.add(cased.normalize(form));
      forms.add(cased);
    }
  }
  if (folded === "σ") forms.add("ς");
  // Those that keep words on one line.
  if (folded === " ") { for (const space of "\u00a0\u2009\u202f") forms.add(space); }
  // The narrow syllables of Japanese have their marks beside them.
  const parts = [...unit.normalize("NFD")].map((part) =>
    shapes.get(part)?.find((shape) => shape >= "\uff61" && shape <= "\uff9f")
  );
  if (!parts.includes(undefined)) forms.add(parts.join(""));
  return forms;
}

/** The same letter with its marks in other orders, and composed in part. */
function orders(unit: string): string[] {
  const tone = /[\u0e48-\u0e4b]/.exec(unit)?.[0];
  if (tone !== undefined && unit.length > 1) {
    const vowel = unit.endsWith("\u0e4d") || unit.endsWith(tone) ? "" : "\u0e32";
    return [`${tone}\u0e33`, `${tone}\u0e4d${vowel}`, `\u0e4d${tone}${vowel}`];
  }
  const [base = "", first, second, ...more] = unit.normalize("NFD");
  if (first === undefined || second === undefined || more.length > 0) return [];
  return [
    (base + first).normalize() + second,
    (base + second).normalize() + first,
    base + second + first,
  ];
}

/** True where a query may begin, end or lie within what one character says, or hold all of it. */
function overlap(shape: string, query: string): boolean {
  if (query.includes(shape) || shape.includes(query)) return true;
  for (let i = 1; i < shape.length; i++) {
    if (query.endsWith(shape.slice(0, i)) || query.startsWith(shape.slice(i))) return true;
  }
  return false;
}

function anyOf(forms: Set<string>): string {
  const spelled = [...forms].map(bytes);
  return spelled.length === 1 ? spelled.join("") : `(?:${spelled.join("|")})`;
}

function bytes(text: string): string {
  return escape(Buffer.from(text, "utf8").toString("latin1"));
}

function escape(text: string): string {
  return text.replace(
    /[^A-Za-z0-9]/g,
    (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
