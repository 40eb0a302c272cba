/**
 * The files that are to be sent, in the order in which they were chosen. Pure.
 *
 * @import { Upload } from "./state.js"
 */

/**
 * @param {Upload[]} uploads
 * @param {number} id
 * @param {Upload | null} upload null takes it away
 * @returns {Upload[]}
 */
export function replaceUpload(uploads, id, upload) {
  if (upload === null) return uploads.filter((one) => one.id !== id);
  const isKnown = uploads.some((one) => one.id === id);
  return isKnown ? uploads.map((one) => one.id === id ? upload : one) : [...uploads, upload];
}
