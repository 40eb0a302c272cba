/**
 * One's own message on its way, or refused.
 *
 * @import { Row } from "../state/state.js"
 */
import { html } from "htm/preact";
import { ReplyPreview } from "./reply.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { CodeBlock } from "./code_block.js";
import { Author, classesOf } from "./message.js";
import { isOnlyEmoji, markup } from "../text/markup.js";
import { clockTime } from "../text/time.js";
import { translateError } from "../words/words.js";

/** @param {{ row: Row, first: boolean }} props */
export function PendingMessage({ row, first }) {
  const t = useWords();
  const language = useSelect((state) => state.preferences.language);
  const me = useSelect((state) => state.me?.name ?? "");
  const clock = clockTime(row.time, language);
  return html`
    <article
      class=${classesOf({
        "message--mine": true,
        "message--pending": true,
        "message--first": first,
        "message--big": !row.file && !row.to && isOnlyEmoji(row.text),
      })}
      data-key=${row.ref}
      data-state=${row.failed ? "failed" : "pending"}
    >
      <${Author} name=${me} hidden=${true} />
      <div class="message__body">
        <div class="message__bubble">
          ${row.to && html`<${ReplyPreview} to=${row.to} />`}
          ${row.file && html`<p class="message__text"><bdi>${row.file.name}</bdi></p>`}
          ${row.text !== "" && html`
            <div class="message__text" dir="auto" translate=${true} data-foot=${clock}>
              ${markup(row.text, CodeBlock)}
            </div>
          `}
          ${!row.failed && html`
            <footer class="message__foot">
              ${row.text !== "" && html`<time datetime=${row.time}>${clock}</time>`}
            </footer>
            <span class="message__sending">${t("message.sending")}</span>
          `}
        </div>
        ${row.failed && html`<${Failure} row=${row} language=${language} />`}
      </div>
    </article>
  `;
}

/** @param {{ row: Row, language: string }} props */
function Failure({ row: { ref, failed = "" }, language }) {
  const t = useWords();
  const actions = useActions();
  return html`
    <div class="message__failure" role="alert">
      <span>${t("message.failed")} ${translateError(language, failed)}</span>
      <button class="link" type="button" data-test="retry" onClick=${() =>
        actions.messages.retry(ref)}>
        ${t("message.retry")}
      </button>
      <button class="link" type="button" data-test="discard" onClick=${() =>
        actions.messages.discard(ref)}>
        ${t("message.discard")}
      </button>
    </div>
  `;
}
