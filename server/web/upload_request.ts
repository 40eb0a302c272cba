/**
 * The two ways in which a file comes over HTTP, and the header by which it goes. Nothing of a file is held
 * in memory but the chunk that came last.
 */
import type { Call } from "./router.ts";
import { boundaryOf, type Part, partsOf } from "./multipart.ts";
import { ChatError } from "../base/errors.ts";
import { fileTooLong } from "../attachments/upload.ts";

/** A file on its way in. */
export interface SentForm {
  body: AsyncIterable<Uint8Array>;
  /** Bytes that were announced, or null. */
  announced: number | null;
  /** What was said about it: known once its bytes were read, for in a form it may stand behind them. */
  fields: Record<string, string | undefined>;
}

/** Bytes of a form beside its file. */
const MAX_BYTES_AROUND = 64 * 1024;

/** Reads a request whose body is a file, or a form with one, from bytes that come. */
export async function readForm(
  { request, url }: Call,
  bytes: AsyncIterable<Uint8Array>,
  max: number,
): Promise<SentForm> {
  const fields: Record<string, string | undefined> = Object.fromEntries(url.searchParams);
  const announced = announcedBytes(request);
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\b/i.test(type)) return { body: bytes, announced, fields };
  const maxForm = max + MAX_BYTES_AROUND;
  if ((announced ?? 0) > maxForm) throw fileTooLong(max);
  const parts = partsOf(counted(bytes, maxForm, max), boundaryOf(type));
  const file = await nextFile(parts, fields);
  if (file === null) throw new ChatError("bad_request", "Cannot find a file in this form");
  fields.name ??= file.fileName;
  return { body: fileAndRest(file.bytes, parts, fields), announced: null, fields };
}

/** Bytes that a request says it has, or null. */
export function announcedBytes({ headers }: Request): number | null {
  const length = headers.get("content-length");
  return length === null ? null : Number(length);
}

/** `inline` for what is shown in place; the name for what is kept (RFC 6266, RFC 8187). */
export function contentDisposition(isShown: boolean, name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const how = isShown ? "inline" : "attachment";
  return `${how}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** Reads fields until there is a file; null where none is. */
async function nextFile(
  parts: AsyncGenerator<Part, void>,
  fields: Record<string, string | undefined>,
): Promise<Extract<Part, { fileName: string }> | null> {
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    if ("bytes" in next.value) return next.value;
    fields[next.value.name] = next.value.text;
  }
  return null;
}

async function* fileAndRest(
  bytes: AsyncIterable<Uint8Array>,
  parts: AsyncGenerator<Part, void>,
  fields: Record<string, string | undefined>,
): AsyncGenerator<Uint8Array> {
  yield* bytes;
  if (await nextFile(parts, fields) === null) return;
  throw new ChatError("bad_request", "Cannot accept this form: expected one file");
}

async function* counted(
  bytes: AsyncIterable<Uint8Array>,
  maxForm: number,
  max: number,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > maxForm) throw fileTooLong(max);
    yield chunk;
  }
}
