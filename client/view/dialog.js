/** A dialog with a title, a cross to close it, and what it is about. */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useWords } from "./hooks.js";
import { IconButton } from "./icons.js";
import { Lazy } from "./lazy.js";
import { focusField, useModal } from "./modal.js";

/**
 * @param {object} props
 * @param {import("../words/words.js").Key} props.titleKey
 * @param {Record<string, string>} [props.values] what is said in the title
 * @param {() => Promise<import("preact").ComponentType<any>>} [props.load] fetches a part that is
 *   shown below
 * @param {Record<string, unknown>} [props.part] what that part is given
 * @param {import("preact").ComponentChildren} [props.children]
 */
export function Dialog({ titleKey, values, load, part, children }) {
  const t = useWords();
  const actions = useActions();
  const close = () => actions.show({ dialog: null });
  const modal = useModal(close);
  const title = t(titleKey, values);
  const [, redraw] = useState({});
  function onShown() {
    // A title whose words came with the part below.
    if (title === titleKey) redraw({});
    const element = modal.ref.current;
    if (element?.querySelector("[data-first]") === document.activeElement) focusField(element);
  }
  return html`
    <dialog class="dialog" ...${modal} aria-labelledby="dialog-title">
      <div class="dialog__inner">
        <h2 class="dialog__title" id="dialog-title" tabindex="-1" data-first>
          ${title === titleKey ? "" : title}
        </h2>
        ${children}
        ${load !== undefined && html`<${Lazy} ...${part} load=${load} onShown=${onShown} />`}
      </div>
      <${IconButton}
        class="button button--icon dialog__close"
        test="close"
        icon="cross"
        word=${t("action.close")}
        onClick=${close}
      />
    </dialog>
  `;
}
