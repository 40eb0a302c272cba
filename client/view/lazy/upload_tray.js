/**
 * Files that are to be sent, above the field: how far each is, the way to take it back, and whether photos
 * go with all their pixels.
 *
 * @import { Upload } from "../../state/state.js"
 */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { Icon, IconButton } from "../icons.js";
import { formatSize } from "../../text/size.js";
import { translateError } from "../../words/words.js";

/** @param {{ room: string, onWords: (text: string) => void }} props `onWords`: words that come back */
export function UploadTray({ room, onWords }) {
  const t = useWords();
  const uploads = useSelect((state) => state.uploads);
  const own = uploads.filter((upload) => upload.room === room);
  const photos = own.filter(({ text, isOriginal, isSmaller }) =>
    text === null && (isOriginal || isSmaller)
  );
  return html`
    ${photos.length > 0 && html`<${OriginalChoice} room=${room} photos=${photos} />`}
    <ul class="upload-tray" aria-label=${t("upload.title")} data-test="tray">
      ${own.map((upload) =>
        html`
          <${UploadItem} key=${upload.id} upload=${upload} onWords=${onWords} />
        `
      )}
    </ul>
  `;
}

/** @param {{ room: string, photos: Upload[] }} props */
function OriginalChoice({ room, photos }) {
  const t = useWords();
  const actions = useActions();
  return html`
    <label class="upload-choice">
      <input
        type="checkbox"
        data-test="original"
        checked=${photos.some(({ isOriginal }) => isOriginal)}
        onChange=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ event) =>
          actions.uploads.setOriginal(room, event.currentTarget.checked)}
      />
      ${t("upload.original")}
    </label>
  `;
}

/**
 * Not every browser draws what a phone takes: it has its name alone then, as in the room.
 * @param {{ preview: string | null }} props
 */
function Thumbnail({ preview }) {
  const [isDrawn, setDrawn] = useState(true);
  if (preview === null || !isDrawn) {
    return html`<span class="upload__icon"><${Icon} name="file" /></span>`;
  }
  return html`
    <img
      class="upload__image"
      src=${preview}
      alt=""
      width="40"
      height="40"
      onError=${() => setDrawn(false)}
    />
  `;
}

/** @param {{ upload: Upload, onWords: (text: string) => void }} props */
function UploadItem(
  {
    upload: { id, name, size, fullSize, isSmaller, preview, progress, problem, text, file },
    onWords,
  },
) {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const maxBytes = useSelect((state) => state.limits.file_bytes);
  const state = problem !== null ? "failed" : file !== null ? "ready" : "going";
  const status = problem === "too_large"
    ? t("upload.too_large", { size: formatSize(maxBytes, language) })
    : problem !== null
    ? translateError(language, problem)
    : text !== null
    ? t("upload.soon")
    : isSmaller
    ? t("upload.smaller", {
      size: formatSize(size, language),
      full: formatSize(fullSize, language),
    })
    : formatSize(size, language);
  return html`
    <li class="upload upload--${state}" data-test="upload" data-state=${state}>
      <${Thumbnail} preview=${preview} />
      <span class="upload__details">
        <bdi class="upload__name">${name}</bdi>
        <span class="upload__status" role=${problem === null ? undefined : "alert"}>${status}</span>
        ${state === "going" && html`
          <progress class="upload__bar" max="1" value=${progress} aria-label=${name}></progress>
        `}
      </span>
      ${problem !== null && problem !== "too_large" && html`
        <button class="link" type="button" data-test="upload-retry" onClick=${() =>
          actions.uploads.retry(id)}>
          ${t("message.retry")}
        </button>
      `}
      <${IconButton}
        class="button button--icon upload__remove"
        test="upload-cancel"
        icon="cross"
        word=${t("upload.remove", { name })}
        onClick=${() => onWords(actions.uploads.remove(id))}
      />
    </li>
  `;
}
