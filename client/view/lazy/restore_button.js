/** Brings a room back that is archived or was deleted. */
import { html } from "htm/preact";
import { useActions, useWords } from "../hooks.js";

/** @param {{ room: string }} props */
export function RestoreButton({ room }) {
  const t = useWords();
  const actions = useActions();
  return html`
    <button class="button" type="button" data-test="restore" onClick=${() =>
      actions.rooms.restore(room)}>
      ${t("rooms.restore")}
    </button>
  `;
}
