/** What can be done about the open room, behind its name and behind three dots. */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { useSelect, useWords } from "./hooks.js";
import { IconButton } from "./icons.js";
import { Lazy } from "./lazy.js";
import { labelOf } from "../state/selectors.js";

/** @typedef {import("./popover_position.js").Anchor} Anchor */

const load = () => import("./lazy/room_sheet.js").then(({ RoomSheet }) => RoomSheet);

/** @param {{ room: string }} props */
export function RoomMenu({ room }) {
  const t = useWords();
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
        onClose=${() => setAnchor(null)}
      >
        <p class="menu__title"><bdi>${label}</bdi></p>
        <//>
    `}
  `;
}
