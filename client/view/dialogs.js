/**
 * The questions that stand in front of everything. What is typed into at once is here; the rest is
 * fetched when it is asked.
 */
import { html } from "htm/preact";
import { Dialog } from "./dialog.js";
import { useSelect } from "./hooks.js";
import { Lazy } from "./lazy.js";
import { SearchDialog } from "./search_dialog.js";
import { Switcher } from "./switcher.js";
import { labelOf } from "../state/selectors.js";

/** What a dialog is called, with the name of the open room where it says so, and where its code is. */
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
  create: {
    titleKey: "rooms.new",
    load: () => import("./lazy/create_room.js").then(({ CreateRoom }) => CreateRoom),
  },
  members: {
    titleKey: "members.title",
    load: () => import("./lazy/members.js").then(({ Members }) => Members),
  },
  delete: {
    titleKey: "rooms.delete_title",
    load: () => import("./lazy/delete_room.js").then(({ DeleteRoom }) => DeleteRoom),
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
  const room = useSelect((state) => labelOf(state, state.open ?? ""));
  if (dialog === null) return null;
  if (dialog === "search") return html`<${SearchDialog} />`;
  if (dialog === "switch") {
    return html`
      <${Dialog} titleKey="switch.title">
        <${Switcher} />
        <//>
    `;
  }
  if (dialog === "person") return html`<${Lazy} key=${person} load=${loadCard} />`;
  return html`<${Dialog} key=${dialog} ...${LAZY[dialog]} values=${{ room }} />`;
}
