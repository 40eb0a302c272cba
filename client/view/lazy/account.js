/**
 * One's account in the settings: a guest claims its name; an owner changes the password, sees where it is
 * signed in, takes along what is theirs, and goes.
 */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { BlockedPeople } from "./blocked_people.js";
import { DeleteAccount } from "./delete_account.js";
import { Devices } from "./devices.js";
import { Handover } from "./handover.js";
import { OwnData } from "./own_data.js";
import { TextField } from "../text_field.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { translateError } from "../../words/words.js";

export function Account() {
  const t = useWords();
  const me = useSelect((state) => state.me);
  if (me === null) return null;
  return html`
    <section class="account">
      ${me.account
        ? html`
          <${Handover} />
          <${ChangePassword} />
          <${Devices} />
          <${OwnData} />
          <${DeleteAccount} />
        `
        : me.room === undefined
        ? html`<${Claim} name=${me.name} />`
        : html`<p class="account__note">${t("members.visit")}</p>`}
      <${BlockedPeople} />
    </section>
  `;
}

/** @param {{ name: string }} props */
function Claim({ name }) {
  const t = useWords();
  const actions = useActions();
  const [password, setPassword] = useState("");
  const { problem, cursor } = useRefusal();
  return html`
    <form
      class="account__form"
      novalidate
      data-test="claim-form"
      onSubmit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        void actions.people.claim(password);
      }}
    >
      <p class="account__note">${t("account.keep", { name })}</p>
      <${TextField}
        name="password"
        type="password"
        label=${t("account.choose")}
        value=${password}
        length=${256}
        autocomplete="new-password"
        problem=${problem}
        cursor=${cursor}
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
  const { problem, cursor } = useRefusal();
  const isNew = cursor?.code === "bad_password";
  return html`
    <details class="account__more">
      <summary>${t("account.change")}</summary>
      <form
        class="account__form"
        novalidate
        data-test="password-form"
        onSubmit=${(/** @type {SubmitEvent} */ event) => {
          event.preventDefault();
          void actions.people.changePassword(password, wanted).then((isDone) => {
            if (!isDone) return;
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
          problem=${isNew ? null : problem}
          cursor=${isNew ? null : cursor}
          onText=${setPassword}
        />
        <${TextField}
          name="wanted"
          type="password"
          label=${t("account.choose")}
          value=${wanted}
          length=${256}
          autocomplete="new-password"
          problem=${isNew ? problem : null}
          cursor=${isNew ? cursor : null}
          onText=${setWanted}
        />
        <button class="button" type="submit">${t("account.change")}</button>
      </form>
    </details>
  `;
}

/** Why a password was refused. */
function useRefusal() {
  const language = useSelect((state) => state.preferences.language);
  const cursor = useSelect((state) => state.problem);
  return { problem: cursor && translateError(language, cursor.code), cursor };
}
