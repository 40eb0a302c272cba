/** The text of an input file, in pieces or line by line, however long it is: what is held is one piece. */
import { ChatError } from "../../base/errors.ts";
import { decoderFor, markOf, notInEncoding } from "./encoding.ts";
import type { InputFile } from "./input_file.ts";

/** A piece of text, and the bytes of the file up to its end. */
export interface TextPiece {
  text: string;
  bytes: number;
}

/** The text of a file in pieces; a ChatError where it is in another encoding than it must be. */
export async function* textOf(file: InputFile, asked: string | null): AsyncGenerator<TextPiece> {
  let decoder: TextDecoder | null = null;
  let bytes = 0;
  for await (const piece of file.read()) {
    decoder ??= decoderFor(asked ?? markOf(piece)?.encoding ?? "utf-8");
    bytes += piece.length;
    let text;
    try {
      text = decoder.decode(piece, { stream: true });
    } catch {
      throw notInEncoding(file.path, decoder.encoding, piece);
    }
    // Nobody types it, and UTF-16 without its mark is full of it.
    if (text.includes("\0")) {
      throw notInEncoding(file.path, decoder.encoding, piece);
    }
    yield { text, bytes };
  }
  try {
    const text = decoder?.decode() ?? "";
    if (text !== "") yield { text, bytes };
  } catch {
    throw new ChatError(
      "bad_request",
      `Cannot read ${file.path}: its last letter is cut; it is not whole`,
    );
  }
}

/** Characters of the longest line that is looked at. */
const MAX_LINE_CHARS = 4 * 1024 * 1024;

/** Cuts pieces into lines. A line is told without its newline, null for one too long to be any. */
export class LineSplitter {
  readonly #visit: (line: string | null) => void;
  #rest = "";
  #isTooLong = false;

  constructor(visit: (line: string | null) => void) {
    this.#visit = visit;
  }

  push(piece: string): void {
    let from = 0;
    for (
      let at = piece.indexOf("\n");
      at >= 0;
      at = piece.indexOf("\n", from)
    ) {
      this.#end(from === 0 ? this.#rest + piece.slice(0, at) : piece.slice(from, at));
      from = at + 1;
    }
    if (this.#isTooLong) return;
    this.#rest = from === 0 ? this.#rest + piece : piece.slice(from);
    if (this.#rest.length > MAX_LINE_CHARS) {
      [this.#rest, this.#isTooLong] = ["", true];
    }
  }

  /** The last line may lack its newline. */
  end(): void {
    if (this.#rest !== "" || this.#isTooLong) this.#end(this.#rest);
  }

  #end(line: string): void {
    const isTooLong = this.#isTooLong;
    [this.#rest, this.#isTooLong] = ["", false];
    this.#visit(isTooLong ? null : line);
  }
}

/** The first characters of a file, for whoever tells what it is. */
export async function headOf(
  file: InputFile,
  encoding: string | null,
  chars: number,
): Promise<string> {
  let head = "";
  for await (const { text } of textOf(file, encoding)) {
    head += text;
    if (head.length >= chars) break;
  }
  return head.slice(0, chars);
}
