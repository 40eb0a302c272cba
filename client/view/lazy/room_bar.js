/**
 * What stands under the head of a room: what it is about, and the message that was pinned last, where a press
 * leads to it. And what stands in the place of the field where nothing is written any more.
 *
 * @import { Answered } from "../../../server/protocol.ts"
 */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { RestoreButton } from "./restore_button.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { Icon } from "../icons.js";
import { canRestoreRoom } from "../../state/selectors.js";
import { hueOf } from "../../text/person.js";
import { stripMarkup } from "../../text/strip_markup.js";

/** @param {{ room: string }} props */
export function RoomBar({ room }) {
  const topic = useSelect((state) => state.rooms.get(room)?.topic);
  const pinned = useSelect((state) => state.rooms.get(room)?.pinned);
  const count = useSelect((state) => state.rooms.get(room)?.pins?.length ?? 0);
  return html`
    <div class="room-bar" data-test="room-bar">
      ${topic && html`<${Topic} key=${topic} topic=${topic} />`}
      ${pinned && html`<${Pinned} room=${room} pinned=${pinned} count=${count} />`}
    </div>
  `;
}

/** @param {{ topic: string }} props */
function Topic({ topic }) {
  const t = useWords();
  const [isWhole, setWhole] = useState(false);
  return html`
    <button
      class="room-bar__topic"
      type="button"
      title=${t("room.topic")}
      aria-expanded=${isWhole}
      data-test="topic"
      onClick=${() => setWhole(!isWhole)}
    >
      <span class="hidden">${t("room.topic")}:</span>
      <bdi dir="auto">${topic}</bdi>
    </button>
  `;
}

/** @param {{ room: string, pinned: Answered, count: number }} props */
function Pinned({ room, pinned: { id, name, text }, count }) {
  const t = useWords();
  const actions = useActions();
  return html`
    <div class=${`room-bar__pins hue-${hueOf(name)}`}>
      <a
        class="room-bar__pin"
        href=${`#/${encodeURIComponent(room)}/${id}`}
        title=${t("pins.jump", { name })}
        data-test="pinned"
        onClick=${(/** @type {MouseEvent} */ event) => {
          event.preventDefault();
          actions.openRoom(room, id);
        }}
      >
        <${Icon} name="pin" />
        <bdi class="reply-preview__name">${name}</bdi>
        <span class="reply-preview__text" dir="auto">${stripMarkup(text)}</span>
      </a>
      <button
        class="room-bar__all"
        type="button"
        data-test="pins"
        onClick=${() => actions.show({ dialog: "pins" })}
      >
        ${t("pins.count", { n: count })}
      </button>
    </div>
  `;
}

/** @param {{ room: string }} props */
export function ArchivedNote({ room }) {
  const t = useWords();
  const mayRestore = useSelect((state) => canRestoreRoom(state, room));
  return html`
    <div class="archived-note" role="status" data-test="archived-note">
      <span>${t("room.archived")}</span>
      ${mayRestore && html`<${RestoreButton} room=${room} />`}
    </div>
  `;
}
