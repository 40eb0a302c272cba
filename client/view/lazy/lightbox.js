/**
 * A picture as large as the screen allows, and the others of the room beside it, however far back: arrow
 * keys, buttons or a wipe of the finger go to them. Each begins whole, over the words that came with it;
 * a press on who sent it goes to the message.
 *
 * @import { Message, SharedFile } from "../../../server/protocol.ts"
 */
import { useLayoutEffect } from "preact/hooks";
import { html } from "htm/preact";
import { usePictures } from "./lightbox_pictures.js";
import { Stage } from "./picture_stage.js";
import { CodeBlock } from "../code_block.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { Icon, IconButton } from "../icons.js";
import { useModal } from "../modal.js";
import { fileUrl } from "../../text/file.js";
import { markup } from "../../text/markup.js";
import { fullTime } from "../../text/time.js";

/**
 * @param {{ message: Message, messages: Message[], onShow: (id: number) => void,
 *   onClose: () => void }} props `onShow`: one of `messages` is to be shown
 */
export function Lightbox({ message, messages, onShow, onClose }) {
  const t = useWords();
  const modal = useModal(onClose);
  const { shown, hasPrevious, hasNext, go } = usePictures({ message, messages, onShow });
  // Keys are for the picture before they are for a button.
  useLayoutEffect(() => modal.ref.current?.focus(), []);
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
      ${shown.text !== "" && html`
        <div class="lightbox__words" key=${`words ${shown.id}`} dir="auto" tabindex="0" data-test="lightbox-words">
          ${markup(shown.text, CodeBlock)}
        </div>
      `}
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
function LightboxHead({ message: { id, name, time }, file, onClose }) {
  const t = useWords();
  const actions = useActions();
  const room = useSelect((state) => state.open) ?? "";
  const language = useSelect((state) => state.preferences.language);
  return html`
    <header class="lightbox__head">
      <button
        class="lightbox__caption"
        type="button"
        title=${t("files.jump")}
        data-test="lightbox-jump"
        onClick=${() => {
          onClose();
          actions.show({ dialog: null });
          actions.openRoom(room, id);
        }}
      >
        <bdi class="lightbox__name">${name}</bdi>
        <span>${fullTime(time, language)}</span>
      </button>
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
