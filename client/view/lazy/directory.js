/**
 * Everybody with an account, and guests who are here: who is online, a private word, and what admins
 * may do about them.
 *
 * @import { SanctionInfo, PersonInfo } from "../../../server/protocol_http.ts"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { Avatar } from "../avatar.js";
import { FilterField } from "../filter_field.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { IconButton } from "../icons.js";
import { Sanctions } from "./sanctions.js";
import { PersonLink } from "../person_link.js";
import { translateError } from "../../words/words.js";
import { fold } from "../../text/fold.js";

/** People that are taken in at one look. */
const FILTER_FROM_PEOPLE = 12;
/** People who are drawn; others are found by their name. */
const MAX_PEOPLE = 500;

export function Directory() {
  const t = useWords();
  const actions = useActions();
  const me = useSelect((state) => state.me);
  const language = useSelect((state) => state.preferences.language);
  const problem = useSelect((state) => state.problem);
  const [people, setPeople] = useState(/** @type {PersonInfo[]} */ ([]));
  const [sanctions, setSanctions] = useState(/** @type {SanctionInfo[]} */ ([]));
  const [query, setQuery] = useState("");
  const isAdmin = me?.admin ?? false;
  const load = () => {
    void actions.people.listPeople().then(setPeople);
    if (isAdmin) void actions.people.listSanctions().then(setSanctions);
  };
  useEffect(load, []);
  const wanted = fold(query.trim());
  const found = people.filter(({ name }) => fold(name).includes(wanted))
    .sort((a, b) => Number(b.name === me?.name) - Number(a.name === me?.name));
  const shown = found.slice(0, MAX_PEOPLE);
  const hiddenCount = found.length - shown.length;
  return html`
    ${people.length > FILTER_FROM_PEOPLE && html`
      <${FilterField}
        value=${query}
        label=${t("people.filter")}
        test="people-filter"
        onText=${setQuery}
      />
    `}
    <p class="problem" role="alert">${problem && translateError(language, problem.code)}</p>
    <ul class="people__list" data-test="all-people">
      ${shown.map((person) =>
        html`
          <${DirectoryEntry} key=${person.name} person=${person} />
        `
      )}
    </ul>
    ${hiddenCount > 0 &&
      html`<p class="account__note">${t("rooms.left_out", { n: hiddenCount })}</p>`}
    ${!me?.account && html`<p class="account__note">${t("direct.needs_account")}</p>`}
    ${sanctions.length > 0 && html`
      <h3 class="sidebar__title">${t("moderation.title")}</h3>
      <${Sanctions} sanctions=${sanctions} onLifted=${load} />
    `}
  `;
}

/** @param {{ person: PersonInfo }} props */
function DirectoryEntry({ person }) {
  const t = useWords();
  const actions = useActions();
  const me = useSelect((state) => state.me);
  return html`
    <li class="person" data-name=${person.name}>
      <${PersonLink} class="person__link" name=${person.name}>
        <${Avatar} name=${person.name} />
        <bdi class="person__name">${person.name}</bdi>
      <//>
      ${person.admin && html`<span class="person__badge">${t("people.admin")}</span>`}
      ${person.name === me?.name &&
        html`<span class="person__badge">${t("people.you")}</span>`}
      ${person.online && html`<span class="person__online">${t("people.online")}</span>`}
      ${person.account && me?.account && person.name !== me.name && html`
        <${IconButton}
          test="write"
          icon="send"
          word=${t("direct.write", { name: person.name })}
          onClick=${() => actions.rooms.openDirect(person.name)}
        />
      `}
    </li>
  `;
}
