/**
 * Where a file that was sent lies, for the page.
 *
 * @import { SharedFile } from "../../server/protocol.ts"
 */

/** @param {SharedFile} file */
export function fileUrl({ id }) {
  return `files/${encodeURIComponent(id)}`;
}

/**
 * The address of a file's small picture; where there is none, of a picture itself.
 * @param {SharedFile} file
 */
export function previewUrl(file) {
  return `${fileUrl(file)}?preview`;
}
