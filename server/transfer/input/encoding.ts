/**
 * Bytes of a log as text. UTF-8 is taken strictly and UTF-16 by its mark; everything else is refused with the
 * option that names it: a guess would break words for good.
 */
import { ChatError } from "../../base/errors.ts";

/** What the first bytes of a file say it is written in; `bytes` is the length of the mark. */
export function markOf(head: Uint8Array): { encoding: string; bytes: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) {
    return { encoding: "utf-8", bytes: 3 };
  }
  if (head[0] === 0xff && head[1] === 0xfe) {
    return { encoding: "utf-16le", bytes: 2 };
  }
  if (head[0] === 0xfe && head[1] === 0xff) {
    return { encoding: "utf-16be", bytes: 2 };
  }
  return null;
}

/** A decoder for what was asked for, or a ChatError `bad_request`. */
export function decoderFor(label: string): TextDecoder {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch (cause) {
    throw new ChatError(
      "bad_request",
      `Cannot read "${label}": expected an encoding such as utf-8, utf-16le, windows-1251, windows-874 or koi8-u`,
      { cause },
    );
  }
}

/** Bytes from which an encoding is guessed. */
const GUESSED_BYTES = 64 * 1024;
const NEWLINE = 10;

/** The option for bytes that are not UTF-8, as far as they can be told: `--encoding windows-1251`. */
export function encodingHint(all: Uint8Array): string {
  const bytes = all.subarray(0, GUESSED_BYTES);
  const high = bytes.filter((byte) => byte >= 0x80);
  const isAlone = (byte: number, i: number): boolean =>
    byte >= 0x80 && (bytes[i - 1] ?? 0) < 0x80 && (bytes[i + 1] ?? 0) < 0x80;
  const share = (from: number, to: number): number =>
    high.filter((byte) => byte >= from && byte <= to).length /
    Math.max(1, high.length);
  if (bytes.filter((byte) => byte === 0).length > bytes.length / 8) {
    return "--encoding utf-16le";
  }
  if (bytes.filter(isAlone).length > high.length / 2) {
    return "--encoding windows-1252";
  }
  for (const label of ["gb18030", "shift_jis", "euc-kr", "big5"]) {
    if (share(0xe0, 0xff) < 0.3 && isWritten(bytes, label)) {
      return `--encoding ${label}`;
    }
  }
  if (share(0xa1, 0xbf) > 0.25) return "--encoding windows-874";
  return share(0xc0, 0xdf) > share(0xe0, 0xff) ? "--encoding koi8-u" : "--encoding windows-1251";
}

/** True where the bytes are text of an encoding of two bytes a letter, its common letters for the most part. */
function isWritten(bytes: Uint8Array, label: string): boolean {
  const whole = bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1);
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(whole);
    const letters = text.match(/\P{ASCII}/gu) ?? [];
    const common = /[的一是不了我你在有他这個个这们們来來到说說の-んぁ-ヶ가-힣]/u;
    return letters.filter((letter) => common.test(letter)).length >
      letters.length / 6;
  } catch {
    return false;
  }
}

/** The refusal of bytes that are not in the encoding that they were taken for. */
export function notInEncoding(where: string, encoding: string, bytes: Uint8Array): ChatError {
  return new ChatError(
    "bad_request",
    encoding === "utf-8"
      ? `Cannot read ${where}: it is not UTF-8; try ${
        encodingHint(bytes)
      } and look at the names with --dry-run`
      : `Cannot read ${where} as ${encoding}: name what it is written in with --encoding`,
  );
}
