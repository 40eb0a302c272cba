/**
 * The rooms at the side, and oneself below them.
 *
 * @import { RoomState } from "../state/state.js"
 */
import { html } from "htm/preact";
import { Avatar } from "./avatar.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { IconButton } from "./icons.js";
import { isPrivate, labelOf, levelOf, managesRooms, roomList } from "../state/select.js";

export function RoomList() {
  const t = useWords();
  const actions = useActions();
  const rooms = useSelect((state) => state.rooms);
  const open = useSelect((state) => state.open);
  const me = useSelect((state) => state.me?.name ?? "");
  const canManage = useSelect(managesRooms);
  const list = roomList({ rooms });
  return html`
    <nav class="side" aria-label=${t("rooms.title")}>
      <header class="side__head">
        <h1 class="wordmark wordmark--small">Plaintalk</h1>
        ${canManage && html`
          <${IconButton}
            test="create-room"
            icon="plus"
            word=${t("rooms.new")}
            onClick=${() => actions.show({ dialog: "create" })}
          />
        `}
      </header>
      <ul class="rooms">
        ${list.filter(({ room }) => !isPrivate(room)).map((room) =>
          html`<${RoomLink} key=${room.room} room=${room} isOpen=${room.room === open} />`
        )}
      </ul>
      <header class="side__head side__head--second">
        <h2 class="side__title">${t("direct.title")}</h2>
        <${IconButton}
          test="everybody"
          icon="people"
          word=${t("people.all")}
          onClick=${() => actions.show({ dialog: "people" })}
        />
      </header>
      <ul class="rooms rooms--direct">
        ${list.filter(({ room }) => isPrivate(room)).map((room) =>
          html`<${RoomLink} key=${room.room} room=${room} isOpen=${room.room === open} />`
        )}
      </ul>
      <footer class="side__foot">
        <${Avatar} name=${me} />
        <bdi class="side__me">${me}</bdi>
        <${IconButton}
          test="settings"
          icon="gear"
          word=${t("settings.title")}
          onClick=${() => actions.show({ dialog: "settings" })}
        />
      </footer>
    </nav>
  `;
}

/** @param {{ room: RoomState, isOpen: boolean }} props */
function RoomLink({ room, isOpen }) {
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
