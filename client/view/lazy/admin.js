/**
 * The house, for admins: who is invited, who has an account, who is kept out. What the owner can do from the
 * command line as well.
 *
 * @import { InviteInfo, SanctionInfo } from "../../../server/protocol.ts"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { HousePeople } from "./admin_people.js";
import { LinkField } from "./link_field.js";
import { Measures } from "./sanctions.js";
import { dayName } from "../../text/time.js";
import { translateError } from "../../words/words.js";

export function House() {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const problem = useSelect((state) => state.problem);
  const [measures, setMeasures] = useState(/** @type {SanctionInfo[]} */ ([]));
  const load = () => void actions.people.measures().then(setMeasures);
  useEffect(load, []);
  return html`
    <p class="problem" role="alert">${problem && translateError(language, problem.code)}</p>
    <${Invitations} />
    <h3 class="side__title">${t("people.all")}</h3>
    <${HousePeople} />
    <h3 class="side__title">${t("moderation.title")}</h3>
    ${measures.length === 0
      ? html`<p class="account__line">${t("house.nobody_out")}</p>`
      : html`<${Measures} measures=${measures} onLifted=${load} />`}
  `;
}

function Invitations() {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const now = useSelect((state) => state.now);
  const [all, setAll] = useState(/** @type {InviteInfo[]} */ ([]));
  /** The link that was made just now: nobody can show it again. */
  const [made, setMade] = useState(/** @type {{ invite: string, link: string } | null} */ (null));
  const load = () => void actions.house.invites().then(setAll);
  useEffect(load, []);

  async function make() {
    const next = await actions.house.invite();
    if (next !== null) setMade(next);
    load();
  }

  /** @param {string} invite */
  async function revoke(invite) {
    await actions.house.revoke(invite);
    if (made?.invite === invite) setMade(null);
    load();
  }

  return html`
    <h3 class="side__title">${t("house.invitations")}</h3>
    <p class="account__line">${t("house.invite_text")}</p>
    ${made !== null && html`
      <${LinkField} name="invitation" label=${t("house.shown_once")} link=${made.link} />
    `}
    <ul class="account__sessions" data-test="invites">
      ${all.map(({ invite, until, by }) =>
        html`
          <li key=${invite}>
            <span>${t("house.until", { time: dayName(until, now, language), name: by })}</span>
            <button
              class="link"
              type="button"
              data-test="renew"
              onClick=${async () => {
                await revoke(invite);
                await make();
              }}
            >
              ${t("house.renew")}
            </button>
            <button class="link" type="button" data-test="revoke" onClick=${() =>
              void revoke(invite)}>
              ${t("house.revoke")}
            </button>
          </li>
        `
      )}
    </ul>
    <button class="button" type="button" data-test="invite" onClick=${() => void make()}>
      ${t("house.invite")}
    </button>
  `;
}
