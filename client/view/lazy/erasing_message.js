/** A message that is about to be erased, while that can be taken back. */
import { html } from "htm/preact";
import { useActions, useWords } from "../hooks.js";
import { classesOf } from "../message.js";

/** @param {{ id: number, first: boolean, mine: boolean }} props */
export function ErasingMessage({ id, first, mine }) {
  const t = useWords();
  const actions = useActions();
  return html`
    <article
      class=${classesOf({
        "message--mine": mine,
        "message--first": first,
        "message--erasing": true,
      })}
      data-key=${String(id)}
      data-id=${id}
    >
      <div class="message__body">
        <p class="message__text message__text--erased" role="status">
          ${t("message.going")}
          <button class="link" type="button" data-test="undo" onClick=${() =>
            actions.messages.undoErase(id)}>
            ${t("message.undo")}
          </button>
        </p>
      </div>
    </article>
  `;
}
