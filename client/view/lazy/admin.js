/**
 * The house, for admins: who is invited, who has an account, who is kept out. What the owner can do from the
 * command line as well.
 *
 * @import { SanctionInfo } from "../../../server/protocol_http.ts"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { AdminPeople } from "./admin_people.js";
import { Invitations } from "./invitations.js";
import { Sanctions } from "./sanctions.js";
import { translateError } from "../../words/words.js";

export function Admin() {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const problem = useSelect((state) => state.problem);
  const [sanctions, setSanctions] = useState(/** @type {SanctionInfo[]} */ ([]));
  const load = () => void actions.people.listSanctions().then(setSanctions);
  useEffect(load, []);
  return html`
    <p class="problem" role="alert">${problem && translateError(language, problem.code)}</p>
    <${Invitations} />
    <h3 class="sidebar__title">${t("people.all")}</h3>
    <${AdminPeople} />
    <h3 class="sidebar__title">${t("moderation.title")}</h3>
    ${sanctions.length === 0
      ? html`<p class="account__note">${t("house.nobody_out")}</p>`
      : html`<${Sanctions} sanctions=${sanctions} onLifted=${load} />`}
  `;
}
