/**
 * The first screen: a name and one button. A name that somebody claimed asks for its password, and
 * keeps asking; where an invitation is needed, one is told so before anything else.
 */
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { TextField } from "./text_field.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { NameField } from "./name_field.js";
import { Wordmark } from "./wordmark.js";
import { translateError } from "../words/words.js";

/** @typedef {import("../../server/protocol_http.ts").JoinPolicy} JoinPolicy */
/** @typedef {"guest" | "sign_in" | "claim"} EntryMode */

/** @typedef {import("../../server/protocol_links.ts").InvitationInfo & { over?: string }} Invitation */

/** What the button says. */
const ENTER_WORDS = /** @type {const} */ ({
  guest: "name.enter",
  claim: "name.join",
  sign_in: "account.sign_in",
});

/** Refusals of a password. */
const PASSWORD_ERRORS = ["wrong_password", "bad_password"];

export function NameScreen() {
  const t = useWords();
  const actions = useActions();
  const door = useSelect((state) => state.door);
  const invitation = useInvitation();
  const isInvited = actions.links.isInvited && !invitation?.over;
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  /** The field that was left empty; another object each time. */
  const [missing, setMissing] = useState(/** @type {{ field: string } | null} */ (null));
  const { mode, choose } = useEntryMode(isInvited, invitation);

  /** @param {SubmitEvent} event */
  function enter(event) {
    event.preventDefault();
    const isBare = mode !== "guest" && password === "";
    const empty = name.trim() === "" ? "name" : isBare ? "password" : null;
    setMissing(empty && { field: empty });
    if (empty !== null) return;
    if (mode === "claim") void actions.people.claim(password, name);
    else void actions.people.enter(name, mode === "guest" ? undefined : password);
  }

  /** @param {EntryMode} next */
  function setMode(next) {
    choose(next);
    setMissing(null);
    actions.show({ problem: null });
  }

  /** @param {(text: string) => void} set */
  const writing = (set) => (/** @type {string} */ text) => {
    set(text);
    setMissing(null);
  };

  return html`
    <main class="welcome">
      <form class="welcome__card" data-test="name-form" novalidate onSubmit=${enter}>
        <${Wordmark} />
        <${Introduction} invitation=${invitation} isInvited=${isInvited} mode=${mode} />
        ${invitation?.over && html`<${InvitationOver} code=${invitation.over} />`}
        <${EntryName} mode=${mode} value=${name} missing=${missing} onText=${writing(setName)} />
        ${mode !== "guest" && html`
          <${EntryPassword}
            key=${mode}
            mode=${mode}
            value=${password}
            missing=${missing}
            isFirst=${name !== ""}
            onText=${writing(setPassword)}
          />
        `}
        ${mode !== "claim" && (door.guests || invitation?.room) && html`<${Suggestion} />`}
        <button class="button button--main" type="submit">${t(ENTER_WORDS[mode])}</button>
        <${OtherModes} mode=${mode} invitation=${invitation} isInvited=${isInvited} onChoose=${setMode} />
      </form>
    </main>
  `;
}

/**
 * Where one is, and who invited one here.
 * @param {{ invitation: Invitation | null, isInvited: boolean, mode: EntryMode }} props
 */
function Introduction({ invitation, isInvited, mode }) {
  const t = useWords();
  const { isSettingUp } = useActions().people;
  const door = useSelect((state) => state.door);
  const { title } = useSelect((state) => state.brand);
  return html`
    <p class="welcome__intro" data-test="door">
      ${isSettingUp
        ? t("name.set_up")
        : invitation === null
        ? ""
        : invitation.by !== undefined
        ? t("name.invited_by", { name: invitation.by, title: invitation.room ?? title })
        : t(welcomeKey(door, isInvited, mode))}
    </p>
  `;
}

/**
 * How one comes in: as was chosen, else as is usual here.
 * @param {boolean} isInvited
 * @param {Invitation | null} invitation
 */
function useEntryMode(isInvited, invitation) {
  const { isSettingUp } = useActions().people;
  const problem = useSelect((state) => state.problem);
  const door = useSelect((state) => state.door);
  const [chosen, choose] = useState(/** @type {EntryMode | null} */ (null));
  const mode = chosen ?? (isSettingUp ? "claim" : defaultMode(door, isInvited, invitation));
  useLayoutEffect(() => {
    if (problem?.code === "claimed" && mode === "guest") choose("sign_in");
  }, [problem]);
  return { mode, choose };
}

/**
 * @param {JoinPolicy} door
 * @param {boolean} isInvited
 * @param {Invitation | null} invitation
 * @returns {EntryMode}
 */
function defaultMode({ guests, invite, accounts }, isInvited, invitation) {
  if (invitation?.room !== undefined) return "guest";
  if (invite && !isInvited) return "sign_in";
  // Whom somebody invites by name may have a name of their own.
  const hasTerm = invitation?.until !== undefined;
  if (isInvited && accounts !== "closed" && (hasTerm || !guests)) return "claim";
  return guests ? "guest" : "sign_in";
}

/** @param {{ code: string }} props why an invitation is not good any more */
function InvitationOver({ code }) {
  const language = useSelect((state) => state.preferences.language);
  return html`
    <p class="problem" role="alert" data-test="invitation-over">${translateError(
      language,
      code,
    )}</p>
  `;
}

/**
 * What was refused, and whether it is about the password. A claimed name is either one's own, or somebody
 * else's: then another one is suggested.
 * @param {EntryMode} mode
 */
function useRefusal(mode) {
  const language = useSelect((state) => state.preferences.language);
  const problem = useSelect((state) => state.problem);
  return {
    problem,
    refusal: problem && translateError(language, problem.code),
    isPasswordError: problem !== null && PASSWORD_ERRORS.includes(problem.code),
    isClaimed: problem?.code === "claimed" && mode !== "claim",
  };
}

/**
 * @param {{ mode: EntryMode, value: string, missing: { field: string } | null,
 *   onText: (text: string) => void }} props
 */
function EntryName({ mode, value, missing, onText }) {
  const t = useWords();
  const { problem, refusal, isPasswordError, isClaimed } = useRefusal(mode);
  const isMissing = missing?.field === "name";
  return html`
    <${NameField}
      name="name"
      label=${t("name.label")}
      value=${value}
      autocomplete=${mode === "guest" ? "nickname" : "username"}
      autofocus
      problem=${isMissing ? t("name.missing") : !isPasswordError && refusal}
      cursor=${isMissing ? missing : !isPasswordError && !isClaimed && problem}
      onText=${onText}
    />
  `;
}

/**
 * @param {{ mode: EntryMode, value: string, missing: { field: string } | null, isFirst: boolean,
 *   onText: (text: string) => void }} props `isFirst`: the cursor belongs here, for there is a name
 */
function EntryPassword({ mode, value, missing, isFirst, onText }) {
  const t = useWords();
  const { problem, refusal, isPasswordError, isClaimed } = useRefusal(mode);
  const isMissing = missing?.field === "password";
  return html`
    <${TextField}
      name="password"
      type="password"
      label=${t(mode === "claim" ? "account.choose" : "account.password")}
      value=${value}
      length=${256}
      autocomplete=${mode === "claim" ? "new-password" : "current-password"}
      autofocus=${isFirst}
      problem=${isMissing ? t("account.missing") : isPasswordError && refusal}
      cursor=${isMissing ? missing : (isPasswordError || isClaimed) && problem}
      onText=${onText}
    />
  `;
}

/** A name that is still free, where the wanted one is not. */
function Suggestion() {
  const t = useWords();
  const actions = useActions();
  const name = useSelect((state) => state.problem?.suggestion);
  return name && html`
    <button
      type="button"
      class="button"
      data-test="suggestion"
      onClick=${() => void actions.people.enter(name)}
    >
      ${t("name.use", { name })}
    </button>
  `;
}

/**
 * @param {{ mode: EntryMode, invitation: Invitation | null, isInvited: boolean,
 *   onChoose: (mode: EntryMode) => void }} props
 */
function OtherModes({ mode, invitation, isInvited, onChoose }) {
  const t = useWords();
  const door = useSelect((state) => state.door);
  const isClosed = door.invite && !isInvited;
  // A link to one room is no way to an account.
  const isVisit = invitation?.room !== undefined;
  /** @type {(test: string, other: EntryMode, word: string) => unknown} */
  const link = (test, other, word) =>
    html`
      <button class="link" type="button" data-test=${test} onClick=${() => onChoose(other)}>
        ${word}
      </button>
    `;
  return html`
    <p class="welcome__links">
      ${(door.guests || isVisit) && !isClosed && mode !== "guest" &&
        link("as-guest", "guest", t("account.as_guest"))}
      ${mode !== "sign_in" && link("to-sign-in", "sign_in", t("account.to_sign_in"))}
      ${!isClosed && !isVisit && mode !== "claim" &&
        link("to-claim", "claim", t("account.to_claim"))}
    </p>
  `;
}

/**
 * Who invites somebody who came by a link, or why nobody does any more; null until that is known.
 * @returns {Invitation | null}
 */
function useInvitation() {
  const { links } = useActions();
  const [invitation, setInvitation] = useState(
    () => links.isInvited ? null : /** @type {Invitation | null} */ ({}),
  );
  useEffect(() => {
    if (links.isInvited) void links.invitation().then(setInvitation);
  }, []);
  return invitation;
}

/**
 * What somebody who comes is told first.
 * @param {JoinPolicy} door
 * @param {boolean} isInvited
 * @param {EntryMode} mode
 */
function welcomeKey({ invite }, isInvited, mode) {
  if (isInvited) return mode === "guest" ? "name.invited_guest" : "name.invited";
  return invite ? "name.closed" : "name.title";
}
