/** A person's picture, and below it what is seen until it is there: initials on their colour. */
import { html } from "htm/preact";
import { useSelect } from "./hooks.js";
import { hueOf, initialsOf } from "../text/person.js";

/** @param {{ name: string, onClick?: (event: MouseEvent) => void }} props `onClick`: for a mouse alone */
export function Avatar({ name, onClick }) {
  const version = useSelect((state) => state.profiles.get(name)?.avatar);
  return html`
    <span class="avatar hue-${hueOf(name)}" aria-hidden="true" onClick=${onClick}>
      ${initialsOf(name)}
      ${version && html`
        <img
          key=${version}
          src=${`api/people/${encodeURIComponent(name)}/avatar?version=${version}`}
          alt=""
          loading="lazy"
        />
      `}
    </span>
  `;
}
