/** What one wants to hear of in the open room: everything, one's name, or nothing. */
import { html } from "htm/preact";
import { Choice } from "./radio_group.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { labelOf, levelOf } from "../../state/selectors.js";

const LEVELS = /** @type {const} */ (["all", "mentions", "none"]);

export function Level() {
  const t = useWords();
  const actions = useActions();
  const room = useSelect((state) => state.open) ?? "";
  const preferences = useSelect((state) => state.preferences);
  const isCalled = preferences.sound || preferences.notify || actions.push.chosen !== null;
  return html`
    <${Choice}
      name="level"
      title=${labelOf(room)}
      values=${LEVELS.map((level) => [level, t(`level.${level}`)])}
      chosen=${levelOf(room, preferences)}
      onChoose=${(/** @type {typeof LEVELS[number]} */ level) =>
        actions.prefer({ ...preferences, levels: { ...preferences.levels, [room]: level } })}
    />
    ${!isCalled && html`
      <p class="account__line">
        ${t("level.off")}${" "}
        <button class="link" type="button" onClick=${() => actions.show({ dialog: "settings" })}>
          ${t("settings.title")}
        </button>
      </p>
    `}
  `;
}
