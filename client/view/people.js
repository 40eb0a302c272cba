/** Who is in the open room. */
import { html } from "htm/preact";
import { Avatar } from "./avatar.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { Icon } from "./icons.js";
import { openRoom } from "../state/select.js";

export function People() {
  const t = useWords();
  const actions = useActions();
  const room = useSelect(openRoom);
  const me = useSelect((state) => state.me?.name);
  const users = [...room?.users ?? []].sort((a, b) => a.name.localeCompare(b.name));
  return html`
    <aside class="people" aria-labelledby="people-title">
      <header class="people__head">
        <button
          class="button button--icon people__back"
          aria-label=${t("action.close")}
          onClick=${() => actions.show({ panel: "room" })}
        >
          <${Icon} name="back" />
        </button>
        <h2 class="people__title" id="people-title">${t("people.title", { n: users.length })}</h2>
      </header>
      <ul class="people__list" data-test="people">
        ${users.map(({ name }) =>
          html`
            <li class="person" key=${name} data-name=${name}>
              <${Avatar} name=${name} />
              <bdi class="person__name">${name}</bdi>
              ${name === me && html`<span class="person__you">${t("people.you")}</span>`}
            </li>
          `
        )}
      </ul>
    </aside>
  `;
}
