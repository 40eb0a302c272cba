/**
 * The two ways in which a file comes over HTTP, and the header by which it goes. A form is taken apart
 * by the platform, in memory, and so only up to the size that a file may have.
 */
import type { Call } from "./router.ts";
import { ChatError } from "../base/errors.ts";
import { fileTooLong } from "../store/file_draft.ts";

/** A file on its way in, and what was said about it. */
export interface SentForm {
  name: string;
  body: ReadableStream<Uint8Array> | null;
  /** Bytes that were announced, or null. */
  announced: number | null;
  fields: Record<string, string | undefined>;
}

/** Bytes of a form beside its file. */
const AROUND = 64 * 1024;

/** Reads a request whose body is a file, or a form with one. */
export async function readForm({ request, url }: Call, most: number): Promise<SentForm> {
  const fields: Record<string, string | undefined> = Object.fromEntries(url.searchParams);
  const length = request.headers.get("content-length");
  const announced = length === null ? null : Number(length);
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("multipart/form-data")) {
    return { name: fields.name ?? "", body: request.body, announced, fields };
  }
  if ((announced ?? 0) > most + AROUND) throw fileTooLong(most);
  const form = await formOf(request, type, most);
  const file = [...form.values()].find((value) => value instanceof File);
  if (file === undefined) throw new ChatError("bad_request", "Cannot find a file in this form");
  for (const [field, value] of form) if (typeof value === "string") fields[field] = value;
  return {
    name: fields.name ?? file.name,
    body: file.stream(),
    announced: file.size,
    fields,
  };
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

async function formOf(request: Request, type: string, most: number): Promise<FormData> {
  let size = 0;
  const counted = request.body?.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        size += chunk.length;
        if (size > most + AROUND) controller.error(fileTooLong(most));
        else controller.enqueue(chunk);
      },
    }),
  );
  try {
    return await new Response(counted ?? null, { headers: { "content-type": type } }).formData();
  } catch (cause) {
    if (cause instanceof ChatError) throw cause;
    throw new ChatError("bad_request", "Cannot read this form", { cause });
  }
}
