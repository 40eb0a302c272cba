/**
 * Somebody's card, beside what was pressed or at the bottom of a phone: who they are, and what can be done
 * about them: a private word, a call by name, quiet from them, and for admins a mute, a ban, and who else is
 * one; these are asked about first.
 *
 * @import { PersonInfo } from "../../../server/protocol_http.ts"
 */
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { Icon } from "../icons.js";
import { useModal } from "../modal.js";
import { placePopover } from "../popover_position.js";
import { BlockChoice } from "./block_choice.js";
import { moveFocus } from "./menu.js";
import { PersonSummary } from "./person_summary.js";
import { isBlocked } from "../../state/blocks.js";
import { isPrivate, notificationLevelOf } from "../../state/selectors.js";
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
  const anchor = useSelect((state) => state.anchor);
  const language = useSelect((state) => state.preferences.language);
  const problem = useSelect((state) => state.problem);
  const [person, setPerson] = useState(/** @type {PersonInfo | null | undefined} */ (undefined));
  const [confirming, confirm] = useState(/** @type {Sanction | AdminChange | null} */ (null));
  const modal = useModal(() => actions.show({ dialog: null }));
  useEffect(() => {
    void actions.profiles().then((profiles) => profiles.find(name)).then(setPerson);
  }, []);
  useLayoutEffect(() => placePopover(modal.ref.current, anchor), [person, confirming]);
  return html`
    <dialog
      class="dialog menu card"
      ...${modal}
      aria-labelledby="card-name"
      data-test="card"
      onKeyDown=${moveFocus}
    >
      <${PersonSummary} name=${name} person=${person} />
      <p class="problem card__problem" role="alert">
        ${problem && translateError(language, problem.code)}
      </p>
      ${confirming === null
        ? person !== undefined && html`
          <${PersonChoices} name=${name} person=${person} onChoose=${confirm} />
        `
        : html`
          <${Confirmation}
            name=${name}
            person=${person ?? null}
            change=${confirming}
            onCancel=${() => confirm(null)}
          />
        `}
    </dialog>
  `;
}

/**
 * @param {{ name: string, person: PersonInfo | null,
 *   onChoose: (change: Sanction | AdminChange) => void }} props `onChoose`: told what is asked about first
 */
function PersonChoices({ name, person, onChoose }) {
  const t = useWords();
  const actions = useActions();
  const me = useSelect((state) => state.me);
  const open = useSelect((state) => state.open);
  const isMe = name === me?.name;
  const isSilent = useSelect((state) => isBlocked(state, name));
  const canWrite = person?.account && me?.account && !isMe;
  const close = () => actions.show({ dialog: null });
  return html`
    <ul>
      ${isMe && person?.account && html`
        <${ChoiceRow} test="profile" icon="pen" word=${t("profile.edit")} run=${() =>
          actions.show({ dialog: "profile" })} />
      `}
      ${canWrite && !isSilent && html`
        <${ChoiceRow} test="write" icon="send" word=${t("direct.word")} run=${() =>
          actions.rooms.openDirect(name)} />
      `}
      ${!isMe && open !== null && !isPrivate(open) && html`
        <${ChoiceRow} test="mention" icon="reply" word=${t("person.mention")} run=${() =>
          actions.messages.mention(name)} />
      `}
      ${canWrite && !isSilent && html`<${QuietChoice} name=${name} onDone=${close} />`}
      ${!isMe && html`<${BlockChoice} name=${name} />`}
    </ul>
    ${me?.admin && !isMe && html`
      <ul class="card__admin">
        <${AdminChoices} name=${name} person=${person} onChoose=${onChoose} />
      </ul>
    `}
    ${!isMe && !canWrite && html`
      <p class="account__note card__note">
        ${t(me?.account ? "person.no_direct" : "direct.needs_account", { name })}
      </p>
    `}
  `;
}

/**
 * Quiet from somebody, for oneself: nothing of theirs calls one, in private or by name.
 * @param {{ name: string, onDone: () => void }} props
 */
function QuietChoice({ name, onDone }) {
  const t = useWords();
  const actions = useActions();
  const preferences = useSelect((state) => state.preferences);
  const room = `@${name}`;
  const isQuiet = notificationLevelOf(room, preferences) === "none";
  function toggle() {
    /** @type {import("../../state/state.js").NotificationLevel} */
    const level = isQuiet ? "all" : "none";
    const notificationLevels = { ...preferences.notificationLevels, [room]: level };
    actions.savePreferences({ ...preferences, notificationLevels });
    onDone();
    actions.toasts.show(isQuiet ? "person.loud_now" : "person.quiet_now", { name });
  }
  return html`
    <${ChoiceRow}
      test="quiet"
      icon=${isQuiet ? "bell" : "quiet"}
      word=${t(isQuiet ? "person.loud" : "person.quiet")}
      run=${toggle}
    />
  `;
}

/**
 * @param {{ name: string, person: PersonInfo | null,
 *   onChoose: (change: Sanction | AdminChange) => void }} props
 */
function AdminChoices({ name, person, onChoose }) {
  const t = useWords();
  const actions = useActions();
  const profile = useSelect((state) => state.profiles.get(name));
  /** @param {"removeAvatar" | "clearStatus"} what */
  const take = async (what) => void (await actions.profiles())[what](name);
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
    ${profile?.avatar && html`
      <${ChoiceRow} test="take-avatar" icon="trash" word=${t("person.take_picture")} run=${() =>
        take("removeAvatar")} />
    `}
    ${profile?.status && html`
      <${ChoiceRow} test="take-status" icon="trash" word=${t("person.take_status")} run=${() =>
        take("clearStatus")} />
    `}
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
 * @param {{ name: string, person: PersonInfo | null, change: Sanction | AdminChange,
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
    <p class="card__note">${t(change.ask, { name })}</p>
    <div class="dialog__buttons card__buttons">
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
