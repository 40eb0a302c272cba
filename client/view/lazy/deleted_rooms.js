/**
 * Rooms that were deleted: admins bring back everybody's, and whoever made a private room that.
 *
 * @import { DeletedRoomInfo } from "../../../server/protocol_http.ts"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { RestoreButton } from "./restore_button.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { dayName } from "../../text/time.js";
import { translateError } from "../../words/words.js";

export function DeletedRooms() {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const now = useSelect((state) => state.now);
  const problem = useSelect((state) => state.problem);
  const [all, setAll] = useState(/** @type {DeletedRoomInfo[] | null} */ (null));
  useEffect(() => void actions.people.listDeletedRooms().then(setAll), []);
  // Who is no admin and made none has nothing to bring back.
  const isNone = all?.length === 0 && (problem === null || problem.code === "not_allowed");
  return html`
    <p class="problem" role="alert">${!isNone && problem &&
      translateError(language, problem.code)}</p>
    ${isNone && html`<p class="account__note">${t("rooms.none_deleted")}</p>`}
    <ul class="account__sessions" data-test="deleted-rooms">
      ${all?.map(({ room, name = room, deleted }) =>
        html`
          <li key=${room} data-room=${room}>
            <span><bdi class="account__device">${name}</bdi>${dayName(
              deleted,
              now,
              language,
            )}</span>
            <${RestoreButton} room=${room} />
          </li>
        `
      )}
    </ul>
  `;
}
