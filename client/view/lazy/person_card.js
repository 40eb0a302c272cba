/**
 * What can be done about somebody: a private word, a call by name, and for admins a mute, a ban, and who
 * else is one; these are asked about first.
 *
 * @import { PersonInfo } from "../../../server/protocol.ts"
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
const OFFICES = /** @type {const} */ ({
  make: { what: "admin", key: "admin.make", ask: "admin.ask_make", admin: true },
  remove: { what: "admin", key: "admin.remove", ask: "admin.ask_remove", admin: false },
});

/** @typedef {typeof SANCTIONS[number]} Sanction */
/** @typedef {typeof OFFICES["make" | "remove"]} Office */

export function PersonCard() {
  const t = useWords();
  const actions = useActions();
  const name = useSelect((state) => state.person) ?? "";
  const me = useSelect((state) => state.me);
  const open = useSelect((state) => state.open);
  const language = useSelect((state) => state.preferences.language);
  const problem = useSelect((state) => state.problem);
  const [all, setAll] = useState(/** @type {PersonInfo[] | null} */ (null));
  const [asked, ask] = useState(/** @type {Sanction | Office | null} */ (null));
  useEffect(() => void actions.people.everybody().then(setAll), []);
  if (all === null) return null;
  const person = all.find((one) => one.name === name);
  const isMe = name === me?.name;
  const canWrite = person?.account && me?.account && !isMe;

  /** @param {Sanction} sanction */
  async function give({ what, minutes }) {
    const address = what === "ban" && !person?.account;
    const given = await actions.people.measure({ what, name, minutes, address });
    if (given === null) return;
    actions.show({ dialog: null });
    const done = what === "ban" ? "moderation.banned" : "moderation.muted";
    actions.toasts.show(given.unbanned ? `moderation.${given.unbanned}` : done, { name });
  }

  /** @param {Office} office */
  async function appoint({ admin }) {
    if (!await actions.people.setAdmin(name, admin)) return;
    actions.show({ dialog: null });
    actions.toasts.show(admin ? "admin.made" : "admin.removed", { name });
  }

  const row = (
    /** @type {string} */ test,
    /** @type {Parameters<typeof Icon>[0]["name"]} */ icon,
    /** @type {string} */ word,
    /** @type {() => void} */ run,
  ) =>
    html`
      <li>
        <button class="sheet__tool" type="button" data-test=${test} onClick=${run}>
          <${Icon} name=${icon} /> ${word}
        </button>
      </li>
    `;
  return html`
    <div class="card">
      <${Avatar} name=${name} />
      <p class="account__line">
        ${t(
          isMe
            ? "person.you"
            : person?.admin
            ? "person.admin"
            : person?.account
            ? "person.account"
            : "person.guest",
        )}${person?.online && ` · ${t("people.online")}`}
      </p>
    </div>
    <p class="problem" role="alert">${problem && translateError(language, problem.code)}</p>
    ${asked === null
      ? html`
        <ul class="card__choices">
          ${canWrite &&
            row("write", "send", t("direct.word"), () => actions.rooms.openDirect(name))}
          ${!isMe && open !== null && !isPrivate(open) &&
            row("mention", "reply", t("person.mention"), () => actions.messages.mention(name))}
          ${me?.admin && !isMe &&
            SANCTIONS.map((sanction) =>
              row(
                `${sanction.what}-${sanction.minutes}`,
                sanction.what === "ban" ? "cross" : "quiet",
                t(sanction.key),
                () => ask(sanction),
              )
            )}
          ${me?.admin && !isMe && person?.account &&
            row(
              person.admin ? "remove-admin" : "make-admin",
              person.admin ? "cross" : "people",
              t(person.admin ? "admin.remove" : "admin.make"),
              () => ask(person.admin ? OFFICES.remove : OFFICES.make),
            )}
        </ul>
        ${!isMe && !canWrite && html`
          <p class="account__line">
            ${t(me?.account ? "person.no_direct" : "direct.needs_account", { name })}
          </p>
        `}
      `
      : html`
        <p>${t(asked.ask, { name })}</p>
        <div class="dialog__buttons">
          <button class="button" type="button" onClick=${() => ask(null)}>
            ${t("action.cancel")}
          </button>
          <button
            class="button button--danger"
            type="button"
            data-test="confirm"
            onClick=${() => void ("admin" in asked ? appoint(asked) : give(asked))}
          >
            ${t(asked.key)}
          </button>
        </div>
      `}
  `;
}
