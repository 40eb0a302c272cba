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

/** @typedef {"guest" | "sign_in" | "claim"} Way */

/** @typedef {import("../../server/protocol_links.ts").InvitationInfo & { over?: string }} Invitation */

/** Refusals of a password. */
const OF_PASSWORD = ["wrong_password", "bad_password"];

export function NameScreen() {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const problem = useSelect((state) => state.problem);
  const door = useSelect((state) => state.door);
  const invitation = useInvitation();
  const isInvited = actions.links.isInvited && !invitation?.over;
  const isClosed = door.invite && !isInvited;
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  /** The field that was left empty; another object each time. */
  const [missing, setMissing] = useState(/** @type {{ field: string } | null} */ (null));
  const [chosen, choose] = useState(/** @type {Way | null} */ (null));
  const { title } = useSelect((state) => state.brand);
  const isOwner = actions.people.isSettingUp;
  // Whom somebody invites by name may have a name of their own.
  const isToClaim = isInvited && door.accounts !== "closed" &&
    (invitation?.until !== undefined || !door.guests);
  const usual = isClosed ? "sign_in" : isToClaim ? "claim" : door.guests ? "guest" : "sign_in";
  const way = chosen ?? (isOwner ? "claim" : usual);
  const suggestion = way === "claim" ? undefined : problem?.suggestion;
  const refusal = problem && translateError(language, problem.code);
  const isOfPassword = problem !== null && OF_PASSWORD.includes(problem.code);
  // A claimed name is either one's own, or somebody else's: then another one is suggested.
  const isClaimed = problem?.code === "claimed" && way !== "claim";
  useLayoutEffect(() => {
    if (isClaimed && way === "guest") choose("sign_in");
  }, [problem]);

  /** @param {SubmitEvent} event */
  function enter(event) {
    event.preventDefault();
    const empty = name.trim() === ""
      ? "name"
      : way !== "guest" && password === ""
      ? "password"
      : null;
    setMissing(empty && { field: empty });
    if (empty !== null) return;
    if (way === "claim") void actions.people.claim(password, name);
    else void actions.people.enter(name, way === "guest" ? undefined : password);
  }

  /** @param {Way} next */
  function go(next) {
    choose(next);
    setMissing(null);
    actions.show({ problem: null });
  }

  return html`
    <main class="welcome">
      <form class="welcome__card" data-test="name-form" novalidate onSubmit=${enter}>
        <${Wordmark} />
        <p class="welcome__line" data-test="door">
          ${isOwner
            ? t("name.set_up")
            : invitation === null
            ? ""
            : invitation.by !== undefined
            ? t("name.invited_by", { name: invitation.by, title })
            : t(greeting(door, isInvited, way))}
        </p>
        ${invitation?.over && html`
          <p class="problem" role="alert" data-test="invitation-over">
            ${translateError(language, invitation.over)}
          </p>
        `}
        <${NameField}
          name="name"
          label=${t("name.label")}
          value=${name}
          autocomplete=${way === "guest" ? "nickname" : "username"}
          autofocus
          problem=${missing?.field === "name" ? t("name.missing") : !isOfPassword && refusal}
          cursor=${missing?.field === "name" ? missing : !isOfPassword && !isClaimed && problem}
          onText=${(/** @type {string} */ text) => {
            setName(text);
            setMissing(null);
          }}
        />
        ${way !== "guest" && html`
          <${TextField}
            key=${way}
            name="password"
            type="password"
            label=${t(way === "claim" ? "account.choose" : "account.password")}
            value=${password}
            length=${256}
            autocomplete=${way === "claim" ? "new-password" : "current-password"}
            autofocus=${name !== ""}
            problem=${missing?.field === "password"
              ? t("account.missing")
              : isOfPassword && refusal}
            cursor=${missing?.field === "password"
              ? missing
              : (isOfPassword || isClaimed) && problem}
            onText=${(/** @type {string} */ text) => {
              setPassword(text);
              setMissing(null);
            }}
          />
        `}
        ${suggestion && door.guests && html`
          <button
            type="button"
            class="button"
            data-test="suggestion"
            onClick=${() => void actions.people.enter(suggestion)}
          >
            ${t("name.use", { name: suggestion })}
          </button>
        `}
        <button class="button button--main" type="submit">
          ${t(way === "guest" ? "name.enter" : way === "claim" ? "name.join" : "account.sign_in")}
        </button>
        <p class="welcome__ways">
          ${door.guests && !isClosed && way !== "guest" && html`
            <button class="link" type="button" data-test="as-guest" onClick=${() => go("guest")}>
              ${t("account.as_guest")}
            </button>
          `}
          ${way !== "sign_in" && html`
            <button class="link" type="button" data-test="to-sign-in" onClick=${() =>
              go("sign_in")}>
              ${t("account.to_sign_in")}
            </button>
          `}
          ${!isClosed && way !== "claim" && html`
            <button class="link" type="button" data-test="to-claim" onClick=${() => go("claim")}>
              ${t("account.to_claim")}
            </button>
          `}
        </p>
      </form>
    </main>
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
 * @param {import("../../server/protocol.ts").JoinPolicy} door
 * @param {boolean} isInvited
 * @param {Way} way
 */
function greeting({ invite }, isInvited, way) {
  if (isInvited) return way === "guest" ? "name.invited_guest" : "name.invited";
  return invite ? "name.closed" : "name.title";
}
