/**
 * Finds the records of a JSON document as its text comes, piece by piece: arrays at known paths are handed
 * on element by element, so that a document of any length needs the room of its longest element.
 */
import { ChatError } from "../../base/errors.ts";
import type { JsonValue } from "../sources/source.ts";

/** What is told of a document. */
export interface RecordVisitor {
  head(path: string, value: JsonValue): void;
  record(value: JsonValue): void;
}

/** Characters of the longest record, and of the longest value beside the records that is told. */
const MAX_RECORD_CHARS = 32 * 1024 * 1024;
const MAX_HEAD_CHARS = 64 * 1024;

interface Frame {
  path: string;
  isArray: boolean;
  /** The path of the value that comes next; null where a key must come first. */
  next: string | null;
}

/** One document. Text goes in by `push`, and `end` says that it was all. */
export class RecordScanner {
  readonly #records: readonly string[];
  readonly #visitor: RecordVisitor;
  readonly #where: string;
  readonly #frames: Frame[] = [];
  #text = "";
  #at = 0;
  #isDone = false;
  /** A value whose end has not come yet: where the search goes on, how deep it is, whether in a string. */
  #scan = { at: 0, depth: 0, isString: false };

  /** `records`: paths of the arrays, see `RecordSource`. */
  constructor(records: readonly string[], where: string, visitor: RecordVisitor) {
    this.#records = records;
    this.#where = where;
    this.#visitor = visitor;
  }

  push(piece: string): void {
    this.#scan.at -= this.#at;
    this.#text = this.#text.slice(this.#at) + piece;
    this.#at = 0;
    while (!this.#isDone && this.#step());
    if (this.#text.length - this.#at > MAX_RECORD_CHARS) {
      throw this.#broken("a record is too long");
    }
  }

  /** False for a document that breaks off. */
  end(): boolean {
    return this.#isDone;
  }

  /** Goes on by one token or value; false where more text must come. */
  #step(): boolean {
    const code = this.#skipBlank();
    if (Number.isNaN(code)) return false;
    const frame = this.#frames.at(-1);
    if (frame === undefined) return this.#value("", code);
    const isEnd = code === (frame.isArray ? 0x5d : 0x7d);
    if (isEnd) {
      this.#frames.pop();
      this.#at++;
      this.#valueIsDone();
      return true;
    }
    if (code === 0x2c) {
      this.#at++;
      return true;
    }
    if (frame.isArray) return this.#value(frame.path, code);
    return frame.next === null ? this.#key(frame, code) : this.#value(frame.next, code);
  }

  #key(frame: Frame, code: number): boolean {
    if (code !== 0x22) throw this.#broken("a name is missing");
    const end = this.#valueEnd();
    if (end < 0) return false;
    const colon = this.#text.indexOf(":", end);
    if (colon < 0) return false;
    const name: string = this.#parse(this.#text.slice(this.#at, end)) as string;
    frame.next = frame.path === "" ? name : `${frame.path}.${name}`;
    this.#at = colon + 1;
    this.#scan = { at: this.#at, depth: 0, isString: false };
    return true;
  }

  #value(path: string, code: number): boolean {
    const isRecord = this.#frames.at(-1)?.isArray === true &&
      this.#records.includes(path);
    const opens = code === 0x5b || code === 0x7b;
    const leads = code === 0x5b
      ? this.#records.some((one) => one === path || one.startsWith(prefix(path)))
      : this.#records.some((one) => one.startsWith(prefix(path)) && one !== path || path === "");
    if (opens && leads && !isRecord) {
      this.#frames.push({ path, isArray: code === 0x5b, next: null });
      this.#at++;
      return true;
    }
    const end = this.#valueEnd();
    if (end < 0) return false;
    const text = this.#text.slice(this.#at, end);
    this.#at = end;
    if (isRecord) this.#visitor.record(this.#parse(text));
    else if (text.length <= MAX_HEAD_CHARS) {
      this.#visitor.head(path, this.#parse(text));
    }
    this.#valueIsDone();
    return true;
  }

  #valueIsDone(): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) this.#isDone = true;
    else frame.next = null;
    this.#scan = { at: this.#at, depth: 0, isString: false };
  }

  /** Where the value that begins here ends, -1 where its end has not come. */
  #valueEnd(): number {
    const text = this.#text;
    const scan = this.#scan;
    let at = Math.max(scan.at, this.#at);
    let { depth, isString } = scan;
    const first = text.charCodeAt(this.#at);
    const isScalar = first !== 0x22 && first !== 0x5b && first !== 0x7b;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (isString) {
        const quote = text.indexOf('"', at);
        if (quote < 0) {
          at = text.length;
          break;
        }
        at = quote;
        if (isEscaped(text, quote, this.#at)) continue;
        isString = false;
        if (depth === 0) return at + 1;
      } else if (code === 0x22) isString = true;
      else if (code === 0x7b || code === 0x5b) depth++;
      else if (code === 0x7d || code === 0x5d) {
        // The end of what a number stands in.
        if (depth === 0) return at;
        if (--depth === 0) return at + 1;
      } else if (isScalar && depth === 0 && (code === 0x2c || code <= 0x20)) {
        return at;
      }
    }
    this.#scan = { at, depth, isString };
    return -1;
  }

  #skipBlank(): number {
    while (this.#text.charCodeAt(this.#at) <= 0x20) this.#at++;
    if (this.#scan.at < this.#at) this.#scan.at = this.#at;
    return this.#text.charCodeAt(this.#at);
  }

  #parse(text: string): JsonValue {
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw this.#broken("it is no JSON", cause);
    }
  }

  #broken(why: string, cause?: unknown): ChatError {
    return new ChatError("bad_request", `Cannot read ${this.#where}: ${why}`, { cause });
  }
}

function prefix(path: string): string {
  return path === "" ? "" : `${path}.`;
}

/** True where an odd number of backslashes stands before a quote. */
function isEscaped(text: string, quote: number, from: number): boolean {
  let at = quote - 1;
  while (at >= from && text.charCodeAt(at) === 0x5c) at--;
  return (quote - at) % 2 === 0;
}
