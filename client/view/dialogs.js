/**
 * The questions that stand in front of everything. What is typed into at once is here; the rest is
 * fetched when it is asked.
 */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { Dialog } from "./dialog.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { Lazy } from "./lazy.js";
import { NameField } from "./name_field.js";
import { SearchDialog } from "./search_dialog.js";
import { Switcher } from "./switcher.js";
import { normalizeName } from "../text/name_rule.js";
import { translateError } from "../words/words.js";

/** What a dialog is called and where its code is. */
const LAZY = Object.freeze({
  settings: {
    titleKey: "settings.title",
    load: () => import("./lazy/settings.js").then(({ Settings }) => Settings),
  },
  people: {
    titleKey: "people.all",
    load: () => import("./lazy/directory.js").then(({ Directory }) => Directory),
  },
  help: {
    titleKey: "help.title",
    load: () => import("./lazy/help.js").then(({ Help }) => Help),
  },
  profile: {
    titleKey: "profile.title",
    load: () => import("./lazy/profile_settings.js").then(({ ProfileSettings }) => ProfileSettings),
  },
  deleted: {
    titleKey: "rooms.deleted",
    load: () => import("./lazy/deleted_rooms.js").then(({ DeletedRooms }) => DeletedRooms),
  },
  admin: {
    titleKey: "house.title",
    load: () => import("./lazy/admin.js").then(({ Admin }) => Admin),
  },
  date: {
    titleKey: "date.title",
    load: () => import("./lazy/date.js").then(({ JumpToDate }) => JumpToDate),
  },
  files: {
    titleKey: "files.title",
    load: () => import("./lazy/room_files.js").then(({ RoomFiles }) => RoomFiles),
  },
  room: {
    titleKey: "room.settings",
    load: () => import("./lazy/room_settings.js").then(({ RoomSettings }) => RoomSettings),
  },
  pins: {
    titleKey: "pins.title",
    load: () => import("./lazy/pins.js").then(({ Pins }) => Pins),
  },
  archived: {
    titleKey: "rooms.archived",
    load: () => import("./lazy/archived_rooms.js").then(({ ArchivedRooms }) => ArchivedRooms),
  },
  notification_level: {
    titleKey: "level.title",
    load: () =>
      import("./lazy/notification_level.js").then(({ NotificationLevel }) => NotificationLevel),
  },
});

const loadCard = () => import("./lazy/person_card.js").then(({ PersonCard }) => PersonCard);

export function Dialogs() {
  const dialog = useSelect((state) => state.dialog);
  const person = useSelect((state) => state.person);
  if (dialog === null) return null;
  if (dialog === "create") return html`<${CreateRoom} />`;
  if (dialog === "delete") return html`<${DeleteRoom} />`;
  if (dialog === "search") return html`<${SearchDialog} />`;
  if (dialog === "switch") {
    return html`
      <${Dialog} titleKey="switch.title">
        <${Switcher} />
        <//>
    `;
  }
  if (dialog === "person") return html`<${Lazy} key=${person} load=${loadCard} />`;
  return html`<${Dialog} key=${dialog} ...${LAZY[dialog]} />`;
}

function CreateRoom() {
  const t = useWords();
  const actions = useActions();
  const problem = useSelect((state) => state.problem);
  const language = useSelect((state) => state.preferences.language);
  const [name, setName] = useState("");
  const isAdmin = useSelect((state) => state.me?.admin ?? false);
  const [isMissing, setMissing] = useState(/** @type {object | null} */ (null));
  return html`
    <${Dialog} titleKey="rooms.new">
      <form
        novalidate
        onSubmit=${(/** @type {SubmitEvent} */ event) => {
          event.preventDefault();
          const room = normalizeName(name);
          setMissing(room === "" ? {} : null);
          if (room !== "") actions.rooms.create(room);
        }}
      >
        <${NameField}
          name="room"
          label=${t("rooms.name")}
          value=${name}
          autofocus
          problem=${isMissing
            ? t("rooms.missing")
            : problem && translateError(language, problem.code)}
          cursor=${isMissing ?? problem}
          onText=${(/** @type {string} */ text) => {
            setName(text);
            setMissing(null);
          }}
        />
        <div class="dialog__buttons">
          ${isAdmin && html`
            <button
              class="link dialog__aside"
              type="button"
              data-test="deleted"
              onClick=${() => actions.show({ dialog: "deleted" })}
            >
              ${t("rooms.deleted")}
            </button>
          `}
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
            actions.rooms.delete(room);
          }}
        >
          ${t("action.delete")}
        </button>
      </div>
      <//>
  `;
}
