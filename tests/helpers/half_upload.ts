/** A file that somebody begins to send and never finishes. */
import { headerLines, RawTcp } from "./raw_tcp.ts";
import type { HttpClient } from "./http_client.ts";

const BOUNDARY = "half";
const HEAD =
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n`;

const ZEROS = new Uint8Array(10 * 1024 * 1024);

/** Begins a form of so many bytes, sends them all but the last, and leaves it at that. */
export async function halfForm(
  url: string,
  visitor: HttpClient,
  bytes: number,
  extra: Record<string, string> = {},
): Promise<RawTcp> {
  const raw = await RawTcp.connect(url);
  const headers = headerLines({
    host: new URL(url).host,
    origin: url,
    cookie: visitor.cookie,
    "content-type": `multipart/form-data; boundary=${BOUNDARY}`,
    "content-length": String(HEAD.length + bytes + 1),
    ...extra,
  });
  await raw.write(`POST /api/rooms/general/files HTTP/1.1\r\n${headers}\r\n${HEAD}`);
  // Not waited for: where nobody reads, it does not go.
  void raw.write(ZEROS.subarray(0, bytes));
  return raw;
}
