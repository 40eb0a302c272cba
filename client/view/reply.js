/**
 * What a message answers: over the field while one writes, and in a message, where a press leads to it.
 *
 * @import { Answered } from "../../server/protocol.ts"
 */
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "./hooks.js";
import { Icon, IconButton } from "./icons.js";
import { isBlocked } from "../state/blocks.js";
import { hueOf } from "../text/person.js";
import { stripMarkup } from "../text/strip_markup.js";

/** @param {{ to: Answered }} props */
export function ReplyPreview({ to }) {
  const t = useWords();
  const actions = useActions();
  const room = useSelect((state) => state.open ?? "");
  return html`
    <a
      class=${`reply-preview hue-${hueOf(to.name)}`}
      href=${`#/${encodeURIComponent(room)}/${to.id}`}
      title=${t("answer.jump", { name: to.name })}
      data-test="answered"
      onClick=${(/** @type {MouseEvent} */ event) => {
        event.preventDefault();
        actions.openRoom(room, to.id);
      }}
    >
      <${ReplyText} to=${to} />
    </a>
  `;
}

/** @param {{ to: Answered & { room: string } }} props */
export function ReplyBar({ to }) {
  const t = useWords();
  const actions = useActions();
  // As it is by now: changed, or erased.
  const now = useSelect(({ rooms }) => rooms.get(to.room)?.messages.find(({ id }) => id === to.id));
  const text = now === undefined ? to.text : now.text || now.file?.name || "";
  return html`
    <div class=${`reply-bar hue-${hueOf(to.name)}`} data-test="answering">
      <${Icon} name="reply" />
      <div class="reply-preview">
        <${ReplyText} to=${{ name: to.name, text }} />
      </div>
      <${IconButton}
        icon="cross"
        word=${t("answer.cancel")}
        test="answer-cancel"
        onClick=${() => actions.messages.cancelReply()}
      />
    </div>
  `;
}

/** @param {{ to: Pick<Answered, "name" | "text"> }} props */
function ReplyText({ to: { name, text } }) {
  const t = useWords();
  const isHidden = useSelect((state) => isBlocked(state, name));
  return html`
    <bdi class="reply-preview__name">${name}</bdi>
    <span class="reply-preview__text" dir="auto" translate=${text !== ""}>
      ${text === "" ? t("message.erased") : isHidden ? "…" : stripMarkup(text)}
    </span>
  `;
}
