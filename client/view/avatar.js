/** A person's initials on their colour. */
import { html } from "htm/preact";
import { hueOf, initialsOf } from "../text/person.js";

/** @param {{ name: string }} props */
export function Avatar({ name }) {
  return html`
    <span class="avatar hue-${hueOf(name)}" aria-hidden="true">${initialsOf(name)}</span>
  `;
}
