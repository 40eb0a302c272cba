/**
 * A short list of what can be done: beside what was pressed, or at the bottom of a phone. Arrow keys
 * move, Escape and a press beside it close it.
 *
 * @import { Anchor } from "../popover_position.js"
 */
import { useLayoutEffect } from "preact/hooks";
import { html } from "htm/preact";
import { placePopover } from "../popover_position.js";
import { Icon } from "../icons.js";
import { useModal } from "../modal.js";

/**
 * @typedef {object} MenuItem
 * @property {string} test its name in tests
 * @property {Parameters<typeof Icon>[0]["name"]} icon
 * @property {string} word
 * @property {boolean} [isDangerous]
 * @property {() => void} run
 */

/**
 * @param {{ label: string, anchor: Anchor, items: MenuItem[], onClose: () => void,
 *   children?: import("preact").ComponentChildren }} props `children`: what stands above the list
 */
export function Menu({ label, anchor, items, onClose, children }) {
  const modal = useModal(onClose);
  useLayoutEffect(() => placePopover(modal.ref.current, anchor), []);
  return html`
    <dialog
      class="dialog menu"
      ...${modal}
      aria-label=${label}
      data-test="menu"
      onKeyDown=${moveFocus}
    >
      ${children}
      <ul>
        ${items.map(({ test, icon, word, isDangerous, run }, i) =>
          html`
            <li key=${test}>
              <button
                class=${`sheet__tool ${isDangerous ? "sheet__tool--danger" : ""}`}
                type="button"
                data-test=${test}
                data-first=${i === 0 ? "" : undefined}
                onClick=${() => {
                  // Gone before what it opens is there: that then gives the cursor back to what opened this.
                  modal.ref.current?.close();
                  onClose();
                  run();
                }}
              >
                <${Icon} name=${icon} /> ${word}
              </button>
            </li>
          `
        )}
      </ul>
    </dialog>
  `;
}

/**
 * Arrow keys go from button to button.
 * @param {KeyboardEvent & { currentTarget: HTMLElement }} event
 */
export function moveFocus(event) {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const at = buttons.findIndex((button) => button === document.activeElement);
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}
