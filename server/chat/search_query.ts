/**
 * What somebody searches for: a quick pattern over bytes that may find too much, and the rule over
 * text that decides. Which words of a message count is said here alone.
 */
import { Buffer } from "node:buffer";
import { ChatError } from "../base/errors.ts";
import { foldName } from "../people/names.ts";

/** What can be searched in a message, or in the line that it is. */
export interface Searchable {
  name: string;
  text: string;
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
  if (query !== "" && length <= MAX_QUERY_LENGTH && !/[\n\r\u2028]/.test(query)) return query;
  throw new ChatError(
    "bad_request",
    `Cannot search: 1 to ${MAX_QUERY_LENGTH} characters in one line are wanted`,
  );
}

/** Looks for a query in what is said; with `from`, in what that person says alone. */
export function matcherOf(query: string, from: string | null = null): Matcher {
  const folded = query.toLowerCase();
  const author = from === null ? null : foldName(from);
  return {
    pattern: bytePattern(query),
    fits: ({ name, text }) =>
      text.toLowerCase().includes(folded) && (author === null || foldName(name) === author),
  };
}

/** A pattern over the bytes of UTF-8, as a string of one byte a character, that ignores case. */
export function bytePattern(query: string): RegExp {
  let source = "";
  for (const character of query) {
    const cases = new Set([character, character.toLowerCase(), character.toUpperCase()]);
    const spelled = [...cases].map((one) => escape(Buffer.from(one, "utf8").toString("latin1")));
    source += spelled.length === 1 ? spelled[0] : `(?:${spelled.join("|")})`;
  }
  return new RegExp(source, "g");
}

function escape(text: string): string {
  return text.replace(
    /[^A-Za-z0-9]/g,
    (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
