/** The first screen of who came by a link to a new password: whose it is, the password, and in. */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { TextField } from "../text_field.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { Wordmark } from "../wordmark.js";
import { translateError } from "../../words/words.js";

export function ResetScreen() {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const problem = useSelect((state) => state.problem);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState(/** @type {object | null} */ (null));
  useEffect(() => void actions.links.resetName().then((name) => setName(name ?? "")), []);
  const isOver = problem?.code === "reset_used";
  return html`
    <main class="welcome">
      <form
        class="welcome__card"
        data-test="reset-form"
        novalidate
        onSubmit=${(/** @type {SubmitEvent} */ event) => {
          event.preventDefault();
          setMissing(password === "" ? {} : null);
          if (password !== "") void actions.links.reset(password);
        }}
      >
        <${Wordmark} />
        ${isOver
          ? html`<p class="problem" role="alert">${translateError(language, problem.code)}</p>`
          : name !== "" && html`
            <p class="welcome__intro" data-test="reset-name">${t("reset.title", { name })}</p>
            <input hidden name="username" autocomplete="username" value=${name} readonly />
            <${NewPassword}
              value=${password}
              missing=${missing}
              onText=${(/** @type {string} */ text) => {
                setPassword(text);
                setMissing(null);
              }}
            />
            <button class="button button--main" type="submit">${t("account.claim")}</button>
          `}
        <p class="welcome__links">
          <button
            class="link"
            type="button"
            data-test="to-sign-in"
            onClick=${() => void actions.links.goOn()}
          >
            ${t("account.to_sign_in")}
          </button>
        </p>
      </form>
    </main>
  `;
}

/** @param {{ value: string, missing: object | null, onText: (text: string) => void }} props */
function NewPassword({ value, missing, onText }) {
  const t = useWords();
  const language = useSelect((state) => state.preferences.language);
  const problem = useSelect((state) => state.problem);
  return html`
    <${TextField}
      name="password"
      type="password"
      label=${t("account.choose")}
      value=${value}
      length=${256}
      autocomplete="new-password"
      autofocus
      problem=${missing ? t("account.missing") : problem && translateError(language, problem.code)}
      cursor=${missing ?? problem}
      onText=${onText}
    />
  `;
}
