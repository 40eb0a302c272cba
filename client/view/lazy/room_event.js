/**
 * A line of the program in the conversation: what somebody did with the room. A pin leads to its message, and
 * the words of a topic can be erased by who set it and by admins.
 *
 * @import { RoomEvent as Happened } from "../../../server/protocol.ts"
 * @import { ListItemProps } from "../list_item.js"
 */
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { IconButton } from "../icons.js";
import { fullTime } from "../../text/time.js";

/** @param {{ event: Happened, props: ListItemProps }} props `props`: what a row is drawn with */
export function RoomEvent({ event, props }) {
  const t = useWords();
  const { isNew, erasing, language } = props;
  return html`
    <div
      class="notice room-event"
      title=${fullTime(event.time, language)}
      aria-live=${isNew ? undefined : "off"}
      data-key=${`event ${event.id}`}
      data-test="room-event"
    >
      ${erasing === "" ? html`<${What} event=${event} />` : html`<${Going} id=${event.id} />`}
      ${erasing === "" && event.text && (props.isAdmin || event.name === props.me) && html`
        <${Erase} id=${event.id} word=${t("event.erase")} />
      `}
    </div>
  `;
}

/** @param {{ event: Happened }} props */
function What({ event }) {
  const t = useWords();
  const actions = useActions();
  const room = useSelect((state) => state.open) ?? "";
  const { name, target, text = "", to = "", who = "" } = event;
  // Each with its own direction, so that none turns the words beside it round.
  const [by, about, called, somebody] = [name, text, to, who].map((one) => `\u2068${one}\u2069`);
  const values = { name: by, text: about, room: called, who: somebody };
  const words = t(keyOf(event), /** @type {Record<string, string>} */ (values));
  if (target === undefined) return html`<span>${words}</span>`;
  return html`
    <a
      class="link room-event__link"
      href=${`#/${encodeURIComponent(room)}/${target}`}
      data-test="event-pin"
      onClick=${(/** @type {MouseEvent} */ press) => {
        press.preventDefault();
        actions.openRoom(room, target);
      }}
    >
      ${words}
    </a>
  `;
}

/** @param {Happened} event */
function keyOf({ event, text }) {
  if (event !== "topic") return /** @type {const} */ (`event.${event}`);
  return text === undefined ? "event.topic_erased" : text === "" ? "event.no_topic" : "event.topic";
}

/** @param {{ id: number, word: string }} props */
function Erase({ id, word }) {
  const actions = useActions();
  return html`
    <${IconButton}
      class="button button--icon room-event__erase"
      icon="trash"
      word=${word}
      test="erase-topic"
      onClick=${() => actions.messages.erase(id)}
    />
  `;
}

/**
 * The words are about to be erased, while that can be taken back.
 * @param {{ id: number }} props
 */
function Going({ id }) {
  const t = useWords();
  const actions = useActions();
  return html`
    <span role="status">${t("event.going")}</span>
    <button class="link room-event__link" type="button" data-test="undo" onClick=${() =>
      actions.messages.undoErase(id)}>
      ${t("message.undo")}
    </button>
  `;
}
