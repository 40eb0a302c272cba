/**
 * How this device shows the chat and calls its person, and the way out.
 *
 * @import { Preferences } from "../../state/state.js"
 */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { Account } from "./account.js";
import { InstallSetting } from "./install_hint.js";
import { PushSetting } from "./push_setting.js";
import { RadioGroup } from "./radio_group.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { loadRareWords, loadWords, NAMES } from "../../words/words.js";

const THEMES = /** @type {const} */ (["auto", "light", "dark"]);
const ORDERS = /** @type {const} */ (["name", "activity"]);
const SIZES = /** @type {const} */ (["normal", "large", "larger"]);

export function Settings() {
  const t = useWords();
  const actions = useActions();
  const preferences = useSelect((state) => state.preferences);
  const isAdmin = useSelect((state) => state.me?.admin ?? false);
  const hasAccount = useSelect((state) => state.me?.account ?? false);
  return html`
    <${SettingsSection} titleKey="settings.look">
      <${LookSettings} preferences=${preferences} />
      <//>
      <${SettingsSection} titleKey="settings.calls">
        <${NotificationSettings} preferences=${preferences} />
        <//>
        <${SettingsSection} titleKey="settings.account">
      ${hasAccount && html`
        <button class="button settings__button" type="button" data-test="profile" onClick=${() =>
          actions.show({ dialog: "profile" })}>
          ${t("profile.title")}
        </button>
      `}
      <${Account} />
      ${isAdmin && html`
        <button class="button settings__button" type="button" data-test="house" onClick=${() =>
          actions.show({ dialog: "admin" })}>
          ${t("house.title")}
        </button>
      `}
      <${LeaveButton} />
    <//>
    <${SettingsSection} titleKey="settings.keyboard">
      <button class="button settings__button" type="button" data-test="help" onClick=${() =>
        actions.show({ dialog: "help" })}>
        ${t("help.title")}
      </button>
    <//>
  `;
}

/** @param {{ preferences: Preferences }} props */
function LookSettings({ preferences }) {
  const t = useWords();
  const actions = useActions();
  return html`
    <${RadioGroup}
      name="theme"
      title=${t("settings.theme")}
      values=${THEMES.map((theme) => [theme, t(`settings.${theme}`)])}
      chosen=${preferences.theme}
      onChoose=${(/** @type {typeof THEMES[number]} */ theme) =>
        actions.savePreferences({ ...preferences, theme })}
    />
    <${RadioGroup}
      name="size"
      title=${t("settings.size")}
      values=${SIZES.map((size) => [size, t(`settings.${size}`)])}
      chosen=${preferences.size}
      onChoose=${(/** @type {typeof SIZES[number]} */ size) =>
        actions.savePreferences({ ...preferences, size })}
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
          await loadRareWords(language);
          actions.savePreferences({ ...preferences, language });
        }}
      >
        ${Object.entries(NAMES).map(([language, name]) =>
          html`
            <option key=${language} value=${language} lang=${language}>${name}</option>
          `
        )}
      </select>
    </label>
    <${RadioGroup}
      name="order"
      title=${t("settings.order")}
      values=${ORDERS.map((order) => [order, t(`order.${order}`)])}
      chosen=${preferences.order}
      onChoose=${(/** @type {typeof ORDERS[number]} */ order) =>
        actions.savePreferences({ ...preferences, order })}
    />
    <${InstallSetting} />
  `;
}

/** The way out. What waits to be sent goes with its writer: that is asked about once. */
function LeaveButton() {
  const t = useWords();
  const actions = useActions();
  const hasAccount = useSelect((state) => state.me?.account ?? false);
  const hasUnsent = useSelect(({ outbox, changes }) => outbox.length + changes.length > 0);
  const [wantsToLeave, setWantsToLeave] = useState(false);
  const isAsking = wantsToLeave && hasUnsent;
  function leave() {
    setWantsToLeave(true);
    if (!hasUnsent) void actions.people.leave();
  }
  return html`
    <button class="button settings__button" type="button" data-test="leave" onClick=${() =>
      leave()}>
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
  `;
}

/**
 * What belongs together, under a heading.
 * @param {{ titleKey: import("../../words/words.js").Key,
 *   children?: import("preact").ComponentChildren }} props
 */
function SettingsSection({ titleKey, children }) {
  const t = useWords();
  return html`
    <section class="settings__part" aria-labelledby=${titleKey}>
      <h3 class="settings__title" id=${titleKey}>${t(titleKey)}</h3>
      ${children}
    </section>
  `;
}

/** @param {{ preferences: Preferences }} props */
function NotificationSettings({ preferences }) {
  const t = useWords();
  const actions = useActions();
  const [permission, setPermission] = useState(() => actions.alerts.permission);
  const isPossible = permission === "default" || permission === "granted";
  /** @param {boolean} notify */
  async function allow(notify) {
    const isAllowed = notify && await actions.alerts.requestPermission();
    setPermission(actions.alerts.permission);
    actions.savePreferences({ ...preferences, notify: isAllowed });
  }
  return html`
    <div class="radio-group">
      <label class="checkbox">
        <input
          type="checkbox"
          name="sound"
          checked=${preferences.sound}
          onChange=${(
            /** @type {Event & { currentTarget: HTMLInputElement }} */ {
              currentTarget: { checked },
            },
          ) => {
            if (checked) actions.alerts.playSound();
            actions.savePreferences({ ...preferences, sound: checked });
          }}
        />
        <span>${t("settings.sound")}</span>
      </label>
      <label class="checkbox">
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
        <p class="account__note">
          ${t(permission === "denied" ? "settings.denied" : "settings.needs_https")}
        </p>
      `}
      <${PushSetting} />
    </div>
  `;
}
