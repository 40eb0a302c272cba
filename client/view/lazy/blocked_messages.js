/**
 * What people said in a row whom one does not want to hear: a line that says so, and the words only where they
 * are asked for, or where somebody comes to one of them by its address.
 *
 * @import { Album, MessageItem } from "../../state/albums.js"
 * @import { ListItemProps } from "../list_item.js"
 */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { useWords } from "../hooks.js";
import { messageIds } from "../../state/albums.js";

/**
 * @param {{ items: (MessageItem | Album)[], props: ListItemProps, draw: (props: ListItemProps) => any }} props
 *   `props`: what a row is drawn with
 */
export function BlockedMessages({ items, props, draw }) {
  const t = useWords();
  const [isShown, setShown] = useState(false);
  const isOpen = isShown || props.target !== undefined;
  const n = items.flatMap(messageIds).length;
  return html`
    <div class="blocked" data-test="blocked">
      <span>${t("block.hidden", { n })}</span>
      <button
        class="link blocked__show"
        type="button"
        aria-expanded=${isOpen}
        data-test="blocked-show"
        onClick=${() => setShown(!isShown)}
      >
        ${t(isOpen ? "block.hide" : "block.show")}
      </button>
    </div>
    ${isOpen && items.map((item) => draw({ ...props, item }))}
  `;
}
