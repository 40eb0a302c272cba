/** Small pictures of those who have seen what stands above them and nothing below; a press tells their names. */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { Avatar } from "../avatar.js";
import { useSelect, useWords } from "../hooks.js";

/** Pictures that are drawn; the others are a number. */
const MAX_PICTURES = 6;

/** @param {{ names: string }} props a name a line */
export function SeenBy({ names }) {
  const t = useWords();
  const language = useSelect((state) => state.preferences.language);
  const [isOpen, setOpen] = useState(false);
  const all = names.split("\n");
  const left = all.length - MAX_PICTURES;
  const list = new Intl.ListFormat(language, { type: "unit", style: "short" }).format(all);
  const word = t("seen_by.names", { names: list });
  return html`
    <div class="seen-by" aria-live="off">
      <button
        class="seen-by__button"
        type="button"
        data-test="seen-by"
        title=${word}
        aria-expanded=${isOpen}
        onClick=${() => setOpen(!isOpen)}
        onBlur=${() => setOpen(false)}
      >
        ${all.slice(0, MAX_PICTURES).map((name) => html`<${Avatar} key=${name} name=${name} />`)}
        ${left > 0 && html`<span aria-hidden="true">+${left}</span>`}
        <span class="hidden">${word}</span>
      </button>
      ${isOpen && html`
        <p class="seen-by__names" role="status" data-test="seen-by-names">${word}</p>
      `}
    </div>
  `;
}
