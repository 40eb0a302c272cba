/**
 * One message, stored or on its way. A row whose message has not changed is not drawn again.
 *
 * @import { Message } from "../../server/protocol.ts"
 * @import { Row } from "../state/state.js"
 */
import { useMemo, useState } from "preact/hooks";
import { html } from "htm/preact";
import { Attachment } from "./attachment.js";
import { Avatar } from "./avatar.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { Icon } from "./icons.js";
import { Picker } from "./picker.js";
import { Reactions } from "./reactions.js";
import { isOnlyEmoji, markup } from "../text/markup.js";
import { mentions } from "../text/mention.js";
import { hueOf } from "../text/person.js";
import { clockTime, fullTime } from "../text/time.js";
import { translateError } from "../words/words.js";

/** @param {{ message: Message, first: boolean, mine: boolean, isSought: boolean }} props */
export function MessageRow({ message, first, mine, isSought }) {
  const t = useWords();
  const language = useSelect((state) => state.preferences.language);
  const isAdmin = useSelect((state) => state.me?.admin ?? false);
  const me = useSelect((state) => state.me?.name ?? "");
  return useMemo(() => {
    const { id, time, name, text, file, edited, erased, reactions } = message;
    const big = !erased && !file && isOnlyEmoji(text);
    const classes = ["message", mine && "message--mine", first && "message--first"];
    const isCalled = !mine && !erased && mentions(text, me);
    classes.push(big && "message--big", isSought && "message--sought");
    classes.push(isCalled && "message--called");
    return html`
      <article
        class=${classes.filter(Boolean).join(" ")}
        data-key=${String(id)}
        data-id=${id}
        data-state="sent"
      >
        ${first && !mine && html`<${Avatar} name=${name} />`}
        <${Author} name=${name} hidden=${!first || mine} />
        <div class="message__body">
          ${file && !erased && html`<${Attachment} file=${file} />`}
          ${erased
            ? html`<p class="message__text message__text--erased">${t("message.erased")}</p>`
            : text !== "" && html`<p class="message__text" dir="auto">${markup(text)}</p>`}
          <${Reactions} id=${id} reactions=${reactions} />
        </div>
        <footer class="message__foot">
          ${!erased &&
            html`<${Tools} id=${id} canEdit=${mine} canErase=${mine || isAdmin} />`}
          ${edited && html`<span>${t("message.edited")}</span>`}
          <time datetime=${time} title=${fullTime(time, language)}>${clockTime(
            time,
            language,
          )}</time>
        </footer>
      </article>
    `;
  }, [message, first, mine, isSought, isAdmin, me, language]);
}

/**
 * React, edit and erase. Erasing asks once more on the same spot: it cannot be undone.
 * @param {{ id: number, canEdit: boolean, canErase: boolean }} props
 */
function Tools({ id, canEdit, canErase }) {
  const t = useWords();
  const actions = useActions();
  const [asked, setAsked] = useState(false);
  const [picking, setPicking] = useState(false);
  return html`
    <span class="tools" onMouseLeave=${() => setAsked(false)}>
      <button
        class="tools__one"
        data-test="react"
        aria-label=${t("message.react")}
        title=${t("message.react")}
        onClick=${() => setPicking(true)}
      >
        <${Icon} name="smile" />
      </button>
      ${picking && html`
        <${Picker}
          onPick=${(/** @type {string} */ emoji) => actions.messages.react(id, emoji, true)}
          onClose=${() => setPicking(false)}
        />
      `}
      ${canEdit && html`
        <button
          class="tools__one"
          data-test="edit"
          aria-label=${t("message.edit")}
          title=${t("message.edit")}
          onClick=${() => actions.messages.edit(id)}
        >
          <${Icon} name="pen" />
        </button>
      `}
      ${canErase && html`
        <button
          class="tools__one ${asked ? "tools__one--sure" : ""}"
          data-test="erase"
          aria-label=${asked ? undefined : t("message.erase")}
          title=${t("message.erase")}
          onBlur=${() => setAsked(false)}
          onClick=${() => asked ? actions.messages.erase(id) : setAsked(true)}
        >
          ${asked ? t("message.erase_sure") : html`<${Icon} name="trash" />`}
        </button>
      `}
    </span>
  `;
}

/** @param {{ row: Row, first: boolean }} props */
export function PendingRow({ row, first }) {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const me = useSelect((state) => state.me?.name ?? "");
  const big = isOnlyEmoji(row.text);
  return html`
    <article
      class="message message--mine message--pending ${first ? "message--first" : ""} ${big
        ? "message--big"
        : ""}"
      data-key=${row.ref}
      data-state=${row.failed ? "failed" : "pending"}
    >
      <${Author} name=${me} hidden=${true} />
      <div class="message__body">
        ${row.file && html`<p class="message__text"><bdi>${row.file.name}</bdi></p>`}
        ${row.text !== "" && html`<p class="message__text" dir="auto">${markup(row.text)}</p>`}
      </div>
      ${row.failed
        ? html`
          <footer class="message__foot message__foot--failed" role="alert">
            <span>${t("message.failed")} ${translateError(language, row.failed)}</span>
            <button class="link" data-test="retry" onClick=${() => actions.messages.retry(row.ref)}>
              ${t("message.retry")}
            </button>
            <button class="link" data-test="discard" onClick=${() =>
              actions.messages.discard(row.ref)}>
              ${t("message.discard")}
            </button>
          </footer>
        `
        : html`
          <footer class="message__foot">
            <span class="message__sending">${t("message.sending")}</span>
          </footer>
        `}
    </article>
  `;
}

/** @param {{ name: string, hidden: boolean }} props */
function Author({ name, hidden }) {
  return html`
    <bdi class="message__author hue-${hueOf(name)} ${hidden ? "hidden" : ""}">${name}</bdi>
  `;
}
