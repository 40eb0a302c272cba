/**
 * Search in the open room or in all of them: hits as they are found, a bar while it takes long, and a
 * press leads to the message among its neighbours.
 *
 * @import { Progress } from "../../actions/search.js"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { Avatar } from "../avatar.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { labelOf } from "../../state/select.js";
import { fullTime } from "../../text/time.js";
import { translateError } from "../../words/words.js";

/** Milliseconds without a key before it begins. */
const PAUSE = 250;

export function Search() {
  const t = useWords();
  const actions = useActions();
  const room = useSelect((state) => state.open);
  const language = useSelect((state) => state.preferences.language);
  const [query, setQuery] = useState(() => actions.lastSearch.query);
  const [everywhere, setEverywhere] = useState(() => actions.lastSearch.everywhere);
  const [progress, setProgress] = useState(/** @type {Progress | null} */ (null));
  const wanted = query.trim();
  useEffect(() => {
    setProgress(null);
    actions.lastSearch = { query, everywhere };
    if (wanted === "") return;
    let stop = () => {};
    const timer = setTimeout(() => {
      stop = actions.search({ query: wanted, room: everywhere ? null : room }, setProgress);
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [wanted, everywhere]);
  return html`
    <form class="search" onSubmit=${(/** @type {SubmitEvent} */ event) => event.preventDefault()}>
      <input
        class="field__input"
        type="search"
        data-test="search-field"
        value=${query}
        maxlength="100"
        placeholder=${t("search.title")}
        aria-label=${t("search.title")}
        autofocus
        dir="auto"
        onInput=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ event) =>
          setQuery(event.currentTarget.value)}
      />
      <label class="search__where">
        <input
          type="checkbox"
          checked=${everywhere}
          onChange=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ event) =>
            setEverywhere(event.currentTarget.checked)}
        />
        <span>${t("search.everywhere")}</span>
      </label>
    </form>
    ${progress?.running && html`
      <progress class="search__bar" max="1" value=${progress.done} aria-label=${t(
        "search.running",
      )} />
    `}
    <p class="search__state" role="status">
      ${progress === null
        ? ""
        : progress.problem !== null
        ? translateError(language, progress.problem)
        : progress.running
        ? ""
        : t(progress.more ? "search.more" : "search.found", { n: progress.hits.length })}
    </p>
    <ul class="search__hits" data-test="hits">
      ${(progress?.hits ?? []).map(({ room, message }) =>
        html`
          <li key=${`${room} ${message.id}`}>
            <button
              class="hit"
              type="button"
              onClick=${() => {
                actions.show({ dialog: null });
                actions.openRoom(room, message.id);
              }}
            >
              <${Avatar} name=${message.name} />
              <span class="hit__what">
                <span class="hit__head">
                  <bdi>${message.name}</bdi>
                  ${everywhere && html`<bdi class="hit__room">${labelOf(room)}</bdi>`}
                  <time datetime=${message.time}>${fullTime(message.time, language)}</time>
                </span>
                <span class="hit__text" dir="auto">${around(message.text, wanted)}</span>
              </span>
            </button>
          </li>
        `
      )}
    </ul>
  `;
}

/**
 * The words around what was found, which is marked.
 * @param {string} text
 * @param {string} query
 */
function around(text, query) {
  const at = text.toLowerCase().indexOf(query.toLowerCase());
  if (at < 0) return text.slice(0, 160);
  const start = Math.max(0, at - 60);
  return html`
    ${start > 0 ? "…" : ""}${text.slice(start, at)}<mark>${text.slice(
      at,
      at + query.length,
    )}</mark>${text.slice(at + query.length, at + 140)}
  `;
}
