/**
 * What a message answers: over the field while one writes, and in a message, where a press leads to it.
 *
 * @import { Answered } from "../../server/protocol.ts"
 */
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "./hooks.js";
import { Icon, IconButton } from "./icons.js";
import { hueOf } from "../text/person.js";
import { plain } from "../text/strip_markup.js";

/** @param {{ to: Answered }} props */
export function AnsweredCard({ to }) {
  const t = useWords();
  const actions = useActions();
  const room = useSelect((state) => state.open ?? "");
  return html`
    <a
      class=${`answered hue-${hueOf(to.name)}`}
      href=${`#/${encodeURIComponent(room)}/${to.id}`}
      title=${t("answer.jump", { name: to.name })}
      data-test="answered"
      onClick=${(/** @type {MouseEvent} */ event) => {
        event.preventDefault();
        actions.openRoom(room, to.id);
      }}
    >
      <${Words} to=${to} />
    </a>
  `;
}

/** @param {{ to: Answered }} props */
export function AnsweringBar({ to }) {
  const t = useWords();
  const actions = useActions();
  return html`
    <div class=${`answering hue-${hueOf(to.name)}`} data-test="answering">
      <${Icon} name="reply" />
      <div class="answered">
        <${Words} to=${to} />
      </div>
      <${IconButton}
        icon="cross"
        word=${t("answer.cancel")}
        test="answer-cancel"
        onClick=${() => actions.messages.dropAnswer()}
      />
    </div>
  `;
}

/** @param {{ to: Answered }} props */
function Words({ to: { name, text } }) {
  const t = useWords();
  return html`
    <bdi class="answered__name">${name}</bdi>
    <span class="answered__text" dir="auto" translate=${text !== ""}>
      ${text === "" ? t("message.erased") : plain(text)}
    </span>
  `;
}
