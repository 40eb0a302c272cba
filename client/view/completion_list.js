/** The choices of `useCompletion`, above the field; a press takes one and leaves the focus where it is. */
import { html } from "htm/preact";
import { useWords } from "./hooks.js";

/** @param {{ completion: ReturnType<typeof import("./completion.js").useCompletion> }} props */
export function CompletionList({ completion: { choices, active, accept } }) {
  const t = useWords();
  if (choices.length === 0) return null;
  return html`
    <ul class="completion" id="completion" role="listbox" aria-label=${t(
      "composer.choices",
    )} data-test="completion">
      ${choices.map((choice, i) =>
        html`
          <li
            class="completion__option"
            key=${choice.shown}
            id=${`choice-${i}`}
            role="option"
            aria-selected=${i === active}
            onMouseDown=${(/** @type {MouseEvent} */ event) => {
              event.preventDefault();
              accept(choice);
            }}
          >
            <bdi>${choice.shown}</bdi>
          </li>
        `
      )}
    </ul>
  `;
}
