/**
 * Bodies made small for who can read them so, by the rules of the platform's own server: text only, never a part
 * of something, never what must not be transformed.
 */
import { brotliCompress, constants, gzip } from "node:zlib";

export type Encoding = "br" | "gzip" | null;

/** Below this a body and its header line would only grow. */
const LEAST_BYTES = 64;
/** What costs about as much time as gzip, and makes a seventh less of it. */
const BROTLI_QUALITY = 5;

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
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const done = (error: Error | null, result: Uint8Array): void =>
    error === null ? resolve(result) : reject(error);
  if (encoding === "gzip") gzip(bytes, done);
  else {
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    brotliCompress(bytes, { params }, done);
  }
  return await promise;
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
