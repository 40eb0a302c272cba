/** How this device shows the chat, and the way out. */
import { html } from "htm/preact";
import { Account } from "./account.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { loadWords, NAMES } from "../words/words.js";

const THEMES = /** @type {const} */ (["auto", "light", "dark"]);

export function Settings() {
  const t = useWords();
  const actions = useActions();
  const preferences = useSelect((state) => state.preferences);
  const hasAccount = useSelect((state) => state.me?.account ?? false);
  return html`
    <fieldset class="choice">
      <legend class="field__label">${t("settings.theme")}</legend>
      <div class="choice__row">
        ${THEMES.map((theme) =>
          html`
            <label class="choice__one" key=${theme}>
              <input
                type="radio"
                name="theme"
                value=${theme}
                checked=${preferences.theme === theme}
                onChange=${() => actions.prefer({ ...preferences, theme })}
              />
              <span>${t(`settings.${theme}`)}</span>
            </label>
          `
        )}
      </div>
    </fieldset>
    <label class="field">
      <span class="field__label">${t("settings.language")}</span>
      <select
        class="field__input"
        name="language"
        value=${preferences.language}
        onChange=${async (/** @type {Event & { currentTarget: HTMLSelectElement }} */ event) => {
          const language = event.currentTarget.value;
          await loadWords(language);
          actions.prefer({ ...preferences, language });
        }}
      >
        ${Object.entries(NAMES).map(([language, name]) =>
          html`
            <option key=${language} value=${language} lang=${language}>${name}</option>
          `
        )}
      </select>
    </label>
    <${Account} />
    <div class="dialog__buttons">
      <button class="button" type="button" data-test="leave" onClick=${() =>
        void actions.people.leave()}>
        ${t(hasAccount ? "account.sign_out" : "settings.leave")}
      </button>
      <button class="button button--main" type="button" onClick=${() =>
        actions.show({ dialog: null })}>
        ${t("action.close")}
      </button>
    </div>
  `;
}
