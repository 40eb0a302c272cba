/** The way to the emoji picker, whose code is fetched when it is first opened. */
import { html } from "htm/preact";
import { Lazy } from "./lazy.js";

const load = () => import("./lazy/emoji_picker.js").then(({ EmojiPicker }) => EmojiPicker);

/**
 * @param {{ onPick: (emoji: string) => void, onClose: () => void,
 *   anchor?: import("./message_overlay.js").Anchor }} props `anchor`: what it opens beside
 */
export function Picker(props) {
  return html`<${Lazy} load=${load} ...${props} />`;
}
