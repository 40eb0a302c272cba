/** The `Range` header, RFC 9110, section 14.2: one range of bytes; anything else is no range. */

/** What of a file is to be sent, and under which status. */
export interface RangePiece extends ByteRange {
  status: 200 | 206 | 416;
}

/** What a request wants of a file with the `etag` in these headers, which are completed. */
export function pieceOf(request: Request, size: number, headers: Headers): RangePiece {
  const condition = request.headers.get("if-range");
  const header = condition === null || condition === headers.get("etag")
    ? request.headers.get("range")
    : null;
  const range = parseRange(header, size);
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${size}`);
    return { status: 416, from: 0, length: 0 };
  }
  const { from, length } = range ?? { from: 0, length: size };
  headers.set("content-length", String(length));
  if (range !== null) {
    headers.set("content-range", `bytes ${from}-${from + length - 1}/${size}`);
  }
  return { status: range === null ? 200 : 206, from, length };
}

/** A part of a file. */
export interface ByteRange {
  from: number;
  length: number;
}

/** The range asked for, null for the whole, or "unsatisfiable" where nothing of it is there. */
function parseRange(
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
