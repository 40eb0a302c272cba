/** One room on the screen: its head, what is said, and where one says something. */
import { html } from "htm/preact";
import { Avatar } from "./avatar.js";
import { Banner, isNarrow } from "./banner.js";
import { Composer } from "./composer.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { IconButton } from "./icons.js";
import { MessageList } from "./message_list.js";
import { RoomMenu } from "./room_menu.js";
import { isPrivate, notificationLevelOf } from "../state/selectors.js";

export function Conversation() {
  const t = useWords();
  const actions = useActions();
  const open = useSelect((state) => state.open);
  const people = useSelect((state) => state.rooms.get(state.open ?? "")?.people ?? 0);
  const level = useSelect(({ open, preferences }) => notificationLevelOf(open ?? "", preferences));
  const panel = useSelect((state) => state.panel);
  const hasBanner = panel !== "rooms" || !isNarrow();
  const editing = useSelect((state) => state.editing);
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
      ${hasBanner && html`<${Banner} />`}
      <${MessageList} key=${open} />
      <${Composer} key=${`composer ${open} ${editing ?? ""}`} room=${open} edited=${editing} />
    </section>
  `;
}

/** @param {Event} event */
function focusComposer(event) {
  event.preventDefault();
  document.getElementById("composer")?.focus();
}
