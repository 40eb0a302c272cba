/** Bytes on their way to an attachment store, and what it leaves on its disk. */
import { assertRejects } from "@std/assert";
import { ChatError } from "../../server/base/errors.ts";
import type { MemoryDisk } from "./memory_disk.ts";

/** Bytes as they come over a line. */
export async function* inChunks(bytes: Uint8Array, size = 7 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Files on a disk, without the folder they all are in. */
export function left(disk: MemoryDisk): string[] {
  return [...disk.files.keys()].map((path) => path.replace(/^files\//, "")).sort();
}

/** The code of the ChatError that this is refused with. */
export async function codeOf(refused: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => refused, ChatError)).code;
}
