/**
 * What opens over the list for one of its messages. It stands beside the rows, not in one, so that
 * nothing about a row, whether it is pointed at or still there, decides about it.
 *
 * @import { RoomState } from "../state/state.js"
 */
import { html } from "htm/preact";
import { useActions, useSelect } from "./hooks.js";
import { Lazy } from "./lazy.js";
import { Picker } from "./picker.js";

/**
 * @typedef {import("./popover_position.js").Anchor} Anchor
 *
 * @typedef {{ kind: "picker", id: number, anchor?: Anchor }
 *   | { kind: "sheet", id: number }
 *   | { kind: "picture", id: number }} Overlay
 *
 * @typedef {(overlay: Overlay) => void} OpenOverlay
 */

const loadSheet = () => import("./lazy/message_sheet.js").then(({ MessageSheet }) => MessageSheet);
const loadLightbox = () => import("./lazy/lightbox.js").then(({ Lightbox }) => Lightbox);

/**
 * @param {{ overlay: Overlay | null, room: RoomState, onOpen: OpenOverlay, onClose: () => void }} props
 */
export function MessageOverlay({ overlay, room, onOpen, onClose }) {
  const actions = useActions();
  const me = useSelect((state) => state.me?.name ?? "");
  const isAdmin = useSelect((state) => state.me?.admin ?? false);
  const message = room.messages.find(({ id }) => id === overlay?.id);
  if (overlay === null || message === undefined) return null;
  // Pictures go on to the next one by themselves.
  if (message.erased && overlay.kind !== "picture") return null;
  const { id, name } = message;
  switch (overlay.kind) {
    case "picker":
      return html`
        <${Picker}
          key=${`picker ${id}`}
          anchor=${overlay.anchor}
          onPick=${(/** @type {string} */ emoji) => actions.messages.react(id, emoji, true)}
          onClose=${onClose}
        />
      `;
    case "sheet":
      return html`
        <${Lazy}
          key=${`sheet ${id}`}
          load=${loadSheet}
          message=${message}
          me=${me}
          canEdit=${name === me}
          canErase=${name === me || isAdmin}
          onMore=${() => onOpen({ kind: "picker", id })}
          onClose=${onClose}
        />
      `;
    case "picture":
      return html`
        <${Lazy}
          key="picture"
          load=${loadLightbox}
          message=${message}
          messages=${room.messages}
          onShow=${(/** @type {number} */ other) => onOpen({ kind: "picture", id: other })}
          onClose=${onClose}
        />
      `;
  }
}
