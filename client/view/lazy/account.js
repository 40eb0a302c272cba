/**
 * One's account in the settings: a guest claims its name; an owner changes the password, sees where
 * it is signed in and ends what it does not know.
 *
 * @import { SessionEntry } from "../../../server/protocol.ts"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { TextField } from "../field.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { fullTime } from "../../text/time.js";
import { translateError } from "../../words/words.js";

export function Account() {
  const me = useSelect((state) => state.me);
  const language = useSelect((state) => state.preferences.language);
  const problem = useSelect((state) => state.problem);
  if (me === null) return null;
  return html`
    <section class="account">
      ${me.account
        ? html`
          <${ChangePassword} />
          <${Sessions} />
        `
        : html`<${Claim} name=${me.name} />`}
      <p class="problem" id="account-problem" role="alert">
        ${problem && translateError(language, problem.code)}
      </p>
    </section>
  `;
}

/** @param {{ name: string }} props */
function Claim({ name }) {
  const t = useWords();
  const actions = useActions();
  const [password, setPassword] = useState("");
  return html`
    <form
      class="account__form"
      data-test="claim-form"
      onSubmit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        void actions.people.claim(password);
      }}
    >
      <p class="account__line">${t("account.keep", { name })}</p>
      <${TextField}
        name="password"
        type="password"
        label=${t("account.choose")}
        value=${password}
        length=${256}
        autocomplete="new-password"
        describedby="account-problem"
        onText=${setPassword}
      />
      <button class="button" type="submit">${t("account.claim")}</button>
    </form>
  `;
}

function ChangePassword() {
  const t = useWords();
  const actions = useActions();
  const [password, setPassword] = useState("");
  const [wanted, setWanted] = useState("");
  return html`
    <details class="account__more">
      <summary>${t("account.change")}</summary>
      <form
        class="account__form"
        data-test="password-form"
        onSubmit=${(/** @type {SubmitEvent} */ event) => {
          event.preventDefault();
          void actions.people.changePassword(password, wanted).then(() => {
            setPassword("");
            setWanted("");
          });
        }}
      >
        <${TextField}
          name="password"
          type="password"
          label=${t("account.password")}
          value=${password}
          length=${256}
          autocomplete="current-password"
          describedby="account-problem"
          onText=${setPassword}
        />
        <${TextField}
          name="wanted"
          type="password"
          label=${t("account.choose")}
          value=${wanted}
          length=${256}
          autocomplete="new-password"
          describedby="account-problem"
          onText=${setWanted}
        />
        <button class="button" type="submit">${t("account.change")}</button>
      </form>
    </details>
  `;
}

function Sessions() {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const me = useSelect((state) => state.me);
  const [all, setAll] = useState(/** @type {SessionEntry[]} */ ([]));
  const load = () => void actions.people.sessions().then(setAll);
  useEffect(load, [me]);
  return html`
    <details class="account__more">
      <summary>${t("account.sessions", { n: all.length })}</summary>
      <ul class="account__sessions" data-test="sessions">
        ${all.map(({ session, began, current }) =>
          html`
            <li key=${session}>
              <span>${fullTime(began, language)}</span>
              ${current ? html`<span>${t("account.this")}</span>` : html`
                <button class="link" type="button" onClick=${async () => {
                  await actions.people.endSession(session);
                  load();
                }}>
                  ${t("account.end")}
                </button>
              `}
            </li>
          `
        )}
      </ul>
    </details>
  `;
}
