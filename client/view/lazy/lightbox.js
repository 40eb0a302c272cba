/**
 * A picture as large as the screen allows, and the others of the room beside it, however far back: arrow
 * keys, buttons or a wipe of the finger go to them. Each begins whole.
 *
 * @import { Message, SharedFile } from "../../../server/protocol.ts"
 */
import { useLayoutEffect } from "preact/hooks";
import { html } from "htm/preact";
import { usePictures } from "./lightbox_pictures.js";
import { Stage } from "./picture_stage.js";
import { useSelect, useWords } from "../hooks.js";
import { Icon, IconButton } from "../icons.js";
import { useModal } from "../modal.js";
import { fileUrl } from "../../text/file.js";
import { fullTime } from "../../text/time.js";

/**
 * @param {{ message: Message, messages: Message[], onShow: (id: number) => void,
 *   onClose: () => void }} props `onShow`: one of `messages` is to be shown
 */
export function Lightbox({ message, messages, onShow, onClose }) {
  const t = useWords();
  const modal = useModal(onClose);
  const { shown, hasPrevious, hasNext, go } = usePictures({ message, messages, onShow });
  useLayoutEffect(() => {
    // The button that was pressed may be gone at the last picture, and the keys with it.
    const dialog = modal.ref.current;
    if (!dialog?.contains(document.activeElement)) dialog?.focus();
  }, [shown.id]);
  const { file } = shown;
  if (file === undefined) return null;

  /** @param {KeyboardEvent} event */
  function onKeyDown({ key }) {
    const isMirrored = document.dir === "rtl";
    if (key === "ArrowRight") go(isMirrored ? -1 : 1);
    if (key === "ArrowLeft") go(isMirrored ? 1 : -1);
  }

  return html`
    <dialog
      class="lightbox"
      ...${modal}
      aria-label=${`${t("picture.title")}: ${file.name}`}
      tabindex="-1"
      autofocus
      data-test="lightbox"
      onKeyDown=${onKeyDown}
    >
      <${LightboxHead} message=${shown} file=${file} onClose=${onClose} />
      <${Stage} key=${shown.id} file=${file} onStep=${go} onClose=${onClose} />
      ${hasPrevious && html`
        <${IconButton}
          class="lightbox__button lightbox__nav"
          test="lightbox-previous"
          icon="back"
          word=${t("picture.previous")}
          onClick=${() => go(-1)}
        />
      `}
      ${hasNext && html`
        <${IconButton}
          class="lightbox__button lightbox__nav lightbox__nav--next"
          test="lightbox-next"
          icon="next"
          word=${t("picture.next")}
          onClick=${() => go(1)}
        />
      `}
    </dialog>
  `;
}

/** @param {{ message: Message, file: SharedFile, onClose: () => void }} props */
function LightboxHead({ message: { name, time }, file, onClose }) {
  const t = useWords();
  const language = useSelect((state) => state.preferences.language);
  return html`
    <header class="lightbox__head">
      <p class="lightbox__caption">
        <bdi class="lightbox__name">${name}</bdi>
        <span>${fullTime(time, language)}</span>
      </p>
      <a
        class="lightbox__button"
        href=${fileUrl(file)}
        download=${file.name}
        aria-label=${t("file.download", { name: file.name })}
        title=${t("file.download", { name: file.name })}
      >
        <${Icon} name="download" />
      </a>
      <${IconButton}
        class="lightbox__button"
        test="lightbox-close"
        icon="cross"
        word=${t("action.close")}
        onClick=${onClose}
      />
    </header>
  `;
}
