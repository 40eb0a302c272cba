/**
 * The field of the search. It is there from the first moment, so that nothing typed is lost while the
 * code that searches is being fetched.
 */
import { useRef, useState } from "preact/hooks";
import { html } from "htm/preact";
import { Dialog } from "./dialog.js";
import { useActions, useWords } from "./hooks.js";

const load = () => import("./lazy/search.js").then(({ Search }) => Search);

export function SearchDialog() {
  const t = useWords();
  const actions = useActions();
  const [query, setQuery] = useState(() => actions.lastSearch.query);
  const [active, setActive] = useState(/** @type {string | undefined} */ (undefined));
  /** What the hits make of a key. */
  const onKey = useRef((/** @type {KeyboardEvent} */ _event) => {});
  return html`
    <${Dialog} titleKey="search.title" load=${load} part=${{ query, onKey, onActive: setActive }}>
      <input
        class="field__input"
        type="text"
        role="combobox"
        data-test="search-field"
        value=${query}
        maxlength="100"
        placeholder=${t("search.title")}
        aria-label=${t("search.title")}
        aria-expanded=${active !== undefined}
        aria-controls="hits"
        aria-activedescendant=${active}
        autofocus
        dir="auto"
        enterkeyhint="search"
        onKeyDown=${(/** @type {KeyboardEvent} */ event) => onKey.current(event)}
        onInput=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ event) =>
          setQuery(event.currentTarget.value)}
      />
      <//>
  `;
}
