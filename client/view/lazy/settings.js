/**
 * How this device shows the chat and calls its person, and the way out.
 *
 * @import { Preferences } from "../../state/state.js"
 */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { Account } from "./account.js";
import { PushSetting } from "./push_setting.js";
import { Choice } from "./radio_group.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { loadWords, NAMES } from "../../words/words.js";

const THEMES = /** @type {const} */ (["auto", "light", "dark"]);
const ORDERS = /** @type {const} */ (["name", "activity"]);
const SIZES = /** @type {const} */ (["normal", "large", "larger"]);

export function Settings() {
  const t = useWords();
  const actions = useActions();
  const preferences = useSelect((state) => state.preferences);
  const hasAccount = useSelect((state) => state.me?.account ?? false);
  const hasUnsent = useSelect(({ outbox, changes }) => outbox.length + changes.length > 0);
  const isAdmin = useSelect((state) => state.me?.admin ?? false);
  const [wantsOut, setWantsOut] = useState(false);
  const isAsking = wantsOut && hasUnsent;
  // What waits to be sent goes with its writer: that is asked about once.
  function leave() {
    setWantsOut(true);
    if (!hasUnsent) void actions.people.leave();
  }
  return html`
    <${Part} titleKey="settings.look">
      <${Choice}
        name="theme"
        title=${t("settings.theme")}
        values=${THEMES.map((theme) => [theme, t(`settings.${theme}`)])}
        chosen=${preferences.theme}
        onChoose=${(/** @type {typeof THEMES[number]} */ theme) =>
          actions.prefer({ ...preferences, theme })}
      />
      <${Choice}
        name="size"
        title=${t("settings.size")}
        values=${SIZES.map((size) => [size, t(`settings.${size}`)])}
        chosen=${preferences.size}
        onChoose=${(/** @type {typeof SIZES[number]} */ size) =>
          actions.prefer({ ...preferences, size })}
      />
      <label class="field">
        <span class="field__label">${t("settings.language")}</span>
        <select
          class="field__input"
          name="language"
          value=${preferences.language}
          onChange=${async (/** @type {Event & { currentTarget: HTMLSelectElement }} */ event) => {
            const language = event.currentTarget.value;
            await loadWords(language);
            actions.prefer({ ...preferences, language });
          }}
        >
          ${Object.entries(NAMES).map(([language, name]) =>
            html`
              <option key=${language} value=${language} lang=${language}>${name}</option>
            `
          )}
        </select>
      </label>
      <${Choice}
        name="order"
        title=${t("settings.order")}
        values=${ORDERS.map((order) => [order, t(`order.${order}`)])}
        chosen=${preferences.order}
        onChoose=${(/** @type {typeof ORDERS[number]} */ order) =>
          actions.prefer({ ...preferences, order })}
      />
      <//>
      <${Part} titleKey="settings.calls">
        <${Calls} preferences=${preferences} />
        <//>
        <${Part} titleKey="settings.account">
      <${Account} />
      ${isAdmin && html`
        <button class="button settings__end" type="button" data-test="house" onClick=${() =>
          actions.show({ dialog: "house" })}>
          ${t("house.title")}
        </button>
      `}
      <button class="button settings__end" type="button" data-test="leave" onClick=${() => leave()}>
        ${t(hasAccount ? "account.sign_out" : "settings.leave")}
      </button>
      ${isAsking && html`
        <div class="settings__ask" role="alert" data-test="leave-ask">
          <p>${t("settings.unsent")}</p>
          <button
            class="button button--danger"
            type="button"
            data-test="leave-anyway"
            onClick=${() => void actions.people.leave()}
          >
            ${t("settings.anyway")}
          </button>
        </div>
      `}
    <//>
    <${Part} titleKey="settings.keyboard">
      <button class="button settings__end" type="button" data-test="help" onClick=${() =>
        actions.show({ dialog: "help" })}>
        ${t("help.title")}
      </button>
    <//>
  `;
}

/**
 * What belongs together, under a heading.
 * @param {{ titleKey: import("../../words/words.js").Key,
 *   children?: import("preact").ComponentChildren }} props
 */
function Part({ titleKey, children }) {
  const t = useWords();
  return html`
    <section class="settings__part" aria-labelledby=${titleKey}>
      <h3 class="settings__title" id=${titleKey}>${t(titleKey)}</h3>
      ${children}
    </section>
  `;
}

/** @param {{ preferences: Preferences }} props */
function Calls({ preferences }) {
  const t = useWords();
  const actions = useActions();
  const [permission, setPermission] = useState(() => actions.alerts.permission);
  const isPossible = permission === "default" || permission === "granted";
  /** @param {boolean} notify */
  async function allow(notify) {
    const isAllowed = notify && await actions.alerts.allow();
    setPermission(actions.alerts.permission);
    actions.prefer({ ...preferences, notify: isAllowed });
  }
  return html`
    <div class="choice">
      <label class="tick">
        <input
          type="checkbox"
          name="sound"
          checked=${preferences.sound}
          onChange=${(
            /** @type {Event & { currentTarget: HTMLInputElement }} */ {
              currentTarget: { checked },
            },
          ) => {
            if (checked) actions.alerts.play();
            actions.prefer({ ...preferences, sound: checked });
          }}
        />
        <span>${t("settings.sound")}</span>
      </label>
      <label class="tick">
        <input
          type="checkbox"
          name="notify"
          disabled=${!isPossible}
          checked=${isPossible && preferences.notify}
          onChange=${(
            /** @type {Event & { currentTarget: HTMLInputElement }} */ {
              currentTarget: { checked },
            },
          ) => void allow(checked)}
        />
        <span>${t("settings.notify")}</span>
      </label>
      ${!isPossible && html`
        <p class="account__line">
          ${t(permission === "denied" ? "settings.denied" : "settings.needs_https")}
        </p>
      `}
      <${PushSetting} />
    </div>
  `;
}
