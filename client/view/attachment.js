/**
 * What was sent with a message: a picture with its room kept from the start, a film or a sound to be
 * played, or a file to keep.
 *
 * @import { SharedFile } from "../../server/protocol.ts"
 */
import { html } from "htm/preact";
import { useSelect, useWords } from "./hooks.js";
import { Icon } from "./icons.js";
import { Lazy } from "./lazy.js";
import { pauseOthers } from "./one_sound.js";
import { fileUrl, isVoice, previewUrl } from "../text/file.js";
import { displaySize, formatSize } from "../text/size.js";

/** Largest and smallest picture in a conversation, in pixels: a hair or a dot could not be pressed. */
const MAX_PICTURE_PX = { width: 360, height: 300 };
const MIN_PICTURE_PX = 96;
/** Where nobody said how large a picture is. */
const UNKNOWN_PICTURE_PX = { width: 240, height: 180 };

const loadPlayer = () => import("./lazy/audio_player.js").then(({ AudioPlayer }) => AudioPlayer);

/** @param {{ file: SharedFile, onOpen: () => void }} props `onOpen`: a picture is to be looked at */
export function Attachment({ file, onOpen }) {
  const { type } = file;
  if (type.startsWith("image/")) return html`<${Picture} file=${file} onOpen=${onOpen} />`;
  if (type.startsWith("video/")) return html`<${Film} file=${file} />`;
  return html`
    ${!isVoice(file) && html`<${FileCard} file=${file} />`}
    ${type.startsWith("audio/") && html`
      <div class="sound">
        <${Lazy} load=${loadPlayer} file=${file} />
      </div>
    `}
  `;
}

/** @param {{ file: SharedFile }} props */
function Film({ file }) {
  // Who sent its size sent a picture of it too: nothing of the film is fetched before it is wanted.
  const size = displaySize(file.id, MAX_PICTURE_PX, MIN_PICTURE_PX);
  return html`
    <video
      class="video"
      src=${fileUrl(file)}
      poster=${size ? previewUrl(file) : undefined}
      preload=${size ? "none" : "metadata"}
      ...${size}
      controls
      playsinline
      onPlay=${pauseOthers}
      aria-label=${file.name}
      data-file
    ></video>
  `;
}

/** @param {{ file: SharedFile, onOpen: () => void }} props */
function Picture({ file, onOpen }) {
  const { width, height } = displaySize(file.id, MAX_PICTURE_PX, MIN_PICTURE_PX) ??
    UNKNOWN_PICTURE_PX;
  return html`
    <a
      class="picture"
      href=${fileUrl(file)}
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
        src=${previewUrl(file)}
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
      href=${fileUrl(file)}
      download=${name}
      title=${t("file.download", { name })}
      data-test="file"
      data-file
    >
      <span class="file__icon"><${Icon} name="file" /></span>
      <span class="file__details">
        <bdi class="file__name">${name}</bdi>
        <span class="file__size">${formatSize(size, language)}</span>
      </span>
    </a>
  `;
}
