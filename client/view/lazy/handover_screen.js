/** The first screen of who came by the code of another device of theirs: as whom they would go on here. */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { Wordmark } from "../wordmark.js";
import { translateError } from "../../words/words.js";

export function HandoverScreen() {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const problem = useSelect((state) => state.problem);
  const [name, setName] = useState("");
  useEffect(() => void actions.links.handoverName().then((name) => setName(name ?? "")), []);
  return html`
    <main class="welcome">
      <div class="welcome__card" data-test="handover">
        <${Wordmark} />
        <p class="problem" role="alert">${problem && translateError(language, problem.code)}</p>
        ${name !== "" && html`
          <p class="welcome__intro" data-test="handover-name">${t("handover.title", { name })}</p>
          <button
            class="button button--main"
            type="button"
            data-test="handover-take"
            onClick=${() => void actions.links.takeHandover()}
          >
            ${t("handover.take", { name })}
          </button>
        `}
        <p class="welcome__links">
          <button class="link" type="button" data-test="handover-no" onClick=${() =>
            void actions.links.goOn()}>
            ${t(name === "" ? "account.to_sign_in" : "handover.no")}
          </button>
        </p>
      </div>
    </main>
  `;
}
