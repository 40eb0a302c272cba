/**
 * A list of rooms that may be longer than its place: the open one is in sight, a filter stands above a
 * long one, and what is unread beyond an edge is said at that edge.
 *
 * @import { RoomState } from "../state/state.js"
 */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "htm/preact";
import { FilterField } from "./filter_field.js";
import { useActions, useWords } from "./hooks.js";
import { RoomLink } from "./room_link.js";
import { labelOf } from "../state/selectors.js";
import { isComposing } from "../text/shortcut.js";
import { fold } from "../text/fold.js";

/** Rooms that are taken in at one look. */
const MANY_ROOMS = 12;
/** Rooms that are drawn; others are found by their name. */
const MOST_ROOMS = 500;

/** @typedef {{ above: number, below: number, more: boolean }} Edges unread beyond each edge */

/** @param {{ rooms: RoomState[], open: string | null, class: string }} props */
export function RoomLinks({ rooms, open, class: name }) {
  const t = useWords();
  const actions = useActions();
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const [query, setQuery] = useState("");
  const [edges, setEdges] = useState(/** @type {Edges} */ ({ above: 0, below: 0, more: false }));
  const isLong = rooms.length > MANY_ROOMS;
  const wanted = isLong ? fold(query.trim()) : "";
  const found = rooms.filter(({ room }) => fold(labelOf(room)).includes(wanted));
  // What is new is never among those that are left out.
  const shown = found.filter(({ room, unread, stirred }, i) =>
    i < MOST_ROOMS || room === open || unread > 0 || stirred
  );
  const left = found.length - shown.length;
  const look = () => setEdges((known) => lookBeyond(list.current, known));

  useLayoutEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [open, rooms.length]);
  useLayoutEffect(look);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(look);
    if (list.current !== null) observer.observe(list.current);
    return () => observer.disconnect();
  }, []);

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (isComposing(event)) return;
    if (event.key === "Enter" && shown[0] !== undefined) actions.openRoom(shown[0].room);
    else if (event.key !== "Escape") return;
    event.stopPropagation();
    setQuery("");
  }

  /** @param {"above" | "below"} where */
  function go(where) {
    const beyond = unreadBeyond(list.current);
    const link = where === "above" ? beyond.above.at(-1) : beyond.below[0];
    link?.scrollIntoView({ block: "nearest" });
  }

  /** @param {"above" | "below"} where */
  const pill = (where) =>
    edges[where] > 0 && html`
      <button
        class=${`rooms__beyond rooms__beyond--${where}`}
        type="button"
        data-test=${`unread-${where}`}
        onClick=${() => go(where)}
      >
        ${where === "above" ? "↑" : "↓"} ${t("rooms.unread", { n: edges[where] })}
      </button>
    `;
  return html`
    ${isLong && html`
      <${FilterField}
        value=${query}
        label=${t("rooms.filter")}
        test="room-filter"
        class="rooms__filter"
        onKey=${onKey}
        onText=${setQuery}
      />
    `}
    <div class=${`rooms__place ${name}`}>
      ${pill("above")}
      <ul class=${`rooms ${edges.more ? "rooms--more" : ""}`} ref=${list} onScroll=${look}>
        ${shown.map((room) =>
          html`<${RoomLink} key=${room.room} room=${room} isOpen=${room.room === open} />`
        )}
        ${left > 0 &&
          html`<li class="account__line" key="">${t("rooms.left_out", { n: left })}</li>`}
      </ul>
      ${pill("below")}
    </div>
  `;
}

/**
 * Links with something new that are out of sight.
 * @param {HTMLElement | null} list
 */
function unreadBeyond(list) {
  /** @type {{ above: Element[], below: Element[] }} */
  const beyond = { above: [], below: [] };
  if (list === null) return beyond;
  const { top, bottom } = list.getBoundingClientRect();
  for (const link of list.querySelectorAll(".room--new")) {
    const place = link.getBoundingClientRect();
    if (place.bottom <= top + 8) beyond.above.push(link);
    else if (place.top >= bottom - 8) beyond.below.push(link);
  }
  return beyond;
}

/**
 * @param {HTMLElement | null} list
 * @param {Edges} known
 * @returns {Edges} the same object where nothing has changed
 */
function lookBeyond(list, known) {
  const { above, below } = unreadBeyond(list);
  const more = list !== null && list.scrollTop + list.clientHeight < list.scrollHeight - 1;
  const isSame = known.above === above.length && known.below === below.length &&
    known.more === more;
  return isSame ? known : { above: above.length, below: below.length, more };
}
