/** The rooms at the side, and oneself below them. */
import { html } from "htm/preact";
import { Avatar } from "./avatar.js";
import { Banner, isNarrow } from "./banner.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { IconButton } from "./icons.js";
import { RoomLinks } from "./room_links.js";
import { Wordmark } from "./wordmark.js";
import { canManageRooms, isPrivate, roomList } from "../state/selectors.js";

export function RoomList() {
  const t = useWords();
  const actions = useActions();
  const rooms = useSelect((state) => state.rooms);
  const preferences = useSelect((state) => state.preferences);
  const open = useSelect((state) => state.open);
  const me = useSelect((state) => state.me?.name ?? "");
  const panel = useSelect((state) => state.panel);
  const canManage = useSelect(canManageRooms);
  const list = roomList({ rooms, preferences });
  return html`
    <nav class="sidebar" aria-label=${t("rooms.title")}>
      <header class="sidebar__head">
        <${Wordmark} small />
        ${canManage && html`
          <${IconButton}
            test="create-room"
            icon="plus"
            word=${t("rooms.new")}
            onClick=${() => actions.show({ dialog: "create" })}
          />
        `}
      </header>
      ${panel === "rooms" && isNarrow() && html`<${Banner} />`}
      <${RoomLinks}
        class="rooms__frame--open"
        rooms=${list.filter(({ room }) => !isPrivate(room))}
        open=${open}
      />
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
    </nav>
  `;
}
