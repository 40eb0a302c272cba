/**
 * A POST whose body is a stream of known length. `fetch` sends streams in chunks without a length, which a
 * server has to refuse before it knows whether there is room; Node's client says the length and takes the
 * bytes as the line takes them.
 */
import { type ClientRequest, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";

/** What is sent. */
export interface SizedBody {
  headers: Record<string, string>;
  size: number;
  body: ReadableStream<Uint8Array>;
  signal: AbortSignal;
}

/** Sends it, and resolves to the answer. */
export type SizedPost = (address: string, sent: SizedBody) => Promise<Response>;

/** Bytes of an answer that are read. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** Posts; with certificates of authorities these are trusted, and no others. */
export function sizedPost(ca: string[]): SizedPost {
  return (address, { headers, size, body, signal }) => {
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const url = new URL(address);
    const request = (url.protocol === "https:" ? requestSecure : requestPlain)(url, {
      method: "POST",
      headers: { ...headers, "content-length": `${size}` },
      signal,
      ...(ca.length > 0 ? { ca } : {}),
    });
    request.on("error", reject);
    request.on("response", (answer) => {
      const chunks: Uint8Array<ArrayBuffer>[] = [];
      let length = 0;
      answer.on("data", (chunk: Uint8Array<ArrayBuffer>) => {
        length += chunk.length;
        if (length <= MAX_ANSWER_BYTES) chunks.push(chunk);
      });
      answer.on("error", reject);
      answer.on(
        "end",
        () => resolve(new Response(new Blob(chunks), { status: answer.statusCode! })),
      );
    });
    pump(body, request).catch((error) => {
      request.destroy();
      reject(error);
    });
    return promise;
  };
}

/** Hands the bytes on as fast as they are taken; ends early where the answer, or the end, is there already. */
async function pump(body: ReadableStream<Uint8Array>, request: ClientRequest): Promise<void> {
  let isOver = false;
  let wake = () => {};
  for (const event of ["close", "error", "response"]) {
    request.on(event, () => {
      isOver = true;
      wake();
    });
  }
  request.on("drain", () => wake());
  for await (const chunk of body) {
    if (isOver) return;
    if (request.write(chunk)) continue;
    await new Promise<void>((go) => wake = go);
  }
  request.end();
}
