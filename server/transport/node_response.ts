/**
 * From the response that `fetch` knows to node's. Its invariant: nothing is read of a body before there is room
 * for it on the way out, and whoever goes away ends the body's source with them.
 */
import type { ServerResponse } from "node:http";
import { encoded, encodingFor, streamEncoded } from "../base/content_encoding.ts";

/** Sends a whole response; resolves when the last of it was handed over, or nobody is there to take it. */
export async function send(
  response: Response,
  to: ServerResponse,
  accepts: string,
): Promise<void> {
  const { body, headers } = response;
  if (to.destroyed || to.writableEnded) return void body?.cancel().catch(() => {});
  to.statusCode = response.status;
  if (body === null) {
    setHeaders(headers, to);
    to.end();
    return;
  }
  const reader = body.getReader();
  const stop = (): void => void reader.cancel().catch(() => {});
  to.once("close", stop);
  try {
    await sendBody(reader, headers, to, accepts);
  } catch {
    // The head may be out: breaking off is the only way to say that the rest will not come.
    to.destroy();
  } finally {
    to.off("close", stop);
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;
type Piece = ReadableStreamReadResult<Uint8Array>;

async function sendBody(
  reader: Reader,
  headers: Headers,
  to: ServerResponse,
  accepts: string,
): Promise<void> {
  const first = await reader.read();
  const second = reader.read();
  // A text or bytes have come to their end by now; of a stream it can take for ever.
  const isWhole = first.done || await Promise.race([second.then(({ done }) => done), soon()]);
  const encoding = encodingFor(headers, accepts);
  if (isWhole) {
    const bytes = await encoded(first.value ?? new Uint8Array(), encoding, headers);
    headers.set("content-length", String(bytes.length));
    setHeaders(headers, to);
    to.end(bytes);
    return;
  }
  const pieces = streamEncoded(piecesOf(first, second, reader), encoding, headers);
  setHeaders(headers, to);
  for await (const piece of pieces) {
    if (to.destroyed) return;
    if (!to.write(piece)) await hasRoom(to);
  }
  to.end();
}

async function* piecesOf(
  first: Piece,
  second: Promise<Piece>,
  reader: Reader,
): AsyncGenerator<Uint8Array> {
  if (first.value !== undefined) yield first.value;
  for (let next = await second; !next.done; next = await reader.read()) yield next.value;
}

function setHeaders(headers: Headers, to: ServerResponse): void {
  for (const [name, value] of headers) {
    // Each cookie is a line of its own; all else Headers has joined already.
    if (name === "set-cookie") to.appendHeader(name, value);
    else to.setHeader(name, value);
  }
}

function soon(): Promise<false> {
  return new Promise((go) => setTimeout(() => go(false), 0));
}

/** Resolves when more can be written, or never will be. */
function hasRoom(to: ServerResponse): Promise<void> {
  return new Promise((go) => {
    const done = (): void => {
      to.off("drain", done);
      to.off("close", done);
      go();
    };
    to.on("drain", done);
    to.on("close", done);
  });
}
