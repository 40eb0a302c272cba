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
import { roomLabel } from "../state/selectors.js";
import { isComposing } from "../text/shortcut.js";
import { fold } from "../text/fold.js";

/** Rooms that are taken in at one look. */
const FILTER_FROM_ROOMS = 12;
/** Rooms that are drawn; others are found by their name. */
const MAX_LINKS = 500;

/** @typedef {{ links: Element[], mentions: number }} Beyond what is new beyond an edge, and how often that calls one */
/** @typedef {{ above: Beyond, below: Beyond, more: boolean }} Edges */

const NOTHING = Object.freeze({ links: [], mentions: 0 });

/** @param {{ rooms: RoomState[], open: string | null, class: string }} props */
export function RoomLinks({ rooms, open, class: name }) {
  const t = useWords();
  const actions = useActions();
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const [query, setQuery] = useState("");
  const isLong = rooms.length > FILTER_FROM_ROOMS;
  const wanted = isLong ? fold(query.trim()) : "";
  const found = rooms.filter((room) => fold(roomLabel(room)).includes(wanted));
  // What is new is never among those that are left out.
  const shown = found.filter(({ room, unread, stirred }, i) =>
    i < MAX_LINKS || room === open || unread > 0 || stirred
  );
  const hiddenCount = found.length - shown.length;
  const { edges, updateEdges } = useEdges(list);

  useLayoutEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [open, rooms.length]);

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (isComposing(event)) return;
    if (event.key === "Enter" && shown[0] !== undefined) actions.openRoom(shown[0].room);
    else if (event.key !== "Escape") return;
    event.stopPropagation();
    setQuery("");
  }

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
    <div class=${`rooms__frame ${name}`}>
      <${EdgeButton} edge="above" beyond=${edges.above} />
      <ul class=${`rooms ${edges.more ? "rooms--more" : ""}`} ref=${list} onScroll=${updateEdges}>
        ${shown.map((room) =>
          html`<${RoomLink} key=${room.room} room=${room} isOpen=${room.room === open} />`
        )}
        ${hiddenCount > 0 &&
          html`<li class="account__note" key="">${t("rooms.left_out", { n: hiddenCount })}</li>`}
      </ul>
      <${EdgeButton} edge="below" beyond=${edges.below} />
    </div>
  `;
}

/**
 * What is beyond the edges of a list, as it stands and as it is resized.
 * @param {{ current: HTMLElement | null }} list
 */
function useEdges(list) {
  const [edges, setEdges] = useState(
    /** @type {Edges} */ ({ above: NOTHING, below: NOTHING, more: false }),
  );
  const updateEdges = () => setEdges((known) => measureEdges(list.current, known));
  useLayoutEffect(updateEdges);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(updateEdges);
    if (list.current !== null) observer.observe(list.current);
    return () => observer.disconnect();
  }, []);
  return { edges, updateEdges };
}

/**
 * How much is unread beyond an edge, or how often that calls one; a press leads to the nearest of it.
 * @param {{ edge: "above" | "below", beyond: Beyond }} props
 */
function EdgeButton({ edge, beyond: { links, mentions } }) {
  const t = useWords();
  function scroll() {
    const wanted = mentions > 0 ? links.filter((link) => mentionsOf(link) > 0) : links;
    wanted.at(edge === "above" ? -1 : 0)?.scrollIntoView({ block: "nearest" });
  }
  return links.length > 0 && html`
    <button
      class=${`rooms__edge rooms__edge--${edge} ${mentions > 0 ? "room__unread--mentioned" : ""}`}
      type="button"
      data-test=${`unread-${edge}`}
      onClick=${scroll}
    >
      ${edge === "above" ? "↑" : "↓"} ${mentions > 0
        ? t("rooms.mentions", { n: mentions })
        : t("rooms.unread", { n: links.length })}
    </button>
  `;
}

/** @param {Element} link */
function mentionsOf(link) {
  return Number(link.getAttribute("data-mentions"));
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
function measureEdges(list, known) {
  const { above, below } = unreadBeyond(list);
  /** @type {(links: Element[]) => Beyond} */
  const beyond = (links) => {
    return { links, mentions: links.reduce((sum, link) => sum + mentionsOf(link), 0) };
  };
  const next = { above: beyond(above), below: beyond(below) };
  const more = list !== null && list.scrollTop + list.clientHeight < list.scrollHeight - 1;
  const isSame = known.more === more && isSameBeyond(known.above, next.above) &&
    isSameBeyond(known.below, next.below);
  return isSame ? known : { ...next, more };
}

/**
 * @param {Beyond} a
 * @param {Beyond} b
 */
function isSameBeyond(a, b) {
  return a.mentions === b.mentions && a.links.length === b.links.length &&
    a.links.every((link, i) => link === b.links[i]);
}
