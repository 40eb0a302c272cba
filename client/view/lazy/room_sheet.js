/**
 * The menu behind a room's name: what the page says of itself, and what is fetched on use.
 *
 * @import { Anchor } from "../popover_position.js"
 * @import { MenuItem } from "./menu.js"
 */
import { html } from "htm/preact";
import { useRoomItems } from "./list_menu.js";
import { Menu } from "./menu.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { canSetTopic, hasMembers } from "../../state/selectors.js";

/**
 * @param {{ room: string, label: string, anchor: Anchor, items: MenuItem[], onClose: () => void,
 *   children?: import("preact").ComponentChildren }} props
 */
export function RoomSheet({ room, items, ...rest }) {
  const t = useWords();
  const actions = useActions();
  const roomItems = useRoomItems(room);
  const maySet = useSelect(canSetTopic);
  const hasPins = useSelect((state) => (state.rooms.get(room)?.pins ?? []).length > 0);
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
    ...hasPins
      ? [{
        test: "room-pins",
        icon: /** @type {const} */ ("pin"),
        word: t("pins.title"),
        run: () => actions.show({ dialog: "pins" }),
      }]
      : [],
    ...maySet
      ? [{
        test: "room-settings",
        icon: /** @type {const} */ ("gear"),
        word: t("room.settings"),
        run: () => actions.show({ dialog: "room" }),
      }]
      : [],
    ...roomItems,
  ];
  const at = items.findIndex(({ test }) => test === "room-search") + 1;
  return html`
    <${Menu} ...${rest} items=${[...items.slice(0, at), ...more, ...items.slice(at)]} />
  `;
}
