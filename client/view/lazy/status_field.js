/** A line about oneself, with emoji, and until when it holds. */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { IconButton } from "../icons.js";
import { Picker } from "../picker.js";
import { statusEnd, statusNow } from "../../text/status_end.js";
import { fullTime } from "../../text/time.js";

const ENDS = /** @type {const} */ (["never", "hour", "four_hours", "today", "week"]);

/** @param {{ name: string }} props */
export function StatusField({ name }) {
  const t = useWords();
  const actions = useActions();
  const length = useSelect((state) => state.limits.status ?? 80);
  const [text, setText] = useState(
    useSelect((state) => statusNow(state.profiles.get(name), state.now)),
  );
  const [end, setEnd] = useState(/** @type {typeof ENDS[number]} */ ("never"));
  const [anchor, setAnchor] = useState(/** @type {DOMRect | null} */ (null));
  const status = text.trim();
  async function save() {
    const profiles = await actions.profiles();
    if (status === "") await profiles.clearStatus();
    else await profiles.setStatus(status, statusEnd(end, Date.now()));
  }
  return html`
    <form
      class="status"
      data-test="status-form"
      onSubmit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label class="field__label" for="status">${t("status.label")}</label>
      <div class="status__row">
        <input
          class="field__input"
          id="status"
          name="status"
          dir="auto"
          autocomplete="off"
          maxlength=${length}
          placeholder=${t("status.example")}
          value=${text}
          onInput=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ event) =>
            setText(event.currentTarget.value)}
        />
        <${IconButton}
          test="status-emoji"
          icon="smile"
          word=${t("emoji.title")}
          onClick=${(/** @type {MouseEvent & { currentTarget: HTMLElement }} */ event) =>
            setAnchor(event.currentTarget.getBoundingClientRect())}
        />
      </div>
      <${StatusEnd} end=${end} onEnd=${setEnd} />
      <${CurrentStatus} name=${name} onClear=${() => setText("")} />
      ${anchor !== null && html`
        <${Picker}
          anchor=${anchor}
          onPick=${(/** @type {string} */ emoji) => setText((now) => `${emoji} ${now}`.trimEnd())}
          onClose=${() => setAnchor(null)}
        />
      `}
    </form>
  `;
}

/** @param {{ end: typeof ENDS[number], onEnd: (end: typeof ENDS[number]) => void }} props */
function StatusEnd({ end, onEnd }) {
  const t = useWords();
  return html`
    <div class="status__row">
      <label class="status__end">
        <span class="field__label">${t("status.until")}</span>
        <select
          class="field__input"
          name="status-end"
          value=${end}
          onChange=${(/** @type {Event & { currentTarget: HTMLSelectElement }} */ event) =>
            onEnd(/** @type {typeof ENDS[number]} */ (event.currentTarget.value))}
        >
          ${ENDS.map((one) => html`<option key=${one} value=${one}>${t(`status.${one}`)}</option>`)}
        </select>
      </label>
      <button class="button" type="submit" data-test="status-save">${t("status.save")}</button>
    </div>
  `;
}

/** @param {{ name: string, onClear: () => void }} props */
function CurrentStatus({ name, onClear }) {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const profile = useSelect((state) => state.profiles.get(name));
  const now = useSelect((state) => state.now);
  const status = statusNow(profile, now);
  if (status === "") return null;
  async function clear() {
    onClear();
    await (await actions.profiles()).clearStatus();
  }
  return html`
    <p class="account__note" data-test="status-now">
      <bdi>${status}</bdi>
      ${profile?.until
        ? ` · ${t("status.holds", { time: fullTime(profile.until, language) })} · `
        : " · "}
      <button class="link" type="button" data-test="status-clear" onClick=${() => void clear()}>
        ${t("status.clear")}
      </button>
    </p>
  `;
}
