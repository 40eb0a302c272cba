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
import { Reactions } from "./reactions.js";
import { Tools } from "./tools.js";
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
  const isGoing = useSelect(({ erasing }) => erasing.includes(message.id));
  return useMemo(() => {
    const { id, time, name, text, file, edited, erased, reactions } = message;
    const big = !erased && !file && isOnlyEmoji(text);
    const classes = ["message", mine && "message--mine", first && "message--first"];
    if (isGoing) return html`<${Going} id=${id} classes=${classes.filter(Boolean).join(" ")} />`;
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
            html`<${Tools} message=${message} canEdit=${mine} canErase=${mine || isAdmin} />`}
          ${edited && html`<span>${t("message.edited")}</span>`}
          <${Time} time=${time} language=${language} />
        </footer>
      </article>
    `;
  }, [message, first, mine, isSought, isAdmin, isGoing, me, language]);
}

/**
 * The hour and minute; a press tells the exact time in place.
 * @param {{ time: string, language: string }} props
 */
function Time({ time, language }) {
  const [exact, setExact] = useState(false);
  // Drawn again when the device has moved to another time zone.
  useSelect((state) => state.zone);
  const full = fullTime(time, language);
  return html`
    <button
      class="message__time"
      type="button"
      data-test="time"
      title=${full}
      onClick=${() => setExact(!exact)}
    >
      <time datetime=${time}>${exact ? full : clockTime(time, language)}</time>
    </button>
  `;
}

/**
 * A message that is about to be erased, while that can be taken back.
 * @param {{ id: number, classes: string }} props
 */
function Going({ id, classes }) {
  const t = useWords();
  const actions = useActions();
  return html`
    <article class="${classes} message--going" data-key=${String(id)} data-id=${id}>
      <div class="message__body">
        <p class="message__text message__text--erased" role="status">
          ${t("message.going")}
          <button class="link" type="button" data-test="undo" onClick=${() =>
            actions.messages.keep(id)}>
            ${t("message.undo")}
          </button>
        </p>
      </div>
    </article>
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
