/**
 * The way to one room, and how much is new in it.
 *
 * @import { RoomState } from "../state/state.js"
 */
import { html } from "htm/preact";
import { Avatar } from "./avatar.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { Icon } from "./icons.js";
import { hasMembers, isPrivate, notificationLevelOf, roomLabel } from "../state/selectors.js";

/** @param {{ room: RoomState, isOpen: boolean }} props */
export function RoomLink({ room, isOpen }) {
  const t = useWords();
  const actions = useActions();
  const notificationLevel = useSelect(({ preferences }) =>
    notificationLevelOf(room.room, preferences)
  );
  const isFavourite = useSelect(({ preferences }) => preferences.favourites.includes(room.room));
  const isMentioned = room.mentions > 0;
  const isNew = isMentioned || (notificationLevel !== "none" && (room.unread > 0 || room.stirred));
  return html`
    <li>
      <a
        class="room ${isNew && !isOpen ? "room--new" : ""} ${notificationLevel === "none"
          ? "room--muted"
          : ""}"
        href="#/${encodeURIComponent(room.room)}"
        title=${room.topic || undefined}
        data-room=${room.room}
        data-mentions=${room.mentions || undefined}
        aria-current=${isOpen ? "page" : undefined}
        onClick=${(/** @type {MouseEvent} */ event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          actions.openRoom(room.room);
        }}
      >
        ${isPrivate(room.room) ? html`<${Avatar} name=${roomLabel(room)} />` : html`
          <span class="room__sign" aria-hidden="true">
            ${hasMembers(room.room) ? html`<${Icon} name="lock" />` : "#"}
          </span>
        `}
        <bdi class="room__name">${roomLabel(room)}</bdi>
        ${isFavourite && html`
          <span class="room__sign" aria-hidden="true">★</span>
          <span class="hidden">${t("rooms.favourite")}</span>
        `}
        ${isNew && html`
          <span class="room__unread ${isMentioned ? "room__unread--mentioned" : ""}">
            <span aria-hidden="true">${isMentioned ? "@" : ""}${room.unread > 0
              ? Math.min(room.unread, 999)
              : ""}</span>
            <span class="hidden">
              ${room.unread > 0 ? t("messages.unread", { n: room.unread }) : t("messages.stirred")}
              ${isMentioned && t("messages.called")}
            </span>
          </span>
        `}
      </a>
    </li>
  `;
}
