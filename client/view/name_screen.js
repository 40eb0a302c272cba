/**
 * The first screen: a name and one button. A name that somebody claimed asks for its password, and
 * where guests are not welcome one signs in or claims a name.
 */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { TextField } from "./field.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { translateError } from "../words/words.js";

/** @typedef {"guest" | "sign_in" | "claim"} Way */

export function NameScreen() {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const problem = useSelect((state) => state.problem);
  const length = useSelect((state) => state.limits.name);
  const door = useSelect((state) => state.door);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [chosen, choose] = useState(/** @type {Way | null} */ (null));
  // A claimed name is either one's own, or somebody else's: then another one is suggested.
  const way = chosen ?? (problem?.code === "claimed" || !door.guests ? "sign_in" : "guest");
  const suggestion = way === "claim" ? undefined : problem?.suggestion;

  /** @param {SubmitEvent} event */
  function enter(event) {
    event.preventDefault();
    if (name.trim() === "") return;
    if (way === "claim") void actions.people.claim(password, name);
    else void actions.people.enter(name, way === "guest" ? undefined : password);
  }

  /** @param {Way} next */
  function go(next) {
    choose(next);
    actions.show({ problem: null });
  }

  return html`
    <main class="welcome">
      <form class="welcome__card" data-test="name-form" onSubmit=${enter}>
        <h1 class="wordmark">Plaintalk</h1>
        <p class="welcome__line">${t("name.title")}</p>
        <${TextField}
          name="name"
          label=${t("name.label")}
          value=${name}
          length=${length * 2}
          autocomplete=${way === "guest" ? "nickname" : "username"}
          autofocus
          describedby="name-problem"
          onText=${setName}
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
            describedby="name-problem"
            onText=${setPassword}
          />
        `}
        <p class="problem" id="name-problem" role="alert">
          ${problem && translateError(language, problem.code)}
        </p>
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
          ${t(
            way === "guest" ? "name.enter" : way === "claim" ? "account.claim" : "account.sign_in",
          )}
        </button>
        <p class="welcome__ways">
          ${door.guests && way !== "guest" && html`
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
          ${way !== "claim" && html`
            <button class="link" type="button" data-test="to-claim" onClick=${() => go("claim")}>
              ${t("account.to_claim")}
            </button>
          `}
        </p>
      </form>
    </main>
  `;
}
