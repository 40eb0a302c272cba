/**
 * How views reach the state and what a person can do. The only file with a preact context.
 *
 * @import { State } from "../state/state.js"
 * @import { Store } from "../state/store.js"
 * @import { Actions } from "../actions.js"
 * @import { Key } from "../words/words.js"
 */
import { createContext } from "preact";
import { useContext, useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "htm/preact";
import { translate } from "../words/words.js";

const PageContext = createContext(/** @type {{ store: Store, actions: Actions } | null} */ (null));

/**
 * Hands the store and the actions to everything inside.
 * @param {{ store: Store, actions: Actions, children?: unknown }} props
 */
export function Provider({ store, actions, children }) {
  const [page] = useState({ store, actions });
  return html`<${PageContext.Provider} value=${page}>${children}<//>`;
}

function usePage() {
  const page = useContext(PageContext);
  if (page === null) throw new Error("Cannot draw this outside of <Provide>");
  return page;
}

/**
 * A part of the state; the view is drawn again only when this part is another one.
 * @template T
 * @param {(state: State) => T} select
 * @returns {T}
 */
export function useSelect(select) {
  const { store } = usePage();
  const [, redraw] = useState({});
  const selected = select(store.state);
  const latest = useRef({ select, selected });
  latest.current = { select, selected };
  useLayoutEffect(() => {
    const look = () => {
      if (latest.current.select(store.state) !== latest.current.selected) redraw({});
    };
    // Between drawing and watching something may have happened.
    look();
    return store.watch(look);
  }, []);
  return selected;
}

export function useActions() {
  return usePage().actions;
}

/** @returns {(key: Key, values?: Record<string, string | number>) => string} */
export function useWords() {
  const language = useSelect((state) => state.preferences.language);
  return (key, values) => translate(language, key, values);
}
