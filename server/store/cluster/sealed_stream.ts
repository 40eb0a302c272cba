/**
 * Bytes of a file on their way from node to node: pieces, each behind its length, sealed for that file and
 * its place in it. None can be read on the way, and none left out, repeated or put into another file.
 */
import type { DiskFile } from "../disk.ts";
import { fill } from "../line_reader.ts";
import type { Bytes } from "./engine.ts";
import type { Sealer } from "./sealer.ts";

const PIECE_BYTES = 256 * 1024;
const LENGTH_BYTES = 4;
/** What sealing adds to a piece: the nonce and the tag. */
const MAX_SEALED_BYTES = PIECE_BYTES + 64;

/** So many bytes of a file, and zeros for what is not there any more; the file is closed with the stream. */
export function sealedStream(
  sealer: Sealer,
  purpose: string,
  file: DiskFile,
  size: number,
): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      try {
        if (at >= size) {
          file.close();
          return controller.close();
        }
        const piece = new Uint8Array(Math.min(PIECE_BYTES, size - at));
        fill(file, piece, at);
        const sealed = await sealer.seal(`${purpose} ${at}`, piece);
        const framed = new Uint8Array(LENGTH_BYTES + sealed.length);
        new DataView(framed.buffer).setUint32(0, sealed.length);
        framed.set(sealed, LENGTH_BYTES);
        at += piece.length;
        controller.enqueue(framed);
      } catch (error) {
        file.close();
        throw error;
      }
    },
    cancel: () => file.close(),
  });
}

/** Hands on the bytes of such a stream in order; throws where it does not bring exactly so many. */
export async function openStream(
  sealer: Sealer,
  purpose: string,
  body: AsyncIterable<Uint8Array> | null,
  size: number,
  take: (piece: Bytes) => void,
): Promise<void> {
  let rest: Bytes = new Uint8Array(0);
  let at = 0;
  for await (const chunk of body ?? []) {
    const bytes = new Uint8Array(rest.length + chunk.length);
    bytes.set(rest);
    bytes.set(chunk, rest.length);
    rest = bytes;
    while (rest.length >= LENGTH_BYTES) {
      const length = new DataView(rest.buffer, rest.byteOffset).getUint32(0);
      if (length > MAX_SEALED_BYTES) throw new Error("Cannot read what another node sent");
      if (rest.length < LENGTH_BYTES + length) break;
      const sealed = rest.slice(LENGTH_BYTES, LENGTH_BYTES + length);
      rest = rest.slice(LENGTH_BYTES + length);
      const piece = await sealer.open(`${purpose} ${at}`, sealed);
      at += piece.length;
      take(piece);
    }
  }
  if (at !== size || rest.length > 0) {
    throw new Error(`Another node sent ${at} bytes of a file: expected ${size}`);
  }
}
