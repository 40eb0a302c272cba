/** Small files that are read whole and replaced in one step: whole at any instant. */
import { dirname } from "@std/path";
import { type Disk, writeAll, writeFile } from "./disk.ts";
import { fill } from "./line_reader.ts";

/** The whole file as text, or null where there is none. */
export function readText(disk: Disk, path: string): string | null {
  const file = disk.openToRead(path);
  if (file === null) return null;
  try {
    const bytes = new Uint8Array(file.size());
    return new TextDecoder().decode(bytes.subarray(0, fill(file, bytes, 0)));
  } finally {
    file.close();
  }
}

/** Puts a text in the place of the file, as `replaceFile` does with bytes. */
export async function replaceText(disk: Disk, path: string, text: string): Promise<void> {
  await replaceFile(disk, path, new TextEncoder().encode(text));
}

/**
 * Puts bytes in the place of the file, at once; resolves when the device has them. Throws and leaves
 * the old ones where that fails.
 */
export async function replaceFile(
  disk: Disk,
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const draft = `${path}.new`;
  disk.remove(draft);
  writeFile(disk, draft, (file) => writeAll(file, bytes));
  disk.rename(draft, path);
  await disk.syncFolder(dirname(path));
}
