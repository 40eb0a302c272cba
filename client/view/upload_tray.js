/** Files that are to be sent, above the field: how far each is, and the way to take it back. */
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "./hooks.js";
import { Icon, IconButton } from "./icons.js";
import { sizeText } from "../text/size.js";
import { translateError } from "../words/words.js";

/** @param {{ room: string, onWords: (text: string) => void }} props `onWords`: words that come back */
export function Tray({ room, onWords }) {
  const t = useWords();
  const uploads = useSelect((state) => state.uploads);
  const own = uploads.filter((upload) => upload.room === room);
  if (own.length === 0) return null;
  return html`
    <ul class="tray" aria-label=${t("upload.title")} data-test="tray">
      ${own.map((upload) =>
        html`
          <${Chip} key=${upload.id} upload=${upload} onWords=${onWords} />
        `
      )}
    </ul>
  `;
}

/** @param {{ upload: import("../state/state.js").Upload, onWords: (text: string) => void }} props */
function Chip({ upload: { id, name, size, preview, part, problem, text, file }, onWords }) {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const most = useSelect((state) => state.limits.file_bytes);
  const state = problem !== null ? "failed" : file !== null ? "ready" : "going";
  const told = problem === "too_large"
    ? t("upload.too_large", { size: sizeText(most, language) })
    : problem !== null
    ? translateError(language, problem)
    : text !== null
    ? t("upload.soon")
    : sizeText(size, language);
  return html`
    <li class="chip chip--${state}" data-test="upload" data-state=${state}>
      ${preview === null
        ? html`<span class="chip__icon"><${Icon} name="file" /></span>`
        : html`<img class="chip__image" src=${preview} alt="" width="40" height="40" />`}
      <span class="chip__words">
        <bdi class="chip__name">${name}</bdi>
        <span class="chip__told" role=${problem === null ? undefined : "alert"}>${told}</span>
        ${state === "going" && html`
          <progress class="chip__bar" max="1" value=${part} aria-label=${name}></progress>
        `}
      </span>
      ${problem !== null && problem !== "too_large" && html`
        <button class="link" type="button" data-test="upload-retry" onClick=${() =>
          actions.uploads.retry(id)}>
          ${t("message.retry")}
        </button>
      `}
      <${IconButton}
        class="button button--icon chip__away"
        test="upload-cancel"
        icon="cross"
        word=${t("upload.remove", { name })}
        onClick=${() => onWords(actions.uploads.remove(id))}
      />
    </li>
  `;
}
