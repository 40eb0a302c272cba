/**
 * Where a file that was sent lies, for the page.
 *
 * @import { SharedFile } from "../../server/protocol.ts"
 */

/** How a recording of one's voice is called: a file like any other, and shown without its name. */
const VOICE_NAME = /^voice-[\d-]{10,19}\.(?:webm|m4a|ogg)$/;

/** @param {SharedFile} file */
export function isVoice({ type, name }) {
  return type.startsWith("audio/") && VOICE_NAME.test(name);
}

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
