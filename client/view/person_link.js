/** Somebody's name, or picture and name, that leads to their card. */
import { html } from "htm/preact";
import { useActions } from "./hooks.js";

/**
 * @param {{ name: string, class: string, children?: import("preact").ComponentChildren }} props
 *   `children`: what is shown in the place of the name alone
 */
export function PersonLink({ name, class: look, children }) {
  const actions = useActions();
  return html`
    <button
      class=${look}
      type="button"
      data-test="person"
      onClick=${() => actions.show({ dialog: "person", person: name })}
    >
      ${children ?? html`<bdi>${name}</bdi>`}
    </button>
  `;
}
