/** The rooms at the side, and oneself below them. */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { Avatar } from "./avatar.js";
import { Banner, isNarrow } from "./banner.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { IconButton } from "./icons.js";
import { Lazy } from "./lazy.js";
import { useLongPress } from "./long_press.js";
import { RoomLinks } from "./room_links.js";
import { Wordmark } from "./wordmark.js";
import { canManageRooms, isPrivate, roomList } from "../state/selectors.js";

/** @typedef {{ anchor: import("./popover_position.js").Anchor, room?: string | undefined }} ListMenu */

const loadMenu = () => import("./lazy/list_menu.js").then(({ ListMenu }) => ListMenu);
const loadInstallHint = () =>
  import("./lazy/install_hint.js").then(({ InstallHint }) => InstallHint);
const loadCalls = () => import("./lazy/list_menu.js").then(({ NextCall }) => NextCall);

export function RoomList() {
  const t = useWords();
  const actions = useActions();
  const rooms = useSelect((state) => state.rooms);
  const preferences = useSelect((state) => state.preferences);
  const open = useSelect((state) => state.open);
  const panel = useSelect((state) => state.panel);
  // Whoever came by a link to one room has nobody to write to but in that room.
  const isRoomGuest = useSelect((state) => state.me?.room !== undefined);
  const list = roomList({ rooms, preferences });
  const calls = list.reduce((sum, room) => sum + (room.room === open ? 0 : room.mentions), 0);
  const [menu, setMenu] = useState(/** @type {ListMenu | null} */ (null));
  /** @param {EventTarget | null} target */
  function openMenuAt(target) {
    const link = roomLinkAt(target);
    if (link === null) return false;
    setMenu({ anchor: link.getBoundingClientRect(), room: link.dataset.room });
    return true;
  }
  return html`
    <nav
      class="sidebar"
      aria-label=${t("rooms.title")}
      ...${useLongPress(openMenuAt)}
      onContextMenu=${(/** @type {MouseEvent} */ event) => {
        if (openMenuAt(event.target)) event.preventDefault();
      }}
    >
      <${SidebarHead} calls=${calls} onMenu=${setMenu} />
      ${panel === "rooms" && isNarrow() && html`<${Banner} />`}
      <${RoomLinks}
        class="rooms__frame--open"
        rooms=${list.filter(({ room }) => !isPrivate(room))}
        open=${open}
      />
      ${!isRoomGuest && html`
        <header class="sidebar__head sidebar__head--second">
          <h2 class="sidebar__title">${t("direct.title")}</h2>
          <${IconButton}
            test="everybody"
            icon="people"
            word=${t("people.all")}
            onClick=${() => actions.show({ dialog: "people" })}
          />
        </header>
        <${RoomLinks}
          class="rooms--direct"
          rooms=${list.filter(({ room }) => isPrivate(room))}
          open=${open}
        />
      `}
      ${actions.installOffer.way !== null && html`<${Lazy} load=${loadInstallHint} />`}
      <${SidebarFoot} />
      ${menu !== null && html`
        <${Lazy} load=${loadMenu} ...${menu} onClose=${() => setMenu(null)} />
      `}
    </nav>
  `;
}

/** @param {{ calls: number, onMenu: (menu: ListMenu) => void }} props */
function SidebarHead({ calls, onMenu }) {
  const t = useWords();
  const actions = useActions();
  const canManage = useSelect(canManageRooms);
  return html`
    <header class="sidebar__head">
      <${Wordmark} small />
      ${calls > 0 && html`<${Lazy} load=${loadCalls} count=${calls} />`}
      <${IconButton}
        class="button button--icon head__menu"
        test="list-menu"
        icon="dots"
        word=${t("rooms.menu")}
        onClick=${(/** @type {MouseEvent & { currentTarget: HTMLElement }} */ { currentTarget }) =>
          onMenu({ anchor: currentTarget.getBoundingClientRect() })}
      />
      ${canManage && html`
        <${IconButton}
          test="create-room"
          icon="plus"
          word=${t("rooms.new")}
          onClick=${() => actions.show({ dialog: "create" })}
        />
      `}
    </header>
  `;
}

/** Oneself, and the way to the settings. */
function SidebarFoot() {
  const t = useWords();
  const actions = useActions();
  const me = useSelect((state) => state.me?.name ?? "");
  return html`
    <footer class="sidebar__foot">
      <${Avatar} name=${me} />
      <bdi class="sidebar__me">${me}</bdi>
      <${IconButton}
        test="settings"
        icon="gear"
        word=${t("settings.title")}
        onClick=${() => actions.show({ dialog: "settings" })}
      />
    </footer>
  `;
}

/** @param {EventTarget | null} target */
function roomLinkAt(target) {
  const link = target instanceof Element ? target.closest("a[data-room]") : null;
  return link instanceof HTMLElement ? link : null;
}
