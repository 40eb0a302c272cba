/** The way to send files: a button that opens the device's own choice, and the room to drop them on. */
import { useRef } from "preact/hooks";
import { html } from "htm/preact";
import { useDropZone } from "./drop_zone.js";
import { useActions, useWords } from "./hooks.js";
import { IconButton } from "./icons.js";

/** @param {{ room: string }} props */
export function AttachButton({ room }) {
  const t = useWords();
  const actions = useActions();
  const chooser = useRef(/** @type {HTMLInputElement | null} */ (null));
  /** @type {Parameters<typeof useDropZone>[0]} */
  const take = (files, entries = []) => {
    const hasFolder = entries.some((entry) => entry?.isDirectory);
    const left = hasFolder ? 0 : actions.uploads.add(room, files);
    if (!hasFolder && left === 0) return;
    import("./lazy/many_files.js")
      .then(({ takeMany }) => takeMany({ actions, room, entries, left }))
      .catch(() => hasFolder && actions.uploads.add(room, files));
  };
  const isOver = useDropZone(take, true);
  return html`
    <${IconButton}
      class="composer__tool"
      id="attach"
      test="attach"
      icon="clip"
      word=${t("upload.add")}
      onClick=${() => chooser.current?.click()}
    />
    <input
      class="hidden"
      type="file"
      multiple
      tabindex="-1"
      aria-hidden="true"
      ref=${chooser}
      onChange=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ event) => {
        take([...event.currentTarget.files ?? []]);
        // The same file may be chosen again.
        event.currentTarget.value = "";
      }}
    />
    ${isOver && html`<div class="drop-zone" data-test="drop">${t("upload.drop")}</div>`}
  `;
}
