/**
 * Bodies made small for who can read them so, by the rules of the platform's own server: text only, never a part
 * of something, never what must not be transformed.
 */
import { brotliCompress, constants, gzip } from "node:zlib";

export type Encoding = "br" | "gzip" | null;

/** Below this a body and its header line would only grow. */
const LEAST_BYTES = 64;
/** For one answer: brotli costs about as much time as gzip here, and makes a seventh less of it. */
const ONCE = { brotli: 5, gzip: 6 };
/** For all answers to come: half as long again, for a twentieth less. */
const KEPT = { brotli: 7, gzip: 9 };

const TEXT = /^(?:text\/|application\/(?:json|javascript|manifest\+json|xml)|image\/svg\+xml)/;

/** How a body with these headers may be sent to who says that it accepts these. */
export function encodingFor(headers: Headers, accepts: string): Encoding {
  const isFixed = headers.has("content-encoding") || headers.has("content-range") ||
    headers.has("content-length") || /no-transform/.test(headers.get("cache-control") ?? "");
  if (isFixed || !TEXT.test(headers.get("content-type") ?? "")) return null;
  const wanted = accepts.split(",").map((part) => part.split(";").map((word) => word.trim()));
  const takes = (name: string): boolean =>
    wanted.some(([is, quality]) => is === name && !/^q=0(?:\.0*)?$/.test(quality ?? ""));
  if (!takes("gzip")) return null;
  return takes("br") ? "br" : "gzip";
}

/** A whole body, and the headers that tell how it is sent. */
export async function encoded(
  bytes: Uint8Array,
  encoding: Encoding,
  headers: Headers,
): Promise<Uint8Array> {
  if (encoding === null || bytes.length < LEAST_BYTES) return bytes;
  tell(encoding, headers);
  return await compressed(bytes, encoding, ONCE);
}

/** Bodies that never change, each made small once and kept: at most as many as there are names. */
export class KeptEncodings {
  readonly #kept = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

  /** Like `encoded`, for the body of that name. */
  async encoded(
    name: string,
    bytes: Uint8Array<ArrayBuffer>,
    encoding: Encoding,
    headers: Headers,
  ): Promise<Uint8Array<ArrayBuffer>> {
    if (encoding === null || bytes.length < LEAST_BYTES) return bytes;
    const key = `${encoding} ${name}`;
    let small = this.#kept.get(key);
    if (small === undefined) {
      small = compressed(bytes, encoding, KEPT);
      this.#kept.set(key, small);
      small.catch(() => this.#kept.delete(key));
    }
    const body = await small;
    tell(encoding, headers);
    return body;
  }
}

function compressed(
  bytes: Uint8Array,
  encoding: "br" | "gzip",
  effort: typeof ONCE,
): Promise<Uint8Array<ArrayBuffer>> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  const done = (error: Error | null, result: Uint8Array): void =>
    error === null ? resolve(new Uint8Array(result)) : reject(error);
  if (encoding === "gzip") gzip(bytes, { level: effort.gzip }, done);
  else {
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: effort.brotli,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    brotliCompress(bytes, { params }, done);
  }
  return promise;
}

/** A body that comes in pieces: by gzip alone, which the web has a stream for. */
export function streamEncoded(
  pieces: AsyncIterable<Uint8Array>,
  encoding: Encoding,
  headers: Headers,
): AsyncIterable<Uint8Array> {
  if (encoding === null) return pieces;
  tell("gzip", headers);
  const gzipping = new CompressionStream("gzip") as ReadableWritablePair<Uint8Array, Uint8Array>;
  return ReadableStream.from(pieces).pipeThrough(gzipping);
}

function tell(encoding: string, headers: Headers): void {
  headers.set("content-encoding", encoding);
  headers.append("vary", "Accept-Encoding");
  // The same words in other bytes: what is compared byte by byte must not fit.
  const tag = headers.get("etag");
  if (tag !== null && !tag.startsWith("W/")) headers.set("etag", `W/${tag}`);
}
