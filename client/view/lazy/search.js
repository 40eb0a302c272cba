/**
 * Search in the open room or in all of them: hits as they are found, a bar while it takes long, and a
 * press leads to the message among its neighbours.
 *
 * @import { Progress } from "../../actions/search.js"
 */
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { Avatar } from "../avatar.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { Icon } from "../icons.js";
import { labelOf } from "../../state/selectors.js";
import { findFolded } from "../../text/fold.js";
import { stripMarkup } from "../../text/strip_markup.js";
import { isComposing } from "../../text/shortcut.js";
import { clockTime, dayName, fullTime } from "../../text/time.js";
import { translateError } from "../../words/words.js";

/** Milliseconds without a key before it begins. */
const DEBOUNCE_MS = 250;

/**
 * @param {object} props
 * @param {string} props.query what stands in the field
 * @param {{ current: (event: KeyboardEvent) => void }} props.onKey told of the field's keys
 * @param {(id: string | undefined) => void} props.onActive told which hit is chosen
 */
export function Search({ query, onKey, onActive }) {
  const t = useWords();
  const actions = useActions();
  const [everywhere, setEverywhere] = useState(() => actions.lastSearch.everywhere);
  const wanted = query.trim();
  const progress = useProgress(query, everywhere);
  const [active, setActive] = useState(0);
  const hits = progress?.hits ?? [];
  const chosen = hits[active];
  useEffect(() => setActive(0), [wanted, everywhere]);
  const id = chosen && `hit-${active}`;
  useEffect(() => {
    onActive(id);
    if (id !== undefined) document.getElementById(id)?.scrollIntoView({ block: "nearest" });
  }, [id]);

  /** @param {Progress["hits"][number]} hit */
  function open({ room, message }) {
    actions.show({ dialog: null });
    actions.openRoom(room, message.id);
  }

  useLayoutEffect(() => {
    onKey.current = (event) => {
      if (isComposing(event) || chosen === undefined) return;
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      if (step !== 0) setActive((active + step + hits.length) % hits.length);
      else if (event.key === "Enter") open(chosen);
      else return;
      event.preventDefault();
    };
  });

  return html`
    <${Everywhere} checked=${everywhere} onChange=${setEverywhere} />
    ${progress?.running && html`
      <progress class="search__bar" max="1" value=${progress.done} aria-label=${t(
        "search.running",
      )} />
    `}
    <${SearchState} progress=${progress} />
    <ul class="search__hits" id="hits" role="listbox" aria-label=${t(
      "search.title",
    )} data-test="hits">
      ${hits.map((hit, i) =>
        html`
          <${Hit}
            key=${`${hit.room} ${hit.message.id}`}
            id=${`hit-${i}`}
            hit=${hit}
            wanted=${wanted}
            isActive=${i === active}
            hasRoom=${everywhere}
            onOpen=${() => open(hit)}
          />
        `
      )}
    </ul>
  `;
}

/** @param {{ checked: boolean, onChange: (checked: boolean) => void }} props */
function Everywhere({ checked, onChange }) {
  const t = useWords();
  const actions = useActions();
  return html`
    <div class="search">
      <label class="search__where">
        <input
          type="checkbox"
          checked=${checked}
          onChange=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ event) =>
            onChange(event.currentTarget.checked)}
        />
        <span>${t("search.everywhere")}</span>
      </label>
      <button
        class="link search__date"
        type="button"
        data-test="search-date"
        onClick=${() => {
          actions.lastDay = null;
          actions.show({ dialog: "date" });
        }}
      >
        ${t("date.title")}
      </button>
    </div>
  `;
}

/**
 * What a search has found so far; it begins when the keys rest, and ends with the next one.
 * @param {string} query
 * @param {boolean} everywhere
 */
function useProgress(query, everywhere) {
  const actions = useActions();
  const room = useSelect((state) => state.open);
  const [progress, setProgress] = useState(/** @type {Progress | null} */ (null));
  const wanted = query.trim();
  useEffect(() => {
    setProgress(null);
    actions.lastSearch = { query, everywhere };
    if (wanted === "") return;
    let stop = () => {};
    const timer = setTimeout(() => {
      stop = actions.search({ query: wanted, room: everywhere ? null : room }, setProgress);
    }, DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [wanted, everywhere]);
  return progress;
}

/** @param {{ progress: Progress | null }} props */
function SearchState({ progress }) {
  const t = useWords();
  const language = useSelect((state) => state.preferences.language);
  return html`
    <p class="search__state" role="status">
      ${progress === null
        ? ""
        : progress.problem !== null
        ? translateError(language, progress.problem)
        : progress.running
        ? ""
        : t(progress.more ? "search.more" : "search.found", { n: progress.hits.length })}
    </p>
  `;
}

/**
 * @param {{ hit: Progress["hits"][number], id: string, wanted: string, isActive: boolean,
 *   hasRoom: boolean, onOpen: () => void }} props `hasRoom`: it is said in which room it is
 */
function Hit({ hit: { room, message }, id, wanted, isActive, hasRoom, onOpen }) {
  const language = useSelect((state) => state.preferences.language);
  const now = useSelect((state) => state.now);
  const label = useSelect((state) => labelOf(state, room));
  return html`
    <li
      class="hit"
      id=${id}
      role="option"
      aria-selected=${isActive}
      onClick=${onOpen}
    >
      <${Avatar} name=${message.name} />
      <span class="hit__body">
        <span class="hit__head">
          <bdi>${message.name}</bdi>
          ${hasRoom && html`<bdi class="hit__room">${label}</bdi>`}
          <time datetime=${message.time} title=${fullTime(message.time, language)}>
            ${dayName(message.time, now, language)}, ${clockTime(
              message.time,
              language,
            )}
          </time>
        </span>
        ${message.file && html`
          <span class="hit__file" dir="auto" translate=${false}>
            <${Icon} name="file" />${excerpt(message.file.name, wanted)}
          </span>
        `}
        <span class="hit__text" dir="auto" translate=${true}>${excerpt(
          stripMarkup(message.text),
          wanted,
        )}</span>
      </span>
    </li>
  `;
}

/**
 * The words around what was found, which is marked.
 * @param {string} text
 * @param {string} query
 */
function excerpt(text, query) {
  const found = findFolded(text, query);
  if (found === null) return text.slice(0, 160);
  const [at, end] = found;
  const start = Math.max(0, at - 60);
  return html`
    ${start > 0 ? "…" : ""}${text.slice(start, at)}<mark>${text.slice(at, end)}</mark>${text.slice(
      end,
      at + 140,
    )}
  `;
}
