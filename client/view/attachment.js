/**
 * What was sent with a message: a picture with its room kept from the start, a film or a sound to be
 * played, or a file to keep.
 *
 * @import { SharedFile } from "../../server/protocol.ts"
 */
import { html } from "htm/preact";
import { useSelect, useWords } from "./hooks.js";
import { Icon } from "./icons.js";
import { addressOf } from "../text/file.js";
import { extentIn, sizeText } from "../text/size.js";

/** Largest and smallest picture in a conversation, in pixels: a hair or a dot could not be pressed. */
const LARGEST = { width: 360, height: 300 };
const SMALLEST = 96;
/** Where nobody said how large a picture is. */
const UNKNOWN = { width: 240, height: 180 };

/** @param {{ file: SharedFile, onOpen: () => void }} props `onOpen`: a picture is to be looked at */
export function Attachment({ file, onOpen }) {
  const { type } = file;
  if (type.startsWith("image/")) return html`<${Picture} file=${file} onOpen=${onOpen} />`;
  if (type.startsWith("video/")) {
    return html`
      <video
        class="film"
        src=${addressOf(file)}
        controls
        playsinline
        preload="metadata"
        aria-label=${file.name}
        data-file
      ></video>
    `;
  }
  return html`
    <${FileCard} file=${file} />
    ${type.startsWith("audio/") && html`
      <audio
        class="sound"
        src=${addressOf(file)}
        controls
        preload="metadata"
        aria-label=${file.name}
        data-test="sound"
      ></audio>
    `}
  `;
}

/** @param {{ file: SharedFile, onOpen: () => void }} props */
function Picture({ file, onOpen }) {
  const { width, height } = extentIn(file.id, LARGEST, SMALLEST) ?? UNKNOWN;
  return html`
    <a
      class="picture"
      href=${addressOf(file)}
      target="_blank"
      rel="noopener"
      title=${file.name}
      data-test="picture"
      data-file
      onClick=${(/** @type {MouseEvent} */ event) => {
        // With a key held it opens where the browser would open any link.
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        onOpen();
      }}
    >
      <img
        class="picture__image"
        src=${addressOf(file)}
        alt=${file.name}
        loading="lazy"
        decoding="async"
        draggable=${false}
        width=${width}
        height=${height}
      />
    </a>
  `;
}

/** @param {{ file: SharedFile }} props */
function FileCard({ file }) {
  const t = useWords();
  const language = useSelect((state) => state.preferences.language);
  const { name, size } = file;
  return html`
    <a
      class="file"
      href=${addressOf(file)}
      download=${name}
      title=${t("file.download", { name })}
      data-test="file"
      data-file
    >
      <span class="file__icon"><${Icon} name="file" /></span>
      <span class="file__words">
        <bdi class="file__name">${name}</bdi>
        <span class="file__size">${sizeText(size, language)}</span>
      </span>
    </a>
  `;
}
