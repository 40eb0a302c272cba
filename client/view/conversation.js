/** One room on the screen: its head, what is said, and where one says something. */
import { html } from "htm/preact";
import { Avatar } from "./avatar.js";
import { Banner, isNarrow } from "./banner.js";
import { Composer } from "./composer.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { IconButton } from "./icons.js";
import { Lazy } from "./lazy.js";
import { MessageList } from "./message_list.js";
import { RoomMenu } from "./room_menu.js";
import { hasRoomBar, isPrivate, notificationLevelOf, openRoom } from "../state/selectors.js";

const loadBar = () => import("./lazy/room_bar.js").then(({ RoomBar }) => RoomBar);
const loadNote = () => import("./lazy/room_bar.js").then(({ ArchivedNote }) => ArchivedNote);

export function Conversation() {
  const t = useWords();
  const open = useSelect((state) => state.open);
  const panel = useSelect((state) => state.panel);
  const hasBanner = panel !== "rooms" || !isNarrow();
  const editing = useSelect((state) => state.editing);
  const hasBar = useSelect(hasRoomBar);
  const isArchived = useSelect((state) => openRoom(state)?.archived);
  const { title } = useSelect((state) => state.brand);
  if (open === null) {
    return html`
      <section class="conversation" aria-label=${title}>
        ${hasBanner && html`<${Banner} />`}
        <p class="empty">${t("rooms.none")}</p>
      </section>
    `;
  }
  return html`
    <section class="conversation" aria-labelledby="room-title">
      <a class="skip" href="#composer" onClick=${focusComposer}>${t("composer.skip")}</a>
      <${Head} open=${open} />
      ${hasBanner && html`<${Banner} />`}
      ${hasBar && html`<${Lazy} key=${`bar ${open}`} load=${loadBar} room=${open} />`}
      <${MessageList} key=${open} />
      ${isArchived ? html`<${Lazy} load=${loadNote} room=${open} />` : html`
        <${Composer} key=${`composer ${open} ${editing ?? ""}`} room=${open}
          edited=${editing} />
      `}
    </section>
  `;
}

/** @param {{ open: string }} props */
function Head({ open }) {
  const t = useWords();
  const actions = useActions();
  const people = useSelect((state) => state.rooms.get(open)?.people ?? 0);
  const level = useSelect(({ preferences }) => notificationLevelOf(open, preferences));
  return html`
    <header class="head">
      <${IconButton}
        class="button button--icon head__back"
        icon="back"
        word=${t("action.back")}
        onClick=${() => actions.show({ panel: "rooms" })}
      />
      ${isPrivate(open) && html`<${Avatar} name=${open.slice(1)} />`}
      <${RoomMenu} key=${open} room=${open} />
      <${IconButton}
        class="button button--icon head__wide"
        test="search"
        icon="search"
        word=${t("search.title")}
        onClick=${() => actions.show({ dialog: "search" })}
      />
      <${IconButton}
        class="button button--icon head__wide"
        test="level"
        icon=${level === "none" ? "quiet" : "bell"}
        word=${t("level.title")}
        onClick=${() => actions.show({ dialog: "notification_level" })}
      />
      <${IconButton}
        class="button button--icon head__people"
        icon="people"
        word=${t("people.title", { n: people })}
        onClick=${() => actions.show({ panel: "people" })}
      >
        <span aria-hidden="true">${people}</span>
      <//>
    </header>
  `;
}

/** @param {Event} event */
function focusComposer(event) {
  event.preventDefault();
  document.getElementById("composer")?.focus();
}
