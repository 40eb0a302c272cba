/**
 * Everybody with an account, and guests who are here: who is online, a private word, and what admins
 * may do about them.
 *
 * @import { MeasureInfo, PersonInfo } from "../../../server/protocol.ts"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { Avatar } from "../avatar.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { fullTime } from "../../text/time.js";
import { translateError } from "../../words/words.js";

/** Minutes of what an admin can give, in the order of the buttons. */
const MEASURES = /** @type {const} */ ([["mute", 10], ["ban", 1440]]);

export function Everybody() {
  const t = useWords();
  const actions = useActions();
  const me = useSelect((state) => state.me);
  const language = useSelect((state) => state.preferences.language);
  const problem = useSelect((state) => state.problem);
  const [people, setPeople] = useState(/** @type {PersonInfo[]} */ ([]));
  const [measures, setMeasures] = useState(/** @type {MeasureInfo[]} */ ([]));
  const isAdmin = me?.admin ?? false;
  const load = () => {
    void actions.people.everybody().then(setPeople);
    if (isAdmin) void actions.people.measures().then(setMeasures);
  };
  useEffect(load, []);
  return html`
    <p class="problem" role="alert">${problem && translateError(language, problem.code)}</p>
    <ul class="people__list" data-test="all-people">
      ${people.map((person) =>
        html`
          <li class="person" key=${person.name} data-name=${person.name}>
            <${Avatar} name=${person.name} />
            <bdi class="person__name">${person.name}</bdi>
            ${person.online && html`<span class="person__online">${t("people.online")}</span>`}
            ${person.admin && html`<span class="person__you">${t("people.admin")}</span>`}
            ${person.name === me?.name
              ? html`<span class="person__you">${t("people.you")}</span>`
              : html`<${Choices} person=${person} onDone=${load} />`}
          </li>
        `
      )}
    </ul>
    ${!me?.account && html`<p class="account__line">${t("direct.needs_account")}</p>`}
    ${measures.length > 0 && html`
      <h3 class="side__title">${t("moderation.title")}</h3>
      <ul class="account__sessions" data-test="measures">
        ${measures.map(({ what, name, until }) =>
          html`
            <li key=${`${what} ${name}`}>
              <span>${t(`moderation.${what}_until`, {
                name,
                time: fullTime(until, language),
              })}</span>
              <button class="link" onClick=${async () => {
                await actions.people.lift({ what, name });
                load();
              }}>
                ${t("moderation.undo")}
              </button>
            </li>
          `
        )}
      </ul>
    `}
  `;
}

/** @param {{ person: PersonInfo, onDone: () => void }} props */
function Choices({ person: { name, account, admin }, onDone }) {
  const t = useWords();
  const actions = useActions();
  const me = useSelect((state) => state.me);
  return html`
    <span class="person__choices">
      ${account && me?.account && html`
        <button class="link" data-test="write" onClick=${() => actions.openDirect(name)}>
          ${t("direct.word")}
        </button>
      `}
      ${me?.admin && !admin && MEASURES.map(([what, minutes]) =>
        html`
          <button
            class="link"
            key=${what}
            data-test=${what}
            onClick=${async () => {
              await actions.people.measure({
                what,
                name,
                minutes,
                address: what === "ban" && !account,
              });
              onDone();
            }}
          >
            ${t(`moderation.${what}`)}
          </button>
        `
      )}
    </span>
  `;
}
