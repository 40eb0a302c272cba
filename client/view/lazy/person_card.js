/**
 * What can be done about somebody: a private word, a call by name, and for admins a mute, a ban, and who
 * else is one; these are asked about first.
 *
 * @import { PersonInfo } from "../../../server/protocol_http.ts"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { Avatar } from "../avatar.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { Icon } from "../icons.js";
import { isPrivate } from "../../state/selectors.js";
import { translateError } from "../../words/words.js";

/** What an admin can give, in minutes. */
const SANCTIONS = /** @type {const} */ ([
  { what: "mute", key: "moderation.mute", minutes: 10, ask: "moderation.ask_mute" },
  { what: "mute", key: "moderation.mute_day", minutes: 1440, ask: "moderation.ask_mute" },
  { what: "ban", key: "moderation.ban", minutes: 1440, ask: "moderation.ask_ban" },
]);

/** The office that an admin can give and take. */
const ADMIN_CHANGES = /** @type {const} */ ({
  make: { what: "admin", key: "admin.make", ask: "admin.ask_make", admin: true },
  remove: { what: "admin", key: "admin.remove", ask: "admin.ask_remove", admin: false },
});

/** @typedef {typeof SANCTIONS[number]} Sanction */
/** @typedef {typeof ADMIN_CHANGES["make" | "remove"]} AdminChange */

export function PersonCard() {
  const actions = useActions();
  const name = useSelect((state) => state.person) ?? "";
  const language = useSelect((state) => state.preferences.language);
  const problem = useSelect((state) => state.problem);
  const [all, setAll] = useState(/** @type {PersonInfo[] | null} */ (null));
  const [confirming, confirm] = useState(/** @type {Sanction | AdminChange | null} */ (null));
  useEffect(() => void actions.people.listPeople().then(setAll), []);
  if (all === null) return null;
  const person = all.find((one) => one.name === name);
  return html`
    <${PersonSummary} name=${name} person=${person} />
    <p class="problem" role="alert">${problem && translateError(language, problem.code)}</p>
    ${confirming === null
      ? html`<${PersonChoices} name=${name} person=${person} onChoose=${confirm} />`
      : html`
        <${Confirmation}
          name=${name}
          person=${person}
          change=${confirming}
          onCancel=${() => confirm(null)}
        />
      `}
  `;
}

/** @param {{ name: string, person: PersonInfo | undefined }} props */
function PersonSummary({ name, person }) {
  const t = useWords();
  const isMe = useSelect((state) => state.me?.name) === name;
  const kind = isMe
    ? "person.you"
    : person?.admin
    ? "person.admin"
    : person?.account
    ? "person.account"
    : "person.guest";
  return html`
    <div class="person-card">
      <${Avatar} name=${name} />
      <p class="account__note">${t(kind)}${person?.online && ` · ${t("people.online")}`}</p>
    </div>
  `;
}

/**
 * @param {{ name: string, person: PersonInfo | undefined,
 *   onChoose: (change: Sanction | AdminChange) => void }} props `onChoose`: told what is asked about first
 */
function PersonChoices({ name, person, onChoose }) {
  const t = useWords();
  const actions = useActions();
  const me = useSelect((state) => state.me);
  const open = useSelect((state) => state.open);
  const isMe = name === me?.name;
  const canWrite = person?.account && me?.account && !isMe;
  return html`
    <ul class="person-card__choices">
      ${canWrite && html`
        <${ChoiceRow} test="write" icon="send" word=${t("direct.word")} run=${() =>
          actions.rooms.openDirect(name)} />
      `}
      ${!isMe && open !== null && !isPrivate(open) && html`
        <${ChoiceRow} test="mention" icon="reply" word=${t("person.mention")} run=${() =>
          actions.messages.mention(name)} />
      `}
      ${me?.admin && !isMe && html`<${AdminChoices} person=${person} onChoose=${onChoose} />`}
    </ul>
    ${!isMe && !canWrite && html`
      <p class="account__note">
        ${t(me?.account ? "person.no_direct" : "direct.needs_account", { name })}
      </p>
    `}
  `;
}

/**
 * @param {{ person: PersonInfo | undefined,
 *   onChoose: (change: Sanction | AdminChange) => void }} props
 */
function AdminChoices({ person, onChoose }) {
  const t = useWords();
  return html`
    ${SANCTIONS.map((sanction) =>
      html`
        <${ChoiceRow}
          key=${sanction.key}
          test=${`${sanction.what}-${sanction.minutes}`}
          icon=${sanction.what === "ban" ? "cross" : "quiet"}
          word=${t(sanction.key)}
          run=${() => onChoose(sanction)}
        />
      `
    )}
    ${person?.account && html`
      <${ChoiceRow}
        test=${person.admin ? "remove-admin" : "make-admin"}
        icon=${person.admin ? "cross" : "people"}
        word=${t(person.admin ? "admin.remove" : "admin.make")}
        run=${() => onChoose(person.admin ? ADMIN_CHANGES.remove : ADMIN_CHANGES.make)}
      />
    `}
  `;
}

/**
 * @param {{ test: string, icon: Parameters<typeof Icon>[0]["name"], word: string,
 *   run: () => void }} props
 */
function ChoiceRow({ test, icon, word, run }) {
  return html`
    <li>
      <button class="sheet__tool" type="button" data-test=${test} onClick=${run}>
        <${Icon} name=${icon} /> ${word}
      </button>
    </li>
  `;
}

/**
 * @param {{ name: string, person: PersonInfo | undefined, change: Sanction | AdminChange,
 *   onCancel: () => void }} props
 */
function Confirmation({ name, person, change, onCancel }) {
  const t = useWords();
  const actions = useActions();

  /** @param {Sanction} sanction */
  async function impose({ what, minutes }) {
    const address = what === "ban" && !person?.account;
    const given = await actions.people.impose({ what, name, minutes, address });
    if (given === null) return;
    actions.show({ dialog: null });
    const done = what === "ban" ? "moderation.banned" : "moderation.muted";
    actions.toasts.show(given.unbanned ? `moderation.${given.unbanned}` : done, { name });
  }

  /** @param {AdminChange} change */
  async function setAdmin({ admin }) {
    if (!await actions.people.setAdmin(name, admin)) return;
    actions.show({ dialog: null });
    actions.toasts.show(admin ? "admin.made" : "admin.removed", { name });
  }

  return html`
    <p>${t(change.ask, { name })}</p>
    <div class="dialog__buttons">
      <button class="button" type="button" onClick=${onCancel}>${t("action.cancel")}</button>
      <button
        class="button button--danger"
        type="button"
        data-test="confirm"
        onClick=${() => void ("admin" in change ? setAdmin(change) : impose(change))}
      >
        ${t(change.key)}
      </button>
    </div>
  `;
}
