/** From room to room by a few letters of its name: a list that is walked with the keys. */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { Avatar } from "./avatar.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { isPrivate, labelOf, roomList } from "../state/selectors.js";
import { isComposing } from "../text/shortcut.js";
import { fold } from "../text/fold.js";

/** Most rooms that are shown. */
const MOST = 12;

export function Switcher() {
  const t = useWords();
  const actions = useActions();
  const rooms = useSelect((state) => state.rooms);
  const preferences = useSelect((state) => state.preferences);
  const open = useSelect((state) => state.open);
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const wanted = fold(query.trim());
  const fits = roomList({ rooms, preferences }).filter(({ room }) =>
    fold(labelOf(room)).includes(wanted)
  ).sort((
    a,
    b,
  ) => rank(a, wanted, open) - rank(b, wanted, open)).slice(0, MOST);

  /** @param {string} room */
  function go(room) {
    actions.show({ dialog: null });
    actions.openRoom(room);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (isComposing(event)) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const chosen = fits[active];
    if (step !== 0 && fits.length > 0) setActive((active + step + fits.length) % fits.length);
    else if (event.key === "Enter" && chosen !== undefined) go(chosen.room);
    else return;
    event.preventDefault();
  }

  return html`
    <input
      class="field__input"
      type="text"
      role="combobox"
      data-test="switch-field"
      value=${query}
      maxlength="64"
      autofocus
      dir="auto"
      aria-label=${t("switch.label")}
      placeholder=${t("switch.label")}
      aria-expanded="true"
      aria-controls="switch-list"
      aria-activedescendant=${fits.length > 0 ? `switch-${active}` : undefined}
      onKeyDown=${onKey}
      onInput=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ event) => {
        setQuery(event.currentTarget.value);
        setActive(0);
      }}
    />
    <ul class="switch" id="switch-list" role="listbox" aria-label=${t("rooms.title")}>
      ${fits.map(({ room, unread, mentions }, i) =>
        html`
          <li
            class="switch__one"
            key=${room}
            id=${`switch-${i}`}
            role="option"
            data-room=${room}
            aria-selected=${i === active}
            onClick=${() => go(room)}
          >
            ${isPrivate(room)
              ? html`<${Avatar} name=${labelOf(room)} />`
              : html`<span class="room__sign" aria-hidden="true">#</span>`}
            <bdi class="room__name">${labelOf(room)}</bdi>
            ${unread > 0 && html`
              <span class="room__unread">${mentions > 0 ? "@" : ""}${Math.min(unread, 999)}</span>
            `}
          </li>
        `
      )}
    </ul>
    <p class="search__state" role="status">${fits.length === 0 && t("switch.none")}</p>
  `;
}

/**
 * Names that begin so come first, and among them those with something new; the open room, where one
 * is already, comes last.
 * @param {{ room: string, unread: number, mentions: number }} found
 * @param {string} wanted
 * @param {string | null} open
 */
function rank({ room, unread, mentions }, wanted, open) {
  const begins = fold(labelOf(room)).startsWith(wanted);
  const news = room === open ? 3 : mentions > 0 ? 0 : unread > 0 ? 1 : 2;
  return (begins ? 0 : 4) + news;
}
