/** Somebody's name, or picture and name, that leads to their card. */
import { html } from "htm/preact";
import { useActions } from "./hooks.js";

/**
 * @param {{ name: string, class: string, children?: import("preact").ComponentChildren }} props
 *   `children`: what is shown in the place of the name alone
 */
export function PersonLink({ name, class: look, children }) {
  return html`
    <button class=${look} type="button" data-test="person" onClick=${useCard(name)}>
      ${children ?? html`<bdi>${name}</bdi>`}
    </button>
  `;
}

/**
 * What opens somebody's card beside what was pressed.
 * @param {string} name
 */
export function useCard(name) {
  const actions = useActions();
  return (/** @type {MouseEvent & { currentTarget: HTMLElement }} */ { currentTarget }) => {
    // A picture takes no cursor: the name behind it does, and has it when the card is gone.
    const button = currentTarget.matches("button")
      ? currentTarget
      : currentTarget.nextElementSibling;
    /** @type {HTMLElement | null} */ (button)?.focus({ preventScroll: true });
    const anchor = currentTarget.getBoundingClientRect();
    actions.show({ dialog: "person", person: name, anchor });
  };
}
