/**
 * The house, for admins: who is invited, who has an account, who is kept out. What the owner can do from the
 * command line as well.
 *
 * @import { SanctionInfo } from "../../../server/protocol.ts"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { HousePeople } from "./admin_people.js";
import { Invitations } from "./invitations.js";
import { Measures } from "./sanctions.js";
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
