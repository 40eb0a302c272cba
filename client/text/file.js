/**
 * Where a file that was sent lies, for the page.
 *
 * @import { SharedFile } from "../../server/protocol.ts"
 */

/** @param {SharedFile} file */
export function fileUrl({ id }) {
  return `files/${encodeURIComponent(id)}`;
}
