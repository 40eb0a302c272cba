/** To a day of the open room: a field for any, and the few that are wanted most. */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { translateError } from "../../words/words.js";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Days back, by their words; null for all of them. */
const CHOICES = /** @type {const} */ ([
  ["date.today", 0],
  ["date.week", 7],
  ["date.month", 30],
  ["date.year", 365],
  ["date.start", null],
]);
/** Before all that was ever said. */
const FIRST_DAY = "1970-01-02";

export function JumpToDate() {
  const t = useWords();
  const actions = useActions();
  const room = useSelect((state) => state.open) ?? "";
  const now = useSelect((state) => state.now);
  const language = useSelect((state) => state.preferences.language);
  const today = dayOf(now);
  const [day, setDay] = useState(actions.lastDay === null ? today : dayOf(actions.lastDay));
  const [problem, setProblem] = useState(/** @type {string | null} */ (null));

  /** @param {string} wanted */
  async function go(wanted) {
    if (wanted === "") return setProblem(t("date.missing"));
    if (wanted > today) return setProblem(t("date.future"));
    const tools = await actions.roomTools();
    const code = await tools.goToDay(room, wanted);
    if (code === null) actions.show({ dialog: null });
    else setProblem(translateError(language, code));
  }

  return html`
    <form
      class="date"
      novalidate
      onSubmit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        void go(day);
      }}
    >
      <label class="field date__field">
        <span class="field__label">${t("date.label")}</span>
        <input
          class="field__input"
          type="date"
          name="date"
          data-test="date-field"
          max=${today}
          value=${day}
          aria-invalid=${problem !== null}
          aria-describedby="date-problem"
          onInput=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ event) => {
            setDay(event.currentTarget.value);
            setProblem(null);
          }}
        />
      </label>
      <button class="button button--main" type="submit" data-test="date-go">${t("date.go")}</button>
    </form>
    <p class="problem" id="date-problem" role="alert">${problem}</p>
    <${Choices} onChoose=${(/** @type {string} */ wanted) => void go(wanted)} />
  `;
}

/** @param {{ onChoose: (day: string) => void }} props */
function Choices({ onChoose }) {
  const t = useWords();
  const now = useSelect((state) => state.now);
  return html`
    <ul class="date__choices">
      ${CHOICES.map(([word, days]) =>
        html`
          <li key=${word}>
            <button
              class="button"
              type="button"
              data-test=${word}
              onClick=${() => onChoose(days === null ? FIRST_DAY : dayOf(now - days * DAY_MS))}
            >
              ${t(word)}
            </button>
          </li>
        `
      )}
    </ul>
  `;
}

/**
 * A day as this device's clock has it, as a field of the browser writes it: `2025-11-19`.
 * @param {string | number} time
 */
function dayOf(time) {
  const date = new Date(time);
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map((part, i) => String(part).padStart(i === 0 ? 4 : 2, "0")).join("-");
}
