/** Rooms that are read and not written any more: a press opens one, and who may brings it back among the others. */
import { html } from "htm/preact";
import { RestoreButton } from "./restore_button.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { canRestoreRoom, roomLabel, roomList } from "../../state/selectors.js";

export function ArchivedRooms() {
  const t = useWords();
  const actions = useActions();
  const rooms = useSelect((state) => state.rooms);
  const preferences = useSelect((state) => state.preferences);
  const me = useSelect((state) => state.me);
  const all = roomList({ rooms, preferences }, true).filter(({ archived }) => archived);
  return html`
    ${all.length === 0 && html`<p class="account__note">${t("rooms.none_archived")}</p>`}
    <ul class="account__sessions archived-rooms" data-test="archived-list">
      ${all.map(({ room, title }) =>
        html`
          <li key=${room} data-room=${room}>
            <a
              class="link"
              href=${`#/${encodeURIComponent(room)}`}
              data-test="open-archived"
              onClick=${(/** @type {MouseEvent} */ event) => {
                event.preventDefault();
                actions.show({ dialog: null });
                actions.openRoom(room);
              }}
            >
              <bdi class="account__device">${roomLabel({ room, title })}</bdi>
            </a>
            ${canRestoreRoom({ me, rooms }, room) && html`<${RestoreButton} room=${room} />`}
          </li>
        `
      )}
    </ul>
  `;
}
