/**
 * Once, and not on the first day: that the page can be installed. Whoever does not want it is never asked
 * again at this browser; the settings have it still.
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { IconButton } from "../icons.js";
import { dayKey } from "../../text/time.js";

/** What is remembered where nobody is to be asked any more. */
const NEVER = "never";

export function InstallHint() {
  const t = useWords();
  const actions = useActions();
  const { title } = useSelect((state) => state.brand);
  const now = useSelect((state) => state.now);
  const preferences = useSelect((state) => state.preferences);
  const today = dayKey(new Date(now).toISOString());
  const { installHint } = preferences;
  const remember = (/** @type {string} */ value) =>
    actions.savePreferences({ ...preferences, installHint: value });
  useEffect(() => {
    if (installHint === "") remember(today);
  }, []);
  const { way } = actions.installOffer;
  if (way === null || ["", NEVER, today].includes(installHint)) return null;
  return html`
    <section class="install" aria-label=${t("install.title")} data-test="install-hint">
      <p>${t(way === "press" ? "install.text" : "install.by_hand", { title })}</p>
      ${way === "press" && html`
        <button
          class="button"
          type="button"
          data-test="install"
          onClick=${() => {
            void actions.installOffer.accept();
            remember(NEVER);
          }}
        >
          ${t("install.title")}
        </button>
      `}
      <${IconButton}
        test="install-never"
        icon="cross"
        word=${t("install.never")}
        onClick=${() => remember(NEVER)}
      />
    </section>
  `;
}

/** The same in the settings, for who was asked and wants it now. */
export function InstallSetting() {
  const t = useWords();
  const actions = useActions();
  const { title } = useSelect((state) => state.brand);
  const [way, setWay] = useState(actions.installOffer.way);
  if (way === null) return null;
  if (way === "by_hand") {
    return html`<p class="account__note">${t("install.by_hand", { title })}</p>`;
  }
  return html`
    <button
      class="button settings__button"
      type="button"
      data-test="install-setting"
      onClick=${() => {
        void actions.installOffer.accept();
        setWay(null);
      }}
    >
      ${t("install.title")}
    </button>
  `;
}
