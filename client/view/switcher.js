/**
 * From room to room by a few letters of its name: a list that is walked with the keys.
 *
 * @import { RoomState } from "../state/state.js"
 */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { Avatar } from "./avatar.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { Icon } from "./icons.js";
import { hasMembers, isPrivate, roomLabel, roomList } from "../state/selectors.js";
import { isComposing } from "../text/shortcut.js";
import { fold } from "../text/fold.js";

/** Most rooms that are shown. */
const MAX_ROOMS = 12;

export function Switcher() {
  const t = useWords();
  const actions = useActions();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const matches = useMatches(fold(query.trim()));

  /** @param {string} room */
  function go(room) {
    actions.show({ dialog: null });
    actions.openRoom(room);
  }

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    if (isComposing(event)) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const chosen = matches[active];
    if (step !== 0 && matches.length > 0) {
      setActive((active + step + matches.length) % matches.length);
    } else if (event.key === "Enter" && chosen !== undefined) go(chosen.room);
    else return;
    event.preventDefault();
  }

  /** @param {InputEvent & { currentTarget: HTMLInputElement }} event */
  function onInput({ currentTarget }) {
    setQuery(currentTarget.value);
    setActive(0);
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
      aria-activedescendant=${matches.length > 0 ? `switch-${active}` : undefined}
      onKeyDown=${onKeyDown}
      onInput=${onInput}
    />
    <ul class="switcher" id="switch-list" role="listbox" aria-label=${t("rooms.title")}>
      ${matches.map((room, i) =>
        html`
          <${RoomOption} key=${room.room} room=${room} id=${`switch-${i}`} isActive=${i === active}
            onChoose=${go} />
        `
      )}
    </ul>
    <p class="search__state" role="status">${matches.length === 0 && t("switch.none")}</p>
  `;
}

/**
 * @param {string} wanted letters of a name, folded
 * @returns {RoomState[]} the likeliest first
 */
function useMatches(wanted) {
  const rooms = useSelect((state) => state.rooms);
  const preferences = useSelect((state) => state.preferences);
  const open = useSelect((state) => state.open);
  return roomList({ rooms, preferences }, true)
    .filter((room) => fold(roomLabel(room)).includes(wanted))
    .sort((a, b) => rank(a, wanted, open) - rank(b, wanted, open))
    .slice(0, MAX_ROOMS);
}

/**
 * @param {{ room: RoomState, id: string, isActive: boolean, onChoose: (room: string) => void }} props
 */
function RoomOption({ room: found, id, isActive, onChoose }) {
  const { room, unread, mentions } = found;
  const label = roomLabel(found);
  return html`
    <li
      class="switcher__option"
      id=${id}
      role="option"
      data-room=${room}
      aria-selected=${isActive}
      onClick=${() => onChoose(room)}
    >
      ${isPrivate(room) ? html`<${Avatar} name=${label} />` : html`
        <span class="room__sign" aria-hidden="true">
          ${hasMembers(room) ? html`<${Icon} name="lock" />` : "#"}
        </span>
      `}
      <bdi class="room__name">${label}</bdi>
      ${unread > 0 && html`
        <span class="room__unread">${mentions > 0 ? "@" : ""}${Math.min(unread, 999)}</span>
      `}
    </li>
  `;
}

/**
 * Names that begin so come first, and among them those with something new; the open room, where one
 * is already, comes last.
 * @param {RoomState} found
 * @param {string} wanted
 * @param {string | null} open
 */
function rank(found, wanted, open) {
  const { room, unread, mentions } = found;
  const begins = fold(roomLabel(found)).startsWith(wanted);
  const news = room === open ? 3 : mentions > 0 ? 0 : unread > 0 ? 1 : 2;
  return (begins ? 0 : 4) + news;
}
