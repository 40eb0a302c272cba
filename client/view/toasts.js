/** Short news for the person, above everything; a press on the cross sends one away. */
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "./hooks.js";
import { IconButton } from "./icons.js";
import { translateError } from "../words/words.js";

export function Toasts() {
  const t = useWords();
  const actions = useActions();
  const toasts = useSelect((state) => state.toasts);
  const language = useSelect((state) => state.preferences.language);
  return html`
    <div class="toasts" role="status">
      ${toasts.map(({ id, key, values, code }) =>
        html`
          <p class="toast" key=${id} data-test="toast">
            <span>${t(key, values)} ${code && translateError(language, code)}</span>
            <${IconButton}
              class="button button--icon toast__close"
              icon="cross"
              word=${t("action.close")}
              onClick=${() => actions.toasts.dismiss(id)}
            />
          </p>
        `
      )}
    </div>
  `;
}
