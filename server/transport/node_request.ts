/**
 * From node's request to the one that `fetch` knows. Its invariant: nothing of a body is read before somebody
 * reads it, and never more than one piece ahead of them.
 */
import type { IncomingMessage } from "node:http";
import { ChatError } from "../base/errors.ts";

/** Most header lines of a request, as the platform's own server has it. */
const MAX_HEADERS = 128;

/** The same request, or a ChatError for what is none. `onRead`: somebody wants its body. */
export function requestOf(
  message: IncomingMessage,
  isSecure: boolean,
  onRead: () => void = () => {},
): Request {
  const { method = "GET", httpVersionMajor } = message;
  // A line without a version is one of 1991, and takes no headers.
  if (httpVersionMajor !== 1) throw new ChatError("bad_request", "Expected HTTP/1.1");
  const url = addressOf(message, isSecure);
  const hasBody = method !== "GET" && method !== "HEAD" && bodyFollows(message);
  const headers = headersOf(message);
  try {
    return new Request(url, {
      method,
      headers,
      body: hasBody ? bodyOf(message, onRead) : null,
    });
  } catch (cause) {
    // TRACE above all: no page may send it, and so fetch knows no such request.
    throw new ChatError("bad_request", "Cannot answer a request of this kind", { cause });
  }
}

/** What was asked for, by the name it was asked by: whether that is ours is not known here. */
function addressOf({ url: target = "", headers: { host } }: IncomingMessage, isSecure: boolean) {
  // A server is told a path, or by proxies a whole address (RFC 9112, 3.2).
  const isPath = target.startsWith("/");
  if (isPath || /^https?:\/\//i.test(target)) {
    const scheme = isSecure ? "https" : "http";
    const address = isPath ? `${scheme}://${host ?? "localhost"}${target}` : target;
    if (URL.canParse(address)) return address;
  }
  throw new ChatError("bad_request", "Cannot read the address of this request");
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  if (rawHeaders.length > 2 * MAX_HEADERS) {
    throw new ChatError("too_long", `Cannot take more than ${MAX_HEADERS} header lines`);
  }
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    // What is said twice is joined, so that nobody takes the first for the only one.
    headers.append(rawHeaders[at]!, rawHeaders[at + 1]!);
  }
  return headers;
}

function bodyFollows({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** The body as it comes; breaking off is an error, and whoever cancels lets the rest go by. */
function bodyOf(message: IncomingMessage, onRead: () => void): ReadableStream<Uint8Array> {
  let isBegun = false;
  let isOver = false;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (!isBegun) {
        isBegun = true;
        const end = (how: () => void) => (): void => {
          if (isOver) return;
          isOver = true;
          how();
        };
        const breakOff = end(() => controller.error(new Error("The request broke off")));
        message.on("data", (piece: Uint8Array) => {
          if (isOver) return;
          message.pause();
          controller.enqueue(piece);
        });
        message.on("end", end(() => controller.close()));
        message.on("error", breakOff);
        message.on("close", breakOff);
        onRead();
      }
      message.resume();
    },
    cancel() {
      isOver = true;
      message.resume();
    },
  }, { highWaterMark: 0 });
}
