/** The questions that stand in front of everything. All but the shortest are fetched when they are asked. */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { TextField } from "./field.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { Lazy } from "./lazy.js";
import { useModal } from "./modal.js";
import { translateError } from "../words/words.js";

/** What a dialog is called and where its code is. */
const LAZY = Object.freeze({
  settings: {
    titleKey: "settings.title",
    load: () => import("./lazy/settings.js").then(({ Settings }) => Settings),
  },
  search: {
    titleKey: "search.title",
    load: () => import("./lazy/search.js").then(({ Search }) => Search),
  },
  people: {
    titleKey: "people.all",
    load: () => import("./lazy/everybody.js").then(({ Everybody }) => Everybody),
  },
  switch: {
    titleKey: "switch.title",
    load: () => import("./lazy/switcher.js").then(({ Switcher }) => Switcher),
  },
  help: {
    titleKey: "help.title",
    load: () => import("./lazy/help.js").then(({ Help }) => Help),
  },
  level: {
    titleKey: "level.title",
    load: () => import("./lazy/level.js").then(({ Level }) => Level),
  },
});

export function Dialogs() {
  const dialog = useSelect((state) => state.dialog);
  if (dialog === null) return null;
  if (dialog === "create") return html`<${CreateRoom} />`;
  if (dialog === "delete") return html`<${DeleteRoom} />`;
  const { titleKey, load } = LAZY[dialog];
  return html`
    <${Dialog} key=${dialog} titleKey=${titleKey}>
      <${Lazy} load=${load} />
      <div class="dialog__buttons">
        <${CloseButton} />
      </div>
      <//>
  `;
}

function CloseButton() {
  const t = useWords();
  const actions = useActions();
  return html`
    <button class="button button--main" type="button" onClick=${() =>
      actions.show({ dialog: null })}>
      ${t("action.close")}
    </button>
  `;
}

/**
 * A native dialog: it keeps the focus inside and closes on Escape by itself.
 * @param {{ titleKey: import("../words/words.js").Key, values?: Record<string, string>,
 *   children?: unknown }} props
 */
function Dialog({ titleKey, values, children }) {
  const t = useWords();
  const actions = useActions();
  const modal = useModal(() => actions.show({ dialog: null }));
  return html`
    <dialog
      class="dialog"
      ...${modal}
      aria-labelledby="dialog-title"
    >
      <div class="dialog__inner">
        <h2 class="dialog__title" id="dialog-title">${t(titleKey, values)}</h2>
        ${children}
      </div>
    </dialog>
  `;
}

function CreateRoom() {
  const t = useWords();
  const actions = useActions();
  const problem = useSelect((state) => state.problem);
  const language = useSelect((state) => state.preferences.language);
  const length = useSelect((state) => state.limits.name);
  const [name, setName] = useState("");
  return html`
    <${Dialog} titleKey="rooms.new">
      <form
        onSubmit=${(/** @type {SubmitEvent} */ event) => {
          event.preventDefault();
          actions.createRoom(name.normalize("NFC").trim().replace(/\s+/gu, " "));
        }}
      >
        <${TextField}
          name="room"
          label=${t("rooms.name")}
          value=${name}
          length=${length * 2}
          autofocus
          describedby="room-problem"
          onText=${setName}
        />
        <p class="problem" id="room-problem" role="alert">
          ${problem && translateError(language, problem.code)}
        </p>
        <div class="dialog__buttons">
          <button class="button" type="button" onClick=${() => actions.show({ dialog: null })}>
            ${t("action.cancel")}
          </button>
          <button class="button button--main" type="submit">${t("action.create")}</button>
        </div>
      </form>
      <//>
  `;
}

function DeleteRoom() {
  const t = useWords();
  const actions = useActions();
  const room = useSelect((state) => state.open) ?? "";
  return html`
    <${Dialog} titleKey="rooms.delete_title" values=${{ room }}>
      <p>${t("rooms.delete_text")}</p>
      <div class="dialog__buttons">
        <button class="button" type="button" onClick=${() => actions.show({ dialog: null })}>
          ${t("action.cancel")}
        </button>
        <button
          class="button button--danger"
          type="button"
          data-test="confirm"
          onClick=${() => {
            actions.show({ dialog: null });
            actions.deleteRoom(room);
          }}
        >
          ${t("action.delete")}
        </button>
      </div>
      <//>
  `;
}
