/**
 * Takes a form (`multipart/form-data`, RFC 7578) apart while it comes. What is held of it in memory is one
 * chunk, the few bytes that may begin a boundary, and fields and headers, each with a bound.
 */
import { concat } from "@std/bytes/concat";
import { ChatError } from "../base/errors.ts";

/** A part that is a field, or a file whose bytes follow; they end when the iterator does. */
export type Part =
  | { name: string; text: string }
  | { name: string; fileName: string; bytes: AsyncGenerator<Uint8Array> };

const MAX_PARTS = 32;
const MAX_HEADER_BYTES = 8 * 1024;
const MAX_FIELD_BYTES = 32 * 1024;

const [CR, LF, DASH, SPACE, TAB] = [13, 10, 45, 32, 9];
const ENCODER = new TextEncoder();
const BLANK_LINE = ENCODER.encode("\r\n\r\n");

/** The boundary that a content type names (RFC 2046, 5.1.1), or a ChatError. */
export function boundaryOf(contentType: string): string {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]*)"|([^\s;"]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain ?? "";
  if (/^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/.test(boundary)) return boundary;
  throw malformed("its boundary is missing or malformed");
}

/** The parts of a form, in order. Each file must be read before the next part is asked for. */
export async function* partsOf(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<Part, void> {
  const input = new Input(source[Symbol.asyncIterator]());
  const delimiter = ENCODER.encode(`\r\n--${boundary}`);
  try {
    // What stands before the first boundary is nobody's.
    await input.collect(delimiter, MAX_HEADER_BYTES);
    for (let count = 1; !await isLast(input); count++) {
      if (count > MAX_PARTS) throw malformed(`it has more than ${MAX_PARTS} parts`);
      const { name, fileName } = dispositionOf(
        await input.collect(BLANK_LINE, MAX_HEADER_BYTES),
      );
      if (fileName === null) {
        yield { name, text: decode(await input.collect(delimiter, MAX_FIELD_BYTES)) };
        continue;
      }
      const bytes = input.until(delimiter);
      yield { name, fileName, bytes };
      // Whoever did not read to the end does not get the next part from the middle.
      for await (const _ of bytes);
    }
    await input.drain();
  } finally {
    input.end();
  }
}

/** After a boundary: `--` behind the last part; else the line's end, which is left as the headers' first. */
async function isLast(input: Input): Promise<boolean> {
  const first = await input.byte();
  if (first === DASH && await input.byte() === DASH) return true;
  let byte = first;
  // Transport padding.
  for (let i = 0; (byte === SPACE || byte === TAB) && i < 100; i++) byte = await input.byte();
  if (byte !== CR || await input.byte() !== LF) throw malformed("something follows a boundary");
  // A part without headers begins with the blank line at once.
  input.putBack(CR, LF);
  return false;
}

function dispositionOf(head: Uint8Array): { name: string; fileName: string | null } {
  for (const line of decode(head).split("\r\n").slice(1)) {
    if (!HEADER.test(line)) throw malformed("a part begins with no header");
    const [, value] = /^content-disposition[ \t]*:[ \t]*form-data(?=[ \t]*;)(.*)$/i.exec(line) ??
      [];
    if (value === undefined) continue;
    const name = parameter(value, "name");
    if (name !== null) return { name, fileName: parameter(value, "filename") };
  }
  throw malformed("a part has no name");
}

/** A parameter, escaped as browsers do it (`%22`) or as curl does (`\"`). */
function parameter(value: string, name: string): string | null {
  for (const [, key = "", quoted, plain] of value.matchAll(PARAMETER)) {
    if (key.toLowerCase() !== name) continue;
    return quoted?.replace(/\\(["\\])/g, "$1").replace(
      /%(22|0D|0A)/gi,
      (code) => decodeURIComponent(code),
    ) ?? plain ?? "";
  }
  return null;
}

const HEADER = /^[!#$%&'*+.^`|~\w-]+[ \t]*:/;
const PARAMETER = /;[ \t]*([\w*-]+)=(?:"((?:[^"\\]|\\.)*)"|([^";]*))/g;

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function malformed(why: string, cause?: unknown): ChatError {
  return new ChatError("bad_request", `Cannot read this form: ${why}`, { cause });
}

/** Bytes as they come, with what was not taken yet. */
class Input {
  readonly #chunks: AsyncIterator<Uint8Array>;
  // The first boundary may stand at the very beginning, without a line end before it.
  #ahead: Uint8Array = new Uint8Array([CR, LF]);

  constructor(chunks: AsyncIterator<Uint8Array>) {
    this.#chunks = chunks;
  }

  /** The bytes before a delimiter, which is taken as well, as they come. */
  async *until(delimiter: Uint8Array): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = indexOf(this.#ahead, delimiter);
      // What could be the beginning of the delimiter stays.
      const end = at >= 0 ? at : Math.max(0, this.#ahead.length - delimiter.length + 1);
      const bytes = this.#ahead.subarray(0, end);
      this.#ahead = this.#ahead.subarray(at >= 0 ? at + delimiter.length : end);
      if (bytes.length > 0) yield bytes;
      if (at >= 0) return;
      await this.#more();
    }
  }

  /** All bytes before a delimiter, of which there may be so many. */
  async collect(delimiter: Uint8Array, max: number): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const bytes of this.until(delimiter)) {
      length += bytes.length;
      if (length > max) {
        throw malformed(`a field, or what is said about one, is longer than ${max} bytes`);
      }
      chunks.push(bytes);
    }
    return concat(chunks);
  }

  async byte(): Promise<number> {
    while (this.#ahead.length === 0) await this.#more();
    const [byte] = this.#ahead;
    this.#ahead = this.#ahead.subarray(1);
    return byte!;
  }

  putBack(...bytes: number[]): void {
    this.#ahead = concat([new Uint8Array(bytes), this.#ahead]);
  }

  /** Reads what stands behind the last part; the sender would not hear an answer before that. */
  async drain(): Promise<void> {
    for (let { done } = await this.#chunks.next(); !done;) ({ done } = await this.#chunks.next());
  }

  end(): void {
    void this.#chunks.return?.().catch(() => {});
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#chunks.next();
    if (done) throw malformed("it ends before its last boundary");
    this.#ahead = this.#ahead.length === 0 ? value : concat([this.#ahead, value]);
  }
}

/** Where the first of these words begins, -1 for nowhere. Words begin with CR and hold no other where they repeat. */
function indexOf(bytes: Uint8Array, words: Uint8Array): number {
  for (let at = bytes.indexOf(words[0]!); at >= 0; at = bytes.indexOf(words[0]!, at + 1)) {
    let i = 1;
    while (i < words.length && bytes[at + i] === words[i]) i++;
    if (i === words.length) return at;
  }
  return -1;
}
