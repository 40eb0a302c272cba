/**
 * The way out for good: one's account goes, with what one said or without. What was said goes afterwards, on
 * the server, and the page tells how far that is for as long as somebody looks.
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { RadioGroup } from "./radio_group.js";
import { TextField } from "../text_field.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { translateError } from "../../words/words.js";

/** Milliseconds between two questions how far it is. */
const ASK_INTERVAL_MS = 500;

/** @typedef {{ words: boolean, removal?: string }} Gone the account is: whether words go, and what that is asked by */

export function DeleteAccount() {
  const t = useWords();
  const [gone, setGone] = useState(/** @type {Gone | null} */ (null));
  return html`
    <details class="account__more">
      <summary>${t("delete.title")}</summary>
      ${gone === null
        ? html`<${DeleteForm} onGone=${setGone} />`
        : html`<${Farewell} ...${gone} />`}
    </details>
  `;
}

/** @param {{ onGone: (gone: Gone) => void }} props */
function DeleteForm({ onGone }) {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const [refusal, setRefusal] = useState(/** @type {{ code: string } | null} */ (null));
  const [password, setPassword] = useState("");
  const [choice, setChoice] = useState("keep");
  const words = choice === "words";
  async function remove() {
    try {
      const body = { password, words };
      const { removal } = await actions.people.askToGo("api/account/removal", { body });
      onGone({ words, removal });
    } catch (error) {
      setRefusal({ code: /** @type {{ code?: string }} */ (error).code ?? "internal" });
    }
  }
  return html`
    <form
      class="account__form"
      novalidate
      data-test="delete-form"
      onSubmit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        void remove();
      }}
    >
      <p class="account__note">${t("delete.text")}</p>
      <${RadioGroup}
        name="delete"
        title=${t("delete.choice")}
        values=${[["keep", t("delete.keep")], ["words", t("delete.words")]]}
        chosen=${choice}
        onChoose=${setChoice}
      />
      <${TextField}
        name="delete-password"
        type="password"
        label=${t("account.password")}
        value=${password}
        length=${256}
        autocomplete="current-password"
        problem=${refusal && translateError(language, refusal.code)}
        cursor=${refusal}
        onText=${setPassword}
      />
      <button class="button button--danger" type="submit" data-test="delete-account">
        ${t("delete.do")}
      </button>
    </form>
  `;
}

/** @param {Gone} props */
function Farewell({ words, removal }) {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const done = useProgress(removal);
  useEffect(() => {
    // Nothing of somebody who is gone stays in this browser, however they close it.
    const forget = () => actions.people.forget();
    addEventListener("pagehide", forget);
    return () => {
      removeEventListener("pagehide", forget);
      forget();
    };
  }, []);
  const share = done.toLocaleString(language, { style: "percent" });
  return html`
    <div class="account__form" data-test="farewell">
      ${done < 1
        ? html`
          <label class="own__progress">
            <span>${t("delete.running", { done: share })}</span>
            <progress max="1" value=${done}></progress>
          </label>
          <p class="account__note">${t("delete.goes_on")}</p>
        `
        : html`<p role="status">${t(words ? "delete.done_words" : "delete.done")}</p>`}
      <button class="button" type="button" data-test="farewell-close" onClick=${() =>
        actions.show({ dialog: null })}>
        ${t("action.close")}
      </button>
    </div>
  `;
}

/**
 * How much of what was said is gone, 0 to 1.
 * @param {string | undefined} removal
 */
function useProgress(removal) {
  const actions = useActions();
  const [done, setDone] = useState(removal === undefined ? 1 : 0);
  useEffect(() => {
    if (removal === undefined) return;
    let isOver = false;
    let timer = 0;
    async function look() {
      const answer = await actions.people.ask(`api/removals/${removal}`);
      // A server that began anew knows of it no more, and goes on all the same.
      const next = answer?.done ?? 1;
      if (isOver) return;
      setDone(next);
      if (next < 1) timer = Number(setTimeout(look, ASK_INTERVAL_MS));
    }
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, []);
  return done;
}
