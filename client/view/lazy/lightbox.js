/**
 * A picture as large as the screen allows, and the others of the room beside it, however far back: arrow
 * keys, buttons or a wipe of the finger go to them. Each begins whole, over the words that came with it or
 * its album; a press on who sent it goes to the message. Where it is erased the next one takes its place.
 *
 * @import { Message, SharedFile } from "../../../server/protocol.ts"
 */
import { useLayoutEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { albumHead } from "./album_words.js";
import { usePictures } from "./lightbox_pictures.js";
import { Stage } from "./picture_stage.js";
import { useAhead } from "./pictures_ahead.js";
import { CodeBlock } from "../code_block.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { Icon, IconButton } from "../icons.js";
import { useModal } from "../modal.js";
import { openRoom } from "../../state/selectors.js";
import { fileUrl } from "../../text/file.js";
import { markup } from "../../text/markup.js";
import { fullTime } from "../../text/time.js";

/**
 * @param {{ message: Message, messages: Message[], onShow: (id: number) => void,
 *   onClose: () => void }} props `onShow`: one of `messages` is to be shown
 */
export function Lightbox({ message, messages, onShow, onClose }) {
  const t = useWords();
  const actions = useActions();
  const modal = useModal(onClose);
  const around = useSelect(openRoom)?.messages ?? [];
  const { shown, isInstead, all, beside, hasPrevious, hasNext, go } = usePictures(
    { message, messages, onShow },
  );
  const [loaded, setLoaded] = useState(/** @type {number | null} */ (null));
  useAhead(loaded === shown?.id ? beside : []);
  useFocus(modal.ref, shown?.id);
  useLayoutEffect(() => {
    if (shown !== null) return;
    actions.toasts.show("picture.erased");
    onClose();
  }, [shown === null]);
  if (shown?.file === undefined) return null;
  const { file } = shown;
  const { text } = albumHead(shown, all, around);

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
      <p class="lightbox__notice" role="status" data-test="lightbox-notice">
        ${isInstead && t("picture.erased")}
      </p>
      <${Stage} key=${shown.id} file=${file} onStep=${go} onClose=${onClose}
        onLoaded=${() => setLoaded(shown.id)} />
      ${text !== "" && html`
        <div class="lightbox__words" key=${`words ${shown.id}`} dir="auto" tabindex="0" data-test="lightbox-words">
          ${markup(text, CodeBlock)}
        </div>
      `}
      ${hasPrevious && html`<${Step} to="previous" onClick=${() => go(-1)} />`}
      ${hasNext && html`<${Step} to="next" onClick=${() => go(1)} />`}
    </dialog>
  `;
}

/**
 * Keys are for the picture before they are for a button.
 * @param {import("preact").RefObject<HTMLDialogElement | null>} ref
 * @param {number | undefined} shown
 */
function useFocus(ref, shown) {
  useLayoutEffect(() => ref.current?.focus(), []);
  useLayoutEffect(() => {
    // The button that was pressed may be gone at the last picture, and the keys with it.
    const dialog = ref.current;
    if (!dialog?.contains(document.activeElement)) dialog?.focus();
  }, [shown]);
}

/** @param {{ to: "previous" | "next", onClick: () => void }} props */
function Step({ to, onClick }) {
  const t = useWords();
  return html`
    <${IconButton}
      class=${`lightbox__button lightbox__nav ${to === "next" ? "lightbox__nav--next" : ""}`}
      test=${`lightbox-${to}`}
      icon=${to === "next" ? "next" : "back"}
      word=${t(to === "next" ? "picture.next" : "picture.previous")}
      onClick=${onClick}
    />
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
