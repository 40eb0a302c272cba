/** Makes zips, good and bad ones, for whoever reads them. */
import { crc32, deflateRawSync } from "node:zlib";

/** What is wrong with an entry. */
export interface ZipFault {
  flags?: number;
  method?: number;
  size?: number;
  crc?: number;
  at?: number;
}

/** A zip of these files. */
export function zipOf(
  files: Record<string, string | Uint8Array>,
  faults: Record<string, ZipFault> = {},
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const fault = faults[name] ?? {};
    const packed = fault.method === 0 ? bytes : new Uint8Array(deflateRawSync(bytes));
    const title = new TextEncoder().encode(name);
    const facts = [
      fault.flags ?? 0x800,
      fault.method ?? 8,
      fault.crc ?? crc32(bytes),
      packed.length,
      fault.size ?? bytes.length,
    ] as const;
    const local = header(30, 0x04034b50, 6, facts, title.length);
    const entry = header(46, 0x02014b50, 8, facts, title.length);
    entry.setUint32(42, fault.at ?? at, true);
    parts.push(new Uint8Array(local.buffer), title, packed);
    directory.push(new Uint8Array(entry.buffer), title);
    at += 30 + title.length + packed.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(10, directory.length / 2, true);
  end.setUint32(12, size, true);
  end.setUint32(16, at, true);
  return new Uint8Array(
    [...parts, ...directory, new Uint8Array(end.buffer)].flatMap((part) => [...part]),
  );
}

function header(
  length: number,
  signature: number,
  from: number,
  [flags, method, crc, packed, size]: readonly [number, number, number, number, number],
  name: number,
): DataView<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(length));
  view.setUint32(0, signature, true);
  view.setUint16(from, flags, true);
  view.setUint16(from + 2, method, true);
  view.setUint32(from + 8, crc, true);
  view.setUint32(from + 12, packed, true);
  view.setUint32(from + 16, size, true);
  view.setUint16(from + 20, name, true);
  return view;
}
