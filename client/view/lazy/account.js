/**
 * One's account in the settings: a guest claims its name; an owner changes the password, sees where
 * it is signed in and ends what it does not know.
 *
 * @import { SessionEntry } from "../../../server/protocol_http.ts"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { Handover } from "./handover.js";
import { TextField } from "../text_field.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { clockTime, dayName, fullTime } from "../../text/time.js";
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
          <${Sessions} />
        `
        : me.room === undefined
        ? html`<${Claim} name=${me.name} />`
        : html`<p class="account__note">${t("members.visit")}</p>`}
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

function Sessions() {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const now = useSelect((state) => state.now);
  const me = useSelect((state) => state.me);
  const [all, setAll] = useState(/** @type {SessionEntry[]} */ ([]));
  const load = () => void actions.people.listSessions().then(setAll);
  /** @param {string} device `Firefox on Linux`, or one of the two */
  const inWords = (device) => {
    const [browser = "", system] = device.split(" on ");
    return system === undefined ? browser : t("account.device", { browser, system });
  };
  useEffect(load, [me]);
  return html`
    <details class="account__more">
      <summary>${t("account.sessions", { n: all.length })}</summary>
      <ul class="account__sessions" data-test="sessions">
        ${all.map(({ session, began, device, current }) =>
          html`
            <li key=${session}>
              <span title=${fullTime(began, language)}>
                ${device && html`<bdi class="account__device">${inWords(device)}</bdi>`}
                ${dayName(began, now, language)}, ${clockTime(began, language)}
              </span>
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
