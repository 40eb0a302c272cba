/**
 * The menu behind a room's name: what the page says of itself, and what is fetched on use.
 *
 * @import { Anchor } from "../popover_position.js"
 * @import { MenuItem } from "./menu.js"
 */
import { html } from "htm/preact";
import { useRoomItems } from "./list_menu.js";
import { Menu } from "./menu.js";
import { useActions, useWords } from "../hooks.js";
import { hasMembers } from "../../state/selectors.js";

/**
 * @param {{ room: string, label: string, anchor: Anchor, items: MenuItem[], onClose: () => void,
 *   children?: import("preact").ComponentChildren }} props
 */
export function RoomSheet({ room, items, ...rest }) {
  const t = useWords();
  const actions = useActions();
  const roomItems = useRoomItems(room);
  /** @type {MenuItem[]} */
  const more = [
    {
      test: "room-files",
      icon: "picture",
      word: t("files.title"),
      run: () => actions.show({ dialog: "files" }),
    },
    {
      test: "room-date",
      icon: "date",
      word: t("date.title"),
      run: () => {
        actions.lastDay = null;
        actions.show({ dialog: "date" });
      },
    },
    ...hasMembers(room)
      ? [{
        test: "room-members",
        icon: /** @type {const} */ ("people"),
        word: t("members.title"),
        run: () => actions.show({ dialog: "members" }),
      }]
      : [],
    ...roomItems,
  ];
  const at = items.findIndex(({ test }) => test === "room-search") + 1;
  return html`
    <${Menu} ...${rest} items=${[...items.slice(0, at), ...more, ...items.slice(at)]} />
  `;
}
