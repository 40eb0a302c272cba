/**
 * Which voice message is heard after another. Pure.
 *
 * @import { Message, SharedFile } from "../../server/protocol.ts"
 */
import { isVoice } from "./file.js";

/**
 * The voice message directly after another one; null where something else was said, or nothing yet.
 * @param {readonly Message[]} messages of a room, in order
 * @param {SharedFile} voice
 * @returns {SharedFile | null}
 */
export function nextVoice(messages, voice) {
  if (!isVoice(voice)) return null;
  const at = messages.findIndex(({ file }) => file?.id === voice.id);
  const next = at === -1 ? undefined : messages.slice(at + 1).find(({ erased }) => !erased)?.file;
  return next !== undefined && isVoice(next) ? next : null;
}
