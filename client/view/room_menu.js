/** What can be done about the open room, behind its name and behind three dots. */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "./hooks.js";
import { IconButton } from "./icons.js";
import { Lazy } from "./lazy.js";
import { canDeleteRoom, labelOf, notificationLevelOf } from "../state/selectors.js";

/** @typedef {import("./popover_position.js").Anchor} Anchor */

const load = () => import("./lazy/room_sheet.js").then(({ RoomSheet }) => RoomSheet);

/** @param {{ room: string }} props */
export function RoomMenu({ room }) {
  const t = useWords();
  const items = useItems(room);
  const label = useSelect((state) => labelOf(state, room));
  const [anchor, setAnchor] = useState(/** @type {Anchor | null} */ (null));
  const open = (/** @type {MouseEvent & { currentTarget: HTMLElement }} */ event) =>
    setAnchor(event.currentTarget.getBoundingClientRect());
  return html`
    <h1 class="head__name" id="room-title">
      <button class="head__room" type="button" data-test="room-name" onClick=${open}>
        <bdi>${label}</bdi>
      </button>
    </h1>
    <span class="head__gap"></span>
    <${IconButton}
      class="button button--icon head__menu"
      test="room-menu"
      icon="dots"
      word=${t("room.menu", { room: label })}
      onClick=${open}
    />
    ${anchor !== null && html`
      <${Lazy}
        load=${load}
        room=${room}
        label=${label}
        anchor=${anchor}
        items=${items}
        onClose=${() => setAnchor(null)}
      >
        <p class="menu__title"><bdi>${label}</bdi></p>
        <//>
    `}
  `;
}

/**
 * @param {string} room
 * @returns {import("./lazy/menu.js").MenuItem[]}
 */
function useItems(room) {
  const t = useWords();
  const actions = useActions();
  const mayDelete = useSelect(canDeleteRoom);
  const people = useSelect((state) => state.rooms.get(room)?.people ?? 0);
  const level = useSelect(({ preferences }) => notificationLevelOf(room, preferences));
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
