/**
 * One item in the list of messages, drawn again only when it shows something else.
 *
 * @import { Item } from "../state/select.js"
 * @import { Open } from "./message_overlay.js"
 */
import { html } from "htm/preact";
import { useSelect, useWords } from "./hooks.js";
import { isShallowEqual, memo } from "./memo.js";
import { GoingRow, MessageRow } from "./message.js";
import { PendingRow } from "./pending.js";
import { dayName } from "../text/time.js";

/**
 * @typedef {object} RowProps
 * @property {Item} item
 * @property {boolean} isSought
 * @property {boolean} isGoing it is about to be erased
 * @property {string} me
 * @property {boolean} isAdmin
 * @property {string} language
 * @property {string} zone of the times that are shown
 * @property {Open} onOpen
 */

export const Row = memo(
  drawRow,
  ({ item: before, ...rest }, { item, ...next }) =>
    isShallowEqual(rest, next) && isShallowEqual(before, item),
);

/** @param {RowProps} props */
function drawRow({ item, isSought, isGoing, me, isAdmin, language, onOpen }) {
  switch (item.kind) {
    case "day":
      return html`<${Day} time=${item.time} />`;
    case "unread":
      return html`<${Unread} />`;
    case "notice":
      return html`<${Remark} ...${item.notice} />`;
    case "pending":
      return html`<${PendingRow} row=${item.row} first=${item.first} />`;
    case "message":
      if (isGoing) return html`<${GoingRow} id=${item.message.id} first=${item.first} />`;
      return html`
        <${MessageRow}
          message=${item.message}
          first=${item.first}
          mine=${item.mine}
          canErase=${item.mine || isAdmin}
          isSought=${isSought}
          me=${me}
          language=${language}
          onOpen=${onOpen}
        />
      `;
  }
}

/** @param {{ time: string }} props */
function Day({ time }) {
  const language = useSelect((state) => state.preferences.language);
  const minute = useSelect((state) => Math.floor(state.now / 60_000));
  return html`
    <div class="day" role="separator" data-test="day-separator">
      <span>${dayName(time, minute * 60_000, language)}</span>
    </div>
  `;
}

function Unread() {
  const t = useWords();
  return html`
    <div class="unread" role="separator" data-test="unread-separator" data-key="unread">
      <span>${t("messages.new")}</span>
    </div>
  `;
}

/** @param {{ kind: "joined" | "left", name: string }} props */
function Remark({ kind, name }) {
  const t = useWords();
  return html`<p class="notice">${t(`notice.${kind}`, { name })}</p>`;
}
