/** A file without what it tells of place and device; what stays of it is never copied in memory. */
import { metadataEdits } from "../../metadata/metadata.js";

/**
 * @param {File} file
 * @returns {Promise<File>}
 */
export async function withoutMetadata(file) {
  const edits = await metadataEdits({
    size: file.size,
    read: async (at, length) => new Uint8Array(await file.slice(at, at + length).arrayBuffer()),
  });
  if (edits.length === 0) return file;
  /** @type {BlobPart[]} */
  const parts = [];
  let from = 0;
  for (const { at, length, bytes, zeros } of edits) {
    parts.push(file.slice(from, at), bytes, new Uint8Array(zeros));
    from = at + length;
  }
  return new File([...parts, file.slice(from)], file.name, { type: file.type });
}
