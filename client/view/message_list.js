/**
 * What was said in the open room, and what opens over it: the emoji picker, the sheet of a message, a
 * picture. A row is drawn again only when what it shows has changed.
 *
 * @import { RoomState } from "../state/state.js"
 * @import { Overlay } from "./message_overlay.js"
 */
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useCopying, useTouch } from "./list_gestures.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { Icon } from "./icons.js";
import { MessageOverlay } from "./message_overlay.js";
import { Row } from "./list_item.js";
import { useScroll } from "./scrolling.js";
import { gathered, idsIn } from "../state/albums.js";
import { itemsOf, labelOf, openRoom } from "../state/selectors.js";
import { longerNames } from "../state/unread.js";
import { goingIn, wished } from "../state/optimistic.js";

export function MessageList() {
  const t = useWords();
  const actions = useActions();
  const room = useSelect(openRoom);
  const outbox = useSelect((state) => state.outbox);
  const me = useSelect((state) => state.me?.name ?? "");
  const isAdmin = useSelect((state) => state.me?.admin ?? false);
  const longer = room === null ? "" : longerNames(room, me);
  const language = useSelect((state) => state.preferences.language);
  const sought = useSelect((state) => state.sought);
  const changes = useSelect((state) => state.changes);
  const going = useSelect(goingIn);
  const zone = useSelect((state) => state.zone);
  const items = useMemo(
    () => {
      if (room === null) return [];
      return gathered(itemsOf({ ...room, messages: wished(room, changes, me) }, outbox, me));
    },
    [room, outbox, changes, me, zone],
  );
  const [overlay, setOverlay] = useState(/** @type {Overlay | null} */ (null));
  const close = useCallback(() => setOverlay(null), []);
  const { list, atEnd, isFar, onScroll, toEnd } = useScroll(room, items, sought);
  useTouch(list, {
    onLongPress: (id) => setOverlay({ kind: "sheet", id }),
    onSwipe: (id) => {
      const message = room?.messages.find((one) => one.id === id);
      if (message !== undefined) actions.messages.reply(message);
    },
  });
  const opened = useRef(/** @type {number | null} */ (null));
  if (room?.loaded) opened.current ??= room.messages.at(-1)?.id ?? 0;
  useCopying(list, room?.messages ?? [], language);
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
          ${items.map((item) => {
            const ids = idsIn(item);
            return html`
              <${Row}
                key=${item.key}
                item=${item}
                sought=${ids.find((id) => id === sought)}
                isNew=${opened.current !== null && (ids[0] ?? 0) > opened.current}
                going=${going.split(" ").filter((id) => ids.includes(Number(id))).join(" ")}
                me=${me}
                longer=${longer}
                isAdmin=${isAdmin}
                language=${language}
                zone=${zone}
                onOpen=${setOverlay}
              />
            `;
          })}
        </div>
      </div>
      ${(room.newer || isFar || (room.unread > 0 && !atEnd())) && html`
        <${Jump} count=${room.unread} onClick=${toEnd} />
      `}
      <${MessageOverlay} overlay=${overlay} room=${room} onOpen=${setOverlay} onClose=${close} />
    </div>
  `;
}

/**
 * The way back down.
 * @param {{ count: number, onClick: () => void }} props
 */
function Jump({ count, onClick }) {
  const t = useWords();
  const word = count > 0 ? t("messages.jump", { n: count }) : t("messages.latest");
  return html`
    <button
      class="jump"
      type="button"
      data-test="jump"
      aria-label=${word}
      title=${word}
      onClick=${onClick}
    >
      <${Icon} name="down" />
      ${count > 0 && html`<span class="jump__count">${count > 999 ? "999+" : count}</span>`}
    </button>
  `;
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
