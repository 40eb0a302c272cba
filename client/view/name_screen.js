/** The first screen: one field, one button. */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "./hooks.js";
import { translateError } from "../words/words.js";

export function NameScreen() {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const problem = useSelect((state) => state.problem);
  const length = useSelect((state) => state.limits.name);
  const [name, setName] = useState("");
  const suggestion = problem?.suggestion;
  return html`
    <main class="welcome">
      <form
        class="welcome__card"
        data-test="name-form"
        onSubmit=${(/** @type {SubmitEvent} */ event) => {
          event.preventDefault();
          if (name.trim() !== "") void actions.enter(name);
        }}
      >
        <h1 class="wordmark">Plaintalk</h1>
        <p class="welcome__line">${t("name.title")}</p>
        <label class="field">
          <span class="field__label">${t("name.label")}</span>
          <input
            class="field__input"
            name="name"
            value=${name}
            maxlength=${length * 2}
            autocomplete="nickname"
            dir="auto"
            autofocus
            required
            aria-describedby="name-problem"
            onInput=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ event) =>
              setName(event.currentTarget.value)}
          />
        </label>
        <p class="problem" id="name-problem" role="alert">
          ${problem && translateError(language, problem.code)}
        </p>
        ${suggestion && html`
          <button
            type="button"
            class="button"
            data-test="suggestion"
            onClick=${() => void actions.enter(suggestion)}
          >
            ${t("name.use", { name: suggestion })}
          </button>
        `}
        <button class="button button--main" type="submit">${t("name.enter")}</button>
      </form>
    </main>
  `;
}
