/**
 * One item in the list of messages, drawn again only when it shows something else.
 *
 * @import { Album, MessageItem } from "../state/albums.js"
 * @import { FoldedItem } from "../state/blocks.js"
 * @import { Item } from "../state/selectors.js"
 * @import { DisplayedMessage } from "../state/state.js"
 * @import { OpenOverlay } from "./message_overlay.js"
 */
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "./hooks.js";
import { Lazy } from "./lazy.js";
import { isShallowEqual, memo } from "./memo.js";
import { Author, Message } from "./message.js";
import { PendingMessage } from "./pending_message.js";
import { ReplyPreview } from "./reply.js";
import { dayName } from "../text/time.js";

const loadBlocked = () =>
  import("./lazy/blocked_messages.js").then(({ BlockedMessages }) => BlockedMessages);

/**
 * @typedef {object} ListItemProps
 * @property {Item | Album | FoldedItem} item
 * @property {number | undefined} target id of a message in it that is being looked for
 * @property {boolean} isNew it was said while the room was open
 * @property {string} erasing ids of the messages in it that are about to be erased
 * @property {string} me
 * @property {string} longerNames names that go on where one's own ends, a line each
 * @property {boolean} isAdmin
 * @property {string} language
 * @property {string} zone of the times that are shown
 * @property {string} seenBy names of those who have seen this and nothing below it, a line each
 * @property {OpenOverlay} onOpen
 */

const loadEvent = () => import("./lazy/room_event.js").then(({ RoomEvent }) => RoomEvent);

const loadErasing = () =>
  import("./lazy/erasing_message.js").then(({ ErasingMessage }) => ErasingMessage);

const loadSeenBy = () => import("./lazy/seen_by.js").then(({ SeenBy }) => SeenBy);

export const ListItem = memo(
  (/** @type {ListItemProps} */ props) => [
    renderItem(props),
    props.seenBy && html`<${Lazy} key="seen" load=${loadSeenBy} names=${props.seenBy} />`,
  ],
  ({ item: before, ...rest }, { item, ...next }) =>
    isShallowEqual(rest, next) && isSameItem(before, item),
);

/**
 * @param {Item | Album | FoldedItem} before
 * @param {Item | Album | FoldedItem} after
 * @returns {boolean}
 */
function isSameItem(before, after) {
  if (before.kind === "blocked" && after.kind === "blocked") {
    return before.items.length === after.items.length &&
      before.items.every((item, i) => isSameItem(item, /** @type {Album} */ (after.items[i])));
  }
  if (before.kind !== "album" || after.kind !== "album") return isShallowEqual(before, after);
  return before.first === after.first && before.items.length === after.items.length &&
    before.items.every((item, i) => isShallowEqual(item, after.items[i] ?? {}));
}

/**
 * @param {ListItemProps} props
 * @returns {any}
 */
function renderItem(props) {
  const { item } = props;
  switch (item.kind) {
    case "day":
      return html`<${DaySeparator} time=${item.time} />`;
    case "unread":
      return html`<${UnreadSeparator} />`;
    case "notice":
      return html`<${Notice} ...${item.notice} />`;
    case "event":
      return html`<${Lazy} load=${loadEvent} event=${item.event} props=${props} />`;
    case "pending":
      return html`<${PendingMessage} row=${item.row} first=${item.first} />`;
    case "message":
      return renderMessage(item, props);
    case "album":
      return renderAlbum(item, props);
    case "blocked":
      return html`<${Lazy} load=${loadBlocked} props=${props} items=${item.items} draw=${renderItem} />`;
  }
}

/**
 * @param {Pick<MessageItem, "message" | "first" | "mine">} item
 * @param {ListItemProps} props
 */
function renderMessage({ message, first, mine }, props) {
  const { target, isNew, me, longerNames, isAdmin, language, onOpen } = props;
  if (isErasing(message.id, props)) {
    const { id } = message;
    return html`<${Lazy} key=${id} load=${loadErasing} id=${id} first=${first} mine=${mine} />`;
  }
  return html`
    <${Message}
      key=${message.id}
      message=${message}
      first=${first}
      mine=${mine}
      canErase=${mine || isAdmin}
      isTarget=${message.id === target}
      isNew=${isNew}
      me=${me}
      longerNames=${longerNames}
      language=${language}
      onOpen=${onOpen}
    />
  `;
}

/**
 * @param {number} id
 * @param {ListItemProps} props
 */
function isErasing(id, { erasing }) {
  return erasing.split(" ").includes(String(id));
}

/**
 * Several pictures side by side, each a message of its own; under them the words of the first.
 * @param {Album} album
 * @param {ListItemProps} props
 */
function renderAlbum({ items, first, mine }, props) {
  const pictures = items.map(({ message: { to: _, ...rest } }) => rest);
  const { to } = /** @type {MessageItem} */ (items[0]).message;
  const { file, ...caption } = /** @type {DisplayedMessage} */ (pictures[0]);
  const { id, time, name, text } = caption;
  const pairs = items.length === 2 || items.length === 4;
  // What is said of the first picture is said of the words: the picture is only shown.
  if (text !== "") {
    pictures[0] = { id, row: `${id}.0`, time, name, text: "", ...(file && { file }) };
  }
  /** @param {DisplayedMessage} message */
  const draw = (message) => renderMessage({ message, first: false, mine }, props);
  return html`
    <div
      class=${[
        "album",
        mine && "album--mine",
        first && "album--first",
        pairs && "album--pairs",
      ].filter(Boolean).join(" ")}
      data-test="album"
    >
      ${first && !mine && html`
        <${Author} name=${name} hidden=${false} />
      `}
      ${to && html`<${ReplyPreview} to=${to} />`}
      <div class="album__pictures">${pictures.map(draw)}</div>
      ${text !== "" && !isErasing(id, props) && draw(caption)}
    </div>
  `;
}

/** @param {{ time: string }} props */
function DaySeparator({ time }) {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const minute = useSelect((state) => Math.floor(state.now / 60_000));
  return html`
    <div class="day" data-test="day-separator">
      <button
        type="button"
        class="day__name"
        tabindex="-1"
        title=${t("date.title")}
        onClick=${() => {
          actions.lastDay = time;
          actions.show({ dialog: "date" });
        }}
      >
        ${dayName(time, minute * 60_000, language)}
      </button>
    </div>
  `;
}

function UnreadSeparator() {
  const t = useWords();
  return html`
    <div class="unread" role="separator" data-test="unread-separator" data-key="unread">
      <span>${t("messages.new")}</span>
    </div>
  `;
}

/** @param {{ kind: "joined" | "left", name: string }} props */
function Notice({ kind, name }) {
  const t = useWords();
  return html`<p class="notice">${t(`notice.${kind}`, { name })}</p>`;
}
