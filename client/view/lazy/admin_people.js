/**
 * Everybody with an account, and what an admin does about each: a link to a new password, another name,
 * admin or not, no account any more.
 *
 * @import { AccountInfo } from "../../../server/protocol.ts"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { FilterField } from "../filter_field.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { NameField } from "../name_field.js";
import { LinkField } from "./link_field.js";
import { fold } from "../../text/fold.js";
import { tidy } from "../../text/name_rule.js";
import { dayName } from "../../text/time.js";

/** People that are taken in at one look, and who are drawn; others are found by their name. */
const MANY_PEOPLE = 12;
const MOST_PEOPLE = 200;

export function HousePeople() {
  const t = useWords();
  const actions = useActions();
  const [people, setPeople] = useState(/** @type {AccountInfo[]} */ ([]));
  const [query, setQuery] = useState("");
  const load = () => void actions.house.everybody().then((all) => all !== null && setPeople(all));
  useEffect(load, []);
  const wanted = fold(query.trim());
  const found = people.filter(({ name }) => fold(name).includes(wanted));
  const left = found.length - MOST_PEOPLE;
  return html`
    ${people.length > MANY_PEOPLE && html`
      <${FilterField}
        value=${query}
        label=${t("people.filter")}
        test="house-filter"
        onText=${setQuery}
      />
    `}
    <ul class="house" data-test="house-people">
      ${found.slice(0, MOST_PEOPLE).map((person) =>
        html`<${Person} key=${person.name} person=${person} onChanged=${load} />`
      )}
    </ul>
    ${left > 0 && html`<p class="account__line">${t("rooms.left_out", { n: left })}</p>`}
  `;
}

/** @param {{ person: AccountInfo, onChanged: () => void }} props */
function Person({ person, onChanged }) {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const now = useSelect((state) => state.now);
  const me = useSelect((state) => state.me);
  const [link, setLink] = useState("");
  const [doing, setDoing] = useState(/** @type {null | "rename" | "remove"} */ (null));
  const { name, admin, online, seen } = person;
  const isMe = name === me?.name;
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
          ${admin && html`<span class="person__you">${t("people.admin")}</span>`}
          <span class="person__you">${when}</span>
        </summary>
        ${isMe && html`<p class="account__line">${t("person.you")}</p>`}
        ${!isMe && html`
          <div class="house__acts">
            <button class="button" type="button" data-test="new-password" onClick=${async () =>
              setLink(await actions.house.resetLink(name) ?? "")}>
              ${t("house.password")}
            </button>
            <button class="button" type="button" data-test="set-admin" onClick=${async () => {
              if (await actions.people.setAdmin(name, !admin)) onChanged();
            }}>
              ${t(admin ? "house.no_admin" : "house.make_admin")}
            </button>
            <button class="button" type="button" data-test="rename" onClick=${() =>
              setDoing("rename")}>
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
              setDoing("remove")}>
              ${t("house.remove")}
            </button>
          </div>
          ${link !== "" && html`
            <${LinkField} name="reset" label=${t("house.password_text", { name })} link=${link} />
          `}
          ${doing === "rename" && html`
            <${Rename} name=${name} onDone=${() => {
              setDoing(null);
              onChanged();
            }} />
          `}
          ${doing === "remove" && html`
            <${Remove} name=${name} onCancel=${() => setDoing(null)} onDone=${onChanged} />
          `}
        `}
      </details>
    </li>
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
        const to = tidy(wanted);
        if (to === "" || to === name || !await actions.house.rename(name, to)) return;
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
  const [words, setWords] = useState(false);
  return html`
    <div class="account__form" role="alert">
      <p>${t("house.ask_remove", { name })}</p>
      <label class="tick">
        <input
          type="checkbox"
          name="words"
          checked=${words}
          onChange=${(
            /** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget },
          ) => setWords(currentTarget.checked)}
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
            if (!await actions.house.remove(name, words)) return;
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
