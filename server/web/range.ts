/** The `Range` header, RFC 9110, section 14.2: one range of bytes; anything else is no range. */

/** A part of a file. */
export interface ByteRange {
  from: number;
  length: number;
}

/** The range asked for, null for the whole, or "unsatisfiable" where nothing of it is there. */
export function parseRange(
  header: string | null,
  size: number,
): ByteRange | null | "unsatisfiable" {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "");
  if (match === null) return null;
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return null;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { from: size - length, length };
  }
  const from = Number(first);
  if (last !== "" && Number(last) < from) return null;
  if (from >= size) return "unsatisfiable";
  const to = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return { from, length: to - from + 1 };
}
