/** Asks before the open room is deleted for everybody in it. */
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";

export function DeleteRoom() {
  const t = useWords();
  const actions = useActions();
  const room = useSelect((state) => state.open) ?? "";
  return html`
    <p>${t("rooms.delete_text")}</p>
    <div class="dialog__buttons">
      <button class="button" type="button" onClick=${() => actions.show({ dialog: null })}>
        ${t("action.cancel")}
      </button>
      <button
        class="button button--danger"
        type="button"
        data-test="confirm"
        onClick=${() => {
          actions.show({ dialog: null });
          actions.rooms.delete(room);
        }}
      >
        ${t("action.delete")}
      </button>
    </div>
  `;
}
