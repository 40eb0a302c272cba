/**
 * What was said in the open room. Stays at the end while the reader is there, keeps their place when
 * they are not, and fetches older messages when they come near the top.
 *
 * @import { Item } from "../state/select.js"
 * @import { RoomState } from "../state/state.js"
 */
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "./hooks.js";
import { Icon } from "./icons.js";
import { MessageRow, PendingRow } from "./message.js";
import { ScrollKeeper } from "../device/scroll.js";
import { itemsOf, labelOf, openRoom } from "../state/select.js";
import { dayName } from "../text/time.js";

export function MessageList() {
  const t = useWords();
  const room = useSelect(openRoom);
  const outbox = useSelect((state) => state.outbox);
  const me = useSelect((state) => state.me?.name ?? "");
  const sought = useSelect((state) => state.sought);
  const zone = useSelect((state) => state.zone);
  const items = useMemo(() => room === null ? [] : itemsOf(room, outbox, me), [
    room,
    outbox,
    me,
    zone,
  ]);
  const rows = useRows(items, sought);
  const { list, keeper, onScroll, toEnd } = useScroll(room, items, sought);
  if (room === null) return null;
  const isEmpty = room.loaded && items.length === 0;
  return html`
    <div class="talk">
      <div
        class="log"
        ref=${list}
        role="log"
        tabindex="0"
        aria-label=${t("messages.log", { room: labelOf(room.room) })}
        aria-live=${room.loaded && !room.loading ? "polite" : "off"}
        aria-relevant="additions"
        onScroll=${onScroll}
      >
        <div class="log__inner">
          <${Beginning} room=${room} isEmpty=${items.length === 0} />
          ${isEmpty && html`
            <div class="quiet">
              <p class="quiet__title">${t("messages.quiet")}</p>
              <p>${t("messages.quiet_text")}</p>
            </div>
          `}
          ${rows}
        </div>
      </div>
      ${(room.newer || (room.unread > 0 && !keeper()?.atEnd)) && html`
        <button class="jump" data-test="jump" onClick=${toEnd}>
          <${Icon} name="down" />
          ${room.unread > 0 ? t("messages.jump", { n: room.unread }) : t("messages.latest")}
        </button>
      `}
    </div>
  `;
}

/**
 * A row for each item; one that has not changed is the very same as before, and so costs nothing.
 * @param {Item[]} items
 * @param {number | null} sought
 */
function useRows(items, sought) {
  const drawn = useRef(
    /** @type {Map<string, { item: Item, isSought: boolean, row: unknown }>} */ (
      new Map()
    ),
  );
  return useMemo(() => {
    const next = new Map();
    for (const item of items) {
      const isSought = item.kind === "message" && item.message.id === sought;
      const known = drawn.current.get(item.key);
      const isSame = known?.isSought === isSought && isEqual(known.item, item);
      next.set(
        item.key,
        isSame ? known : {
          item,
          isSought,
          row: html`<${Row} key=${item.key} item=${item} isSought=${isSought} />`,
        },
      );
    }
    drawn.current = next;
    return [...next.values()].map(({ row }) => row);
  }, [items, sought]);
}

/**
 * @param {Record<string, unknown>} a
 * @param {Record<string, unknown>} b
 */
function isEqual(a, b) {
  return Object.keys(b).every((field) => a[field] === b[field]);
}

/** @param {{ room: RoomState, isEmpty: boolean }} props */
function Beginning({ room, isEmpty }) {
  const t = useWords();
  const actions = useActions();
  if (!room.more) return !isEmpty && html`<p class="beginning">${t("messages.beginning")}</p>`;
  return html`
    <button class="older" data-test="older" onClick=${() => void actions.pages.older()}>
      ${room.loading ? t("messages.loading") : t("messages.older")}
    </button>
  `;
}

/** @param {{ item: Item, isSought: boolean }} props */
function Row({ item, isSought }) {
  const t = useWords();
  const language = useSelect((state) => state.preferences.language);
  const today = useSelect((state) => Math.floor(state.now / 60_000));
  switch (item.kind) {
    case "day":
      return html`
        <div class="day" role="separator" data-test="day-separator">
          <span>${dayName(item.time, today * 60_000, language)}</span>
        </div>
      `;
    case "unread":
      return html`
        <div class="unread" role="separator" data-test="unread-separator" data-key="unread">
          <span>${t("messages.new")}</span>
        </div>
      `;
    case "notice":
      return html`
        <p class="notice">${t(`notice.${item.notice.kind}`, { name: item.notice.name })}</p>
      `;
    case "pending":
      return html`<${PendingRow} row=${item.row} first=${item.first} />`;
    case "message":
      return html`
        <${MessageRow}
          message=${item.message}
          first=${item.first}
          mine=${item.mine}
          isSought=${isSought}
        />
      `;
  }
}

/**
 * The scrolling of the list, apart from what is drawn in it.
 * @param {RoomState | null} room
 * @param {Item[]} items
 * @param {number | null} sought
 */
function useScroll(room, items, sought) {
  const actions = useActions();
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const keeper = useRef(/** @type {ScrollKeeper | null} */ (null));
  const shown = useRef(/** @type {number | null} */ (null));
  const waiting = items.filter(({ kind }) => kind === "pending").length;
  const before = useRef(waiting);
  const firstUnread = useRef(room?.separator ?? null);

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    keeper.current ??= new ScrollKeeper(element);
    // One's own words are always followed.
    if (waiting > before.current) keeper.current.toEnd();
    before.current = waiting;
    if (sought !== null && sought !== shown.current && keeper.current.toRow(String(sought))) {
      shown.current = sought;
      return;
    }
    if (firstUnread.current !== null && keeper.current.toRow("unread")) firstUnread.current = null;
    keeper.current.restore();
    if (keeper.current.atEnd && isWatched()) actions.seen();
  });

  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    // Images, keyboards and the growing field change heights without any new message.
    const observer = new ResizeObserver(() => keeper.current?.restore());
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    /** @param {KeyboardEvent} event */
    function escape(event) {
      if (event.key === "Escape" && document.querySelector("dialog[open]") === null) toEnd();
    }
    addEventListener("keydown", escape);
    return () => {
      observer.disconnect();
      removeEventListener("keydown", escape);
    };
  }, []);

  function onScroll() {
    const element = list.current;
    keeper.current?.remember();
    if (element === null) return;
    if (element.scrollTop < 300 && room?.more && !room.loading) void actions.pages.older();
    if (keeper.current?.atEnd && isWatched()) actions.seen();
  }

  function toEnd() {
    keeper.current?.toEnd();
    void actions.toLatest().then(() => keeper.current?.toEnd());
  }

  return { list, keeper: () => keeper.current, onScroll, toEnd };
}

function isWatched() {
  return document.visibilityState === "visible" && document.hasFocus();
}
