/** Words of a log as messages of ours: what is longer than one may be becomes several, and no sign is lost. */
import { messageText, TEXT_BYTES, TEXT_LENGTH } from "../../people/names.ts";

/** What stands where somebody said nothing that is seen. */
const NOTHING_SEEN = "…";
/** Units of UTF-16 that fit whatever they are: three bytes each at most. */
const SURELY_FITS = Math.min(TEXT_LENGTH, Math.floor(TEXT_BYTES / 3));

/** The messages that a text becomes, at least one; one without words where there are none and need not be. */
export function piecesOf(text: string, mayBeEmpty: boolean): string[] {
  if (text.length <= SURELY_FITS) return [stored(text, mayBeEmpty)];
  const pieces: string[] = [];
  for (let from = 0; from < text.length;) {
    const end = endOfPiece(text, from);
    const piece = stored(text.slice(from, end), true);
    if (piece !== "") pieces.push(piece);
    from = end;
  }
  return pieces.length === 0 ? [mayBeEmpty ? "" : NOTHING_SEEN] : pieces;
}

function stored(text: string, mayBeEmpty: boolean): string {
  return messageText(text, true) || (mayBeEmpty ? "" : NOTHING_SEEN);
}

function endOfPiece(text: string, from: number): number {
  let [at, letters, bytes] = [from, 0, 0];
  while (at < text.length) {
    const code = text.codePointAt(at)!;
    letters++;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (letters > TEXT_LENGTH || bytes > TEXT_BYTES) return at;
    at += code < 0x10000 ? 1 : 2;
  }
  return at;
}
