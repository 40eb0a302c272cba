/**
 * Everybody with an account, and what an admin does about each: a link to a new password, another name,
 * admin or not, no account any more.
 *
 * @import { AccountInfo } from "../../../server/protocol_http.ts"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { FilterField } from "../filter_field.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { NameField } from "../name_field.js";
import { LinkField } from "./link_field.js";
import { fold } from "../../text/fold.js";
import { normalizeName } from "../../text/name_rule.js";
import { dayName } from "../../text/time.js";

/** People that are taken in at one look, and who are drawn; others are found by their name. */
const FILTER_FROM_PEOPLE = 12;
const MAX_PEOPLE = 200;

export function AdminPeople() {
  const t = useWords();
  const actions = useActions();
  const [people, setPeople] = useState(/** @type {AccountInfo[]} */ ([]));
  const [query, setQuery] = useState("");
  const load = () =>
    void actions.admin().then((admin) => admin.listAccounts()).then((all) =>
      all !== null && setPeople(all)
    );
  useEffect(load, []);
  const wanted = fold(query.trim());
  const found = people.filter(({ name }) => fold(name).includes(wanted));
  const hiddenCount = found.length - MAX_PEOPLE;
  return html`
    ${people.length > FILTER_FROM_PEOPLE && html`
      <${FilterField}
        value=${query}
        label=${t("people.filter")}
        test="house-filter"
        onText=${setQuery}
      />
    `}
    <ul class="accounts" data-test="house-people">
      ${found.slice(0, MAX_PEOPLE).map((person) =>
        html`<${Person} key=${person.name} person=${person} onChanged=${load} />`
      )}
    </ul>
    ${hiddenCount > 0 &&
      html`<p class="account__note">${t("rooms.left_out", { n: hiddenCount })}</p>`}
  `;
}

/** @param {{ person: AccountInfo, onChanged: () => void }} props */
function Person({ person, onChanged }) {
  const t = useWords();
  const language = useSelect((state) => state.preferences.language);
  const now = useSelect((state) => state.now);
  const me = useSelect((state) => state.me);
  const { name, admin, online, seen } = person;
  const when = online
    ? t("people.online")
    : seen === undefined
    ? t("house.not_seen")
    : t("house.seen", { time: dayName(seen, now, language) });
  return html`
    <li data-name=${name}>
      <details class="account__more">
        <summary>
          <bdi>${name}</bdi>
          ${admin && html`<span class="person__badge">${t("people.admin")}</span>`}
          <span class="person__badge">${when}</span>
        </summary>
        ${name === me?.name
          ? html`<p class="account__note">${t("person.you")}</p>`
          : html`<${PersonActions} name=${name} isAdmin=${admin} onChanged=${onChanged} />`}
      </details>
    </li>
  `;
}

/** @param {{ name: string, isAdmin: boolean, onChanged: () => void }} props */
function PersonActions({ name, isAdmin, onChanged }) {
  const t = useWords();
  const actions = useActions();
  const [link, setLink] = useState("");
  const [openForm, setOpenForm] = useState(/** @type {null | "rename" | "remove"} */ (null));
  return html`
    <div class="accounts__actions">
      <button class="button" type="button" data-test="new-password" onClick=${async () =>
        setLink(await (await actions.admin()).createResetLink(name) ?? "")}>
        ${t("house.password")}
      </button>
      <button class="button" type="button" data-test="set-admin" onClick=${async () => {
        if (await actions.people.setAdmin(name, !isAdmin)) onChanged();
      }}>
        ${t(isAdmin ? "house.no_admin" : "house.make_admin")}
      </button>
      <button class="button" type="button" data-test="rename" onClick=${() =>
        setOpenForm("rename")}>
        ${t("house.rename")}
      </button>
      <a
        class="button"
        href=${`api/house/people/${encodeURIComponent(name)}/export`}
        download=${`${name}.tar`}
        data-test="export"
      >
        ${t("house.export")}
      </a>
      <button class="button" type="button" data-test="remove" onClick=${() =>
        setOpenForm("remove")}>
        ${t("house.remove")}
      </button>
    </div>
    ${link !== "" && html`
      <${LinkField} name="reset" label=${t("house.password_text", { name })} link=${link} />
    `}
    ${openForm === "rename" && html`
      <${Rename} name=${name} onDone=${() => {
        setOpenForm(null);
        onChanged();
      }} />
    `}
    ${openForm === "remove" && html`
      <${Remove} name=${name} onCancel=${() => setOpenForm(null)} onDone=${onChanged} />
    `}
  `;
}

/** @param {{ name: string, onDone: () => void }} props */
function Rename({ name, onDone }) {
  const t = useWords();
  const actions = useActions();
  const [wanted, setWanted] = useState(name);
  return html`
    <form
      class="account__form"
      novalidate
      onSubmit=${async (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        const to = normalizeName(wanted);
        if (
          to === "" || to === name || !await (await actions.admin()).rename(name, to)
        ) return;
        actions.toasts.show("house.renamed", { name, to });
        onDone();
      }}
    >
      <${NameField}
        name="to"
        label=${t("house.new_name")}
        value=${wanted}
        autofocus
        onText=${setWanted}
      />
      <button class="button" type="submit">${t("house.rename")}</button>
    </form>
  `;
}

/** @param {{ name: string, onCancel: () => void, onDone: () => void }} props */
function Remove({ name, onCancel, onDone }) {
  const t = useWords();
  const actions = useActions();
  const [withWords, setWithWords] = useState(false);
  return html`
    <div class="account__form" role="alert">
      <p>${t("house.ask_remove", { name })}</p>
      <label class="checkbox">
        <input
          type="checkbox"
          name="words"
          checked=${withWords}
          onChange=${(
            /** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget },
          ) => setWithWords(currentTarget.checked)}
        />
        <span>${t("house.words")}</span>
      </label>
      <div class="dialog__buttons">
        <button class="button" type="button" onClick=${onCancel}>${t("action.cancel")}</button>
        <button
          class="button button--danger"
          type="button"
          data-test="confirm"
          onClick=${async () => {
            if (!await (await actions.admin()).remove(name, withWords)) return;
            actions.toasts.show("house.removed", { name });
            onDone();
          }}
        >
          ${t("house.remove")}
        </button>
      </div>
    </div>
  `;
}
