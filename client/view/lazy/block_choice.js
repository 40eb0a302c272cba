/** Blocking somebody for oneself, in their card; they are not told. */
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { Icon } from "../icons.js";
import { isBlocked } from "../../state/blocks.js";

/** @param {{ name: string }} props */
export function BlockChoice({ name }) {
  const t = useWords();
  const actions = useActions();
  const isOn = useSelect((state) => isBlocked(state, name));
  async function toggle() {
    const done =
      await (isOn
        ? actions.people.ask(`api/blocks/${encodeURIComponent(name)}`, { method: "DELETE" })
        : actions.people.ask("api/blocks", { body: { names: [name] } }));
    if (done === null) return;
    actions.show({ dialog: null });
    actions.toasts.show(isOn ? "block.undone" : "block.done", { name });
  }
  return html`
    <li>
      <button class="sheet__tool" type="button" data-test="block" onClick=${() => void toggle()}>
        <${Icon} name=${isOn ? "people" : "cross"} /> ${t(isOn ? "block.undo" : "block.do")}
      </button>
    </li>
  `;
}
