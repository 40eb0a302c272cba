/**
 * What was said in the open room, and what opens over it: the emoji picker, the sheet of a message, a
 * picture. A row is drawn again only when what it shows has changed.
 *
 * @import { RoomState } from "../state/state.js"
 * @import { Overlay } from "./message_overlay.js"
 */
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useCopySelection, useTouchGestures } from "./list_gestures.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { Icon } from "./icons.js";
import { MessageOverlay } from "./message_overlay.js";
import { ListItem } from "./list_item.js";
import { useScroll } from "./scrolling.js";
import { groupAlbums, messageIds } from "../state/albums.js";
import { foldBlocked } from "../state/blocks.js";
import { itemsOf, openRoom, roomLabel, seenNames } from "../state/selectors.js";
import { longerNamesIn } from "../state/unread.js";
import { pendingErasures, withChanges } from "../state/optimistic.js";

export function MessageList() {
  const t = useWords();
  const actions = useActions();
  const room = useSelect(openRoom);
  const language = useSelect((state) => state.preferences.language);
  const target = useSelect((state) => state.target);
  const erasing = useSelect(pendingErasures);
  const items = useItems(room);
  const [overlay, setOverlay] = useState(/** @type {Overlay | null} */ (null));
  const close = useCallback(() => setOverlay(null), []);
  const { list, atEnd, isFar, onScroll, toEnd } = useScroll(room, items, target);
  useTouchGestures(list, {
    onLongPress: (id) => setOverlay({ kind: "sheet", id }),
    onSwipe: (id) => {
      const message = room?.messages.find((one) => one.id === id);
      if (message !== undefined) actions.messages.startReply(message);
    },
  });
  const lastSeenAtOpen = useRef(/** @type {number | null} */ (null));
  if (room?.loaded) lastSeenAtOpen.current ??= room.messages.at(-1)?.id ?? 0;
  useCopySelection(list, room?.messages ?? [], language);
  if (room === null) return null;
  const isEmpty = room.loaded && items.length === 0;
  return html`
    <div class="message-pane">
      <div
        class="log"
        ref=${list}
        role="log"
        tabindex="0"
        aria-label=${t("messages.log", { room: roomLabel(room) })}
        aria-live=${room.loaded && !room.loading ? "polite" : "off"}
        aria-relevant="additions"
        onScroll=${onScroll}
      >
        <div class="log__inner">
          <${HistoryStart} room=${room} isEmpty=${items.length === 0} />
          ${isEmpty && html`
            <div class="empty-room">
              <p class="empty-room__title">${t("messages.quiet")}</p>
              <p>${t("messages.quiet_text")}</p>
            </div>
          `}
          <${Items}
            items=${items}
            room=${room}
            erasing=${erasing}
            openedAt=${lastSeenAtOpen.current}
            onOpen=${setOverlay}
          />
        </div>
      </div>
      ${(room.newer || isFar || (room.unread > 0 && !atEnd())) && html`
        <${JumpButton} count=${room.unread} onClick=${toEnd} />
      `}
      <${MessageOverlay} overlay=${overlay} room=${room} onOpen=${setOverlay} onClose=${close} />
    </div>
  `;
}

/**
 * What stands in the list, made anew only when something of it has changed.
 * @param {RoomState | null} room
 */
function useItems(room) {
  const outbox = useSelect((state) => state.outbox);
  const changes = useSelect((state) => state.changes);
  const me = useSelect((state) => state.me?.name ?? "");
  const zone = useSelect((state) => state.zone);
  const blocked = useSelect((state) => state.blocked);
  return useMemo(
    () => {
      if (room === null) return [];
      const messages = withChanges(room, changes, me);
      return foldBlocked(groupAlbums(itemsOf({ ...room, messages }, outbox, me)), blocked);
    },
    [room, outbox, changes, me, zone, blocked],
  );
}

/**
 * @param {{ items: ReturnType<typeof useItems>, room: RoomState, erasing: string, openedAt: number | null,
 *   onOpen: (overlay: Overlay) => void }} props `openedAt`: id of the last message when the room was opened
 */
function Items({ items, room, erasing, openedAt, onOpen }) {
  const me = useSelect((state) => state.me?.name ?? "");
  const isAdmin = useSelect((state) => state.me?.admin ?? false);
  const language = useSelect((state) => state.preferences.language);
  const target = useSelect((state) => state.target);
  const zone = useSelect((state) => state.zone);
  const maxSeenBy = useSelect((state) => state.limits.seen_by_people ?? 0);
  const seen = seenNames(room, maxSeenBy);
  const longerNames = longerNamesIn(room, me);
  return items.map((item) => {
    const ids = messageIds(item);
    return html`
      <${ListItem}
        key=${item.key}
        item=${item}
        target=${ids.find((id) => id === target)}
        isNew=${openedAt !== null && (ids[0] ?? 0) > openedAt}
        erasing=${erasing.split(" ").filter((id) => ids.includes(Number(id))).join(" ")}
        me=${me}
        longerNames=${longerNames}
        isAdmin=${isAdmin}
        language=${language}
        zone=${zone}
        seenBy=${ids.map((id) => seen.get(id)).filter(Boolean).join("\n")}
        onOpen=${onOpen}
      />
    `;
  });
}

/**
 * The way back down.
 * @param {{ count: number, onClick: () => void }} props
 */
function JumpButton({ count, onClick }) {
  const t = useWords();
  const word = count > 0 ? t("messages.jump", { n: count }) : t("messages.latest");
  return html`
    <button
      class="jump-button"
      type="button"
      data-test="jump"
      aria-label=${word}
      title=${word}
      onClick=${onClick}
    >
      <${Icon} name="down" />
      ${count > 0 && html`<span class="jump-button__count">${count > 999 ? "999+" : count}</span>`}
    </button>
  `;
}

/** @param {{ room: RoomState, isEmpty: boolean }} props */
function HistoryStart({ room, isEmpty }) {
  const t = useWords();
  const actions = useActions();
  if (!room.more) return !isEmpty && html`<p class="history-start">${t("messages.beginning")}</p>`;
  return html`
    <button class="load-older" data-test="older" onClick=${() => void actions.pages.loadOlder()}>
      ${room.loading ? t("messages.loading") : t("messages.older")}
    </button>
  `;
}
