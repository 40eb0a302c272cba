/** Small text files that are read whole and replaced in one step: whole at any instant. */
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

/**
 * Puts a text in the place of the file, at once; resolves when the device has it. Throws and leaves
 * the old one where that fails.
 */
export async function replaceText(disk: Disk, path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  disk.remove(draft);
  writeFile(disk, draft, (file) => writeAll(file, new TextEncoder().encode(text)));
  disk.rename(draft, path);
  await disk.syncFolder(dirname(path));
}
