/** Who is in the open room. */
import { html } from "htm/preact";
import { Avatar } from "./avatar.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { IconButton } from "./icons.js";
import { PersonLink } from "./person_link.js";
import { openRoom } from "../state/selectors.js";

export function People() {
  const t = useWords();
  const actions = useActions();
  const room = useSelect(openRoom);
  const me = useSelect((state) => state.me);
  const users = [...room?.users ?? []].sort((a, b) =>
    Number(b.name === me?.name) - Number(a.name === me?.name) || a.name.localeCompare(b.name)
  );
  return html`
    <section
      class=${room !== null && room.people <= 1 ? "people people--alone" : "people"}
      aria-labelledby="people-title"
    >
      <header class="people__head">
        <${IconButton}
          class="button button--icon people__back"
          icon="back"
          word=${t("action.close")}
          onClick=${() => actions.show({ panel: "room" })}
        />
        <h2 class="people__title" id="people-title">${t("people.title", {
          n: room?.people ?? 0,
        })}</h2>
      </header>
      <ul class="people__list" data-test="people">
        ${users.map(({ name }) =>
          html`
            <li class="person" key=${name} data-name=${name}>
              <${PersonLink} class="person__link" name=${name}>
                <${Avatar} name=${name} />
                <bdi class="person__name">${name}</bdi>
              <//>
              ${name === me?.name && html`<span class="person__badge">${t("people.you")}</span>`}
            </li>
          `
        )}
      </ul>
    </section>
  `;
}
