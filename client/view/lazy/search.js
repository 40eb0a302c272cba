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
import { plain } from "../../text/strip_markup.js";
import { isComposing } from "../../text/shortcut.js";
import { clockTime, dayName, fullTime } from "../../text/time.js";
import { translateError } from "../../words/words.js";

/** Milliseconds without a key before it begins. */
const PAUSE = 250;

/**
 * @param {object} props
 * @param {string} props.query what stands in the field
 * @param {{ current: (event: KeyboardEvent) => void }} props.onKey told of the field's keys
 * @param {(id: string | undefined) => void} props.onActive told which hit is chosen
 */
export function Search({ query, onKey, onActive }) {
  const t = useWords();
  const actions = useActions();
  const room = useSelect((state) => state.open);
  const language = useSelect((state) => state.preferences.language);
  const now = useSelect((state) => state.now);
  const [everywhere, setEverywhere] = useState(() => actions.lastSearch.everywhere);
  const [progress, setProgress] = useState(/** @type {Progress | null} */ (null));
  const [active, setActive] = useState(0);
  const wanted = query.trim();
  const hits = progress?.hits ?? [];
  const chosen = hits[active];
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
    <div class="search">
      <label class="search__where">
        <input
          type="checkbox"
          checked=${everywhere}
          onChange=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ event) =>
            setEverywhere(event.currentTarget.checked)}
        />
        <span>${t("search.everywhere")}</span>
      </label>
    </div>
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
    <ul class="search__hits" id="hits" role="listbox" aria-label=${t(
      "search.title",
    )} data-test="hits">
      ${hits.map((hit, i) =>
        html`
          <li
            class="hit"
            key=${`${hit.room} ${hit.message.id}`}
            id=${`hit-${i}`}
            role="option"
            aria-selected=${i === active}
            onClick=${() => open(hit)}
          >
            <${Avatar} name=${hit.message.name} />
            <span class="hit__what">
              <span class="hit__head">
                <bdi>${hit.message.name}</bdi>
                ${everywhere && html`<bdi class="hit__room">${labelOf(hit.room)}</bdi>`}
                <time datetime=${hit.message.time} title=${fullTime(hit.message.time, language)}>
                  ${dayName(hit.message.time, now, language)}, ${clockTime(
                    hit.message.time,
                    language,
                  )}
                </time>
              </span>
              ${hit.message.file && html`
                <span class="hit__file" dir="auto" translate=${false}>
                  <${Icon} name="file" />${around(hit.message.file.name, wanted)}
                </span>
              `}
              <span class="hit__text" dir="auto" translate=${true}>${around(
                plain(hit.message.text),
                wanted,
              )}</span>
            </span>
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
