/** What one wants to hear of in the open room: everything, one's name, or nothing. */
import { html } from "htm/preact";
import { RadioGroup } from "./radio_group.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { labelOf, notificationLevelOf } from "../../state/selectors.js";

const LEVELS = /** @type {const} */ (["all", "mentions", "none"]);

export function NotificationLevel() {
  const t = useWords();
  const actions = useActions();
  const room = useSelect((state) => state.open) ?? "";
  const label = useSelect((state) => labelOf(state, room));
  const preferences = useSelect((state) => state.preferences);
  const isNotified = preferences.sound || preferences.notify || actions.push.chosen !== null;
  return html`
    <${RadioGroup}
      name="level"
      title=${label}
      values=${LEVELS.map((level) => [level, t(`level.${level}`)])}
      chosen=${notificationLevelOf(room, preferences)}
      onChoose=${(/** @type {typeof LEVELS[number]} */ level) =>
        actions.savePreferences({
          ...preferences,
          notificationLevels: { ...preferences.notificationLevels, [room]: level },
        })}
    />
    ${!isNotified && html`
      <p class="account__note">
        ${t("level.off")}${" "}
        <button class="link" type="button" onClick=${() => actions.show({ dialog: "settings" })}>
          ${t("settings.title")}
        </button>
      </p>
    `}
  `;
}
