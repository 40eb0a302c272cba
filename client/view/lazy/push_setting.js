/** Whether this browser calls its person while the page is closed, and in which words. */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { RadioGroup } from "./radio_group.js";
import { useActions, useWords } from "../hooks.js";

export function PushSetting() {
  const t = useWords();
  const { push } = useActions();
  const [chosen, setChosen] = useState(() => push.chosen);
  const [isBusy, setBusy] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const { ability } = push;
  // Without HTTPS, or where it is forbidden, the line above says so already.
  if (!push.isOffered || ability === "insecure" || ability === "denied") return null;
  if (ability !== "ready") {
    return html`
      <p class="account__note" data-test="push-hint">
        ${t(ability === "install" ? "push.install" : "push.unable")}
      </p>
    `;
  }
  /** @param {() => Promise<unknown>} work */
  async function change(work) {
    setBusy(true);
    setFailed(await work() === false);
    setChosen(push.chosen);
    setBusy(false);
  }
  return html`
    <label class="checkbox">
      <input
        type="checkbox"
        name="push"
        disabled=${isBusy}
        aria-describedby="push-explain"
        checked=${chosen !== null}
        onChange=${(
          /** @type {Event & { currentTarget: HTMLInputElement }} */ {
            currentTarget: { checked },
          },
        ) => void change(() => checked ? push.turnOn(true) : push.turnOff())}
      />
      <span>${t("push.on")}</span>
    </label>
    <p class="account__note" id="push-explain">${t("push.explain")}</p>
    ${hasFailed && html`
      <p class="account__note" role="alert" data-test="push-failed">${t("push.failed")}</p>
    `}
    ${chosen !== null && html`
      <${RadioGroup}
        name="push-text"
        title=${t("push.shows")}
        values=${[["text", t("push.text")], ["place", t("push.place")]]}
        chosen=${chosen.text ? "text" : "place"}
        onChoose=${(/** @type {string} */ value) =>
          void change(() => push.turnOn(value === "text"))}
      />
    `}
  `;
}
