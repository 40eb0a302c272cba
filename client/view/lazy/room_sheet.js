/**
 * The menu behind a room's name: what can be done about it, in the order in which it is looked for.
 *
 * @import { Anchor } from "../popover_position.js"
 * @import { MenuItem } from "./menu.js"
 */
import { html } from "htm/preact";
import { useRoomItems } from "./list_menu.js";
import { Menu } from "./menu.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import {
  canDeleteRoom,
  canSetTopic,
  hasMembers,
  notificationLevelOf,
} from "../../state/selectors.js";

/**
 * @param {{ room: string, label: string, anchor: Anchor, onClose: () => void,
 *   children?: import("preact").ComponentChildren }} props
 */
export function RoomSheet({ room, ...rest }) {
  const items = [...useSearchItems(room), ...useContentItems(room), ...useRoomItems(room)];
  return html`<${Menu} ...${rest} items=${[...items, ...useOwnItems(room)]} />`;
}

/**
 * @param {string} room
 * @returns {MenuItem[]}
 */
function useSearchItems(room) {
  const t = useWords();
  const actions = useActions();
  const people = useSelect((state) => state.rooms.get(room)?.people ?? 0);
  return [
    // On a wide screen they stand beside the conversation.
    ...matchMedia("(max-width: 68rem)").matches
      ? [{
        test: "room-people",
        icon: /** @type {const} */ ("people"),
        word: t("people.title", { n: people }),
        run: () => actions.show({ panel: "people" }),
      }]
      : [],
    {
      test: "room-search",
      icon: "search",
      word: t("search.title"),
      run: () => actions.show({ dialog: "search" }),
    },
  ];
}

/**
 * @param {string} room
 * @returns {MenuItem[]}
 */
function useContentItems(room) {
  const t = useWords();
  const actions = useActions();
  const maySet = useSelect(canSetTopic);
  const hasPins = useSelect((state) => (state.rooms.get(room)?.pins ?? []).length > 0);
  return [
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
  ];
}

/**
 * @param {string} room
 * @returns {MenuItem[]}
 */
function useOwnItems(room) {
  const t = useWords();
  const actions = useActions();
  const mayDelete = useSelect(canDeleteRoom);
  const level = useSelect(({ preferences }) => notificationLevelOf(room, preferences));
  return [
    {
      test: "room-level",
      icon: level === "none" ? "quiet" : "bell",
      word: t("room.notifications"),
      run: () => actions.show({ dialog: "notification_level" }),
    },
    ...mayDelete
      ? [{
        test: "delete-room",
        icon: /** @type {const} */ ("trash"),
        word: t("rooms.delete"),
        isDangerous: true,
        run: () => actions.show({ dialog: "delete" }),
      }]
      : [],
  ];
}
