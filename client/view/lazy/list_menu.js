/**
 * What can be done with the list of rooms, and with one of them where it stands in the list; and the way
 * to the next message that calls one.
 *
 * @import { Anchor } from "../popover_position.js"
 * @import { MenuItem } from "./menu.js"
 */
import { html } from "htm/preact";
import { Menu } from "./menu.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { labelOf } from "../../state/selectors.js";

/**
 * @param {{ anchor: Anchor, room?: string, onClose: () => void }} props `room`: null for the whole list
 */
export function ListMenu({ anchor, room, onClose }) {
  const t = useWords();
  const listItems = useListItems();
  const roomItems = useRoomItems(room ?? "");
  const own = useSelect((state) => labelOf(state, room ?? null));
  const label = room === undefined ? t("rooms.title") : own;
  return html`
    <${Menu}
      label=${label}
      anchor=${anchor}
      items=${room === undefined ? listItems : roomItems}
      onClose=${onClose}
    >
      <p class="menu__title"><bdi>${label}</bdi></p>
      <//>
  `;
}

/** @returns {MenuItem[]} */
function useListItems() {
  const t = useWords();
  const actions = useActions();
  const order = useSelect(({ preferences }) => preferences.order);
  const hasArchived = useSelect(({ rooms }) =>
    [...rooms.values()].some(({ archived }) => archived)
  );
  return [
    {
      test: "mark-all-read",
      icon: "check",
      word: t("rooms.mark_all_read"),
      run: () => void actions.roomTools().then((tools) => tools.markAllRead()),
    },
    {
      test: "next-mention",
      icon: "down",
      word: t("rooms.next_mention"),
      run: () => void actions.roomTools().then((tools) => tools.nextCall()),
    },
    {
      test: "toggle-order",
      icon: "gear",
      word: t(order === "name" ? "rooms.by_activity" : "rooms.by_name"),
      run: () => void actions.roomTools().then((tools) => tools.toggleOrder()),
    },
    ...hasArchived
      ? [{
        test: "archived-rooms",
        icon: /** @type {const} */ ("file"),
        word: t("rooms.archived"),
        run: () => actions.show({ dialog: "archived" }),
      }]
      : [],
  ];
}

/**
 * What can be done with a room wherever it is shown.
 * @param {string} room
 * @returns {MenuItem[]}
 */
export function useRoomItems(room) {
  const t = useWords();
  const actions = useActions();
  const isFavourite = useSelect(({ preferences }) => preferences.favourites.includes(room));
  return [
    {
      test: "favourite",
      icon: "star",
      word: t(isFavourite ? "rooms.remove_favourite" : "rooms.add_favourite"),
      run: () => void actions.roomTools().then((tools) => tools.toggleFavourite(room)),
    },
    {
      test: "mark-read",
      icon: "check",
      word: t("rooms.mark_read"),
      run: () => void actions.roomTools().then((tools) => tools.markRead(room)),
    },
  ];
}

/**
 * How often one is called in other rooms; a press leads to the next time.
 * @param {{ count: number }} props
 */
export function NextCall({ count }) {
  const t = useWords();
  const actions = useActions();
  const word = t("rooms.mentions_next", { n: count });
  return html`
    <button
      class="next-call"
      type="button"
      data-test="next-call"
      aria-label=${word}
      title=${word}
      onClick=${() => void actions.roomTools().then((tools) => tools.nextCall())}
    >
      @${count > 99 ? "99+" : count}
    </button>
  `;
}
