/**
 * The way to one room, and how much is new in it.
 *
 * @import { RoomState } from "../state/state.js"
 */
import { html } from "htm/preact";
import { Avatar } from "./avatar.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { isPrivate, labelOf, levelOf } from "../state/selectors.js";

/** @param {{ room: RoomState, isOpen: boolean }} props */
export function RoomLink({ room, isOpen }) {
  const t = useWords();
  const actions = useActions();
  const level = useSelect(({ preferences }) => levelOf(room.room, preferences));
  const isCalled = room.mentions > 0;
  const isNew = isCalled || (level !== "none" && (room.unread > 0 || room.stirred));
  return html`
    <li>
      <a
        class="room ${isNew && !isOpen ? "room--new" : ""} ${level === "none" ? "room--quiet" : ""}"
        href="#/${encodeURIComponent(room.room)}"
        data-room=${room.room}
        aria-current=${isOpen ? "page" : undefined}
        onClick=${(/** @type {MouseEvent} */ event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          actions.openRoom(room.room);
        }}
      >
        ${isPrivate(room.room)
          ? html`<${Avatar} name=${labelOf(room.room)} />`
          : html`<span class="room__sign" aria-hidden="true">#</span>`}
        <bdi class="room__name">${labelOf(room.room)}</bdi>
        ${isNew && html`
          <span class="room__unread ${isCalled ? "room__unread--called" : ""}">
            <span aria-hidden="true">${isCalled ? "@" : ""}${room.unread > 0
              ? Math.min(room.unread, 999)
              : ""}</span>
            <span class="hidden">
              ${room.unread > 0 ? t("messages.unread", { n: room.unread }) : t("messages.stirred")}
              ${isCalled && t("messages.called")}
            </span>
          </span>
        `}
      </a>
    </li>
  `;
}
