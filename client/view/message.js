/**
 * One message that is stored: who said it, its words or its file, what others think of it, and what one
 * can do with it. Asks for nothing itself, so that three hundred of them cost nothing while they rest.
 *
 * @import { DisplayedMessage } from "../state/state.js"
 * @import { OpenOverlay } from "./message_overlay.js"
 */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { ReplyPreview } from "./reply.js";
import { Attachment } from "./attachment.js";
import { Avatar } from "./avatar.js";
import { CodeBlock } from "./code_block.js";
import { Lazy } from "./lazy.js";
import { Reactions } from "./reactions.js";
import { PersonLink, useCard } from "./person_link.js";
import { useToolbarPosition } from "./toolbar_position.js";
import { isOnlyEmoji, markup } from "../text/markup.js";
import { isAddressedTo } from "../text/mention.js";
import { hueOf } from "../text/person.js";
import { clockTime, fullTime } from "../text/time.js";
import { translate } from "../words/words.js";

const loadToolbar = () =>
  import("./lazy/message_toolbar.js").then(({ MessageToolbar }) => MessageToolbar);

/**
 * @typedef {object} MessageProps
 * @property {DisplayedMessage} message
 * @property {boolean} first of a run by one person
 * @property {boolean} mine
 * @property {boolean} canErase
 * @property {boolean} isTarget
 * @property {boolean} isNew
 * @property {string} me
 * @property {string} longerNames names that go on where one's own ends, a line each
 * @property {string} language
 * @property {OpenOverlay} onOpen
 */

/** @param {MessageProps} props */
export function Message(props) {
  const { message, first, mine, canErase, isTarget, isNew, me, longerNames, language, onOpen } =
    props;
  const { id, name, text, file, erased, reactions } = message;
  const { position, watch } = useToolbarPosition(Number(mine) + Number(canErase));
  return html`
    <article
      class=${classesOf({
        "message--mine": mine,
        "message--first": first,
        "message--big": !erased && !file && !message.to && isOnlyEmoji(text),
        "message--target": isTarget,
        "message--waiting": message.pending === true,
        "message--new": isNew && !mine,
        "message--mentioned": !mine && !erased &&
          isAddressedTo(message, me, longerNames.split("\n")),
      })}
      data-key=${message.row ?? String(id)}
      data-id=${id}
      data-state="sent"
      ...${erased ? {} : watch}
    >
      <${Author} name=${name} hidden=${!first || mine} />
      <div class="message__body">
        <${Bubble} message=${message} language=${language} onOpen=${onOpen} />
        ${reactions && html`<${Reactions} id=${id} reactions=${reactions} me=${me} />`}
      </div>
      ${position !== null && !erased && html`
        <${Lazy}
          load=${loadToolbar}
          message=${message}
          position=${position}
          me=${me}
          canEdit=${mine}
          canErase=${canErase}
          onOpen=${onOpen}
        />
      `}
    </article>
  `;
}

/** @param {{ message: DisplayedMessage, language: string, onOpen: OpenOverlay }} props */
function Bubble({ message, language, onOpen }) {
  const { id, time, text, file, to, edited, erased, pending } = message;
  const [isExact, setExact] = useState(false);
  const clock = clockTime(time, language);
  const full = fullTime(time, language);
  const changed = edited ? `${translate(language, "message.edited")} ` : "";
  const isBare = !erased && text === "";
  return html`
    <div class=${`message__bubble ${isBare ? "message__bubble--bare" : ""}`}>
      ${to && !erased && html`<${ReplyPreview} to=${to} />`}
      ${file && !erased && html`
        <${Attachment} file=${file} onOpen=${() => onOpen({ kind: "picture", id })} />
      `}
      ${!isBare && html`
        <div
          class=${`message__text ${erased ? "message__text--erased" : ""}`}
          dir="auto"
          translate=${!erased}
          data-foot=${changed + clock}
        >
          ${erased ? translate(language, "message.erased") : markup(text, CodeBlock)}
        </div>
      `}
      <footer class="message__foot">
        ${edited && html`<span>${changed}</span>`}
        <button
          class="message__time"
          type="button"
          data-test="time"
          title=${full}
          aria-expanded=${isExact}
          onClick=${() => setExact(!isExact)}
          onBlur=${() => setExact(false)}
        >
          <time datetime=${time}>${clock}</time>
        </button>
      </footer>
      ${pending && html`
        <span class="message__sending">${translate(language, "message.sending")}</span>
      `}
      ${isExact && html`<p class="message__exact" role="status" data-test="exact">${full}</p>`}
    </div>
  `;
}

/** @param {Record<string, boolean>} classes */
export function classesOf(classes) {
  return ["message", ...Object.keys(classes).filter((name) => classes[name])].join(" ");
}

/**
 * Who said it: picture and name, which lead to their card.
 * @param {{ name: string, hidden: boolean }} props
 */
export function Author({ name, hidden }) {
  const openCard = useCard(name);
  const look = `message__author hue-${hueOf(name)}`;
  return hidden ? html`<bdi class=${`${look} hidden`}>${name}</bdi>` : html`
    <${Avatar} name=${name} onClick=${openCard} />
    <${PersonLink} class=${look} name=${name} />
  `;
}
