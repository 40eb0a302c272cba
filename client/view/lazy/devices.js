/**
 * Where one is signed in: which browser on which system, when it was used last, and the way to end one or all
 * others.
 *
 * @import { SessionEntry } from "../../../server/protocol_http.ts"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { clockTime, dayName, fullTime } from "../../text/time.js";

export function Devices() {
  const t = useWords();
  const actions = useActions();
  const me = useSelect((state) => state.me);
  const [all, setAll] = useState(/** @type {SessionEntry[]} */ ([]));
  async function load() {
    setAll((await actions.people.ask("api/sessions"))?.sessions ?? []);
  }
  useEffect(() => void load(), [me]);
  async function endOthers() {
    const done = await actions.people.ask("api/sessions", { method: "DELETE" });
    if (done !== null) actions.toasts.show("device.ended", { n: String(done.ended) });
    await load();
  }
  // One's own first, then those that are used.
  const shown = [...all].sort((a, b) =>
    Number(b.current) - Number(a.current) || Date.parse(b.seen) - Date.parse(a.seen)
  );
  return html`
    <details class="account__more">
      <summary>${t("account.sessions", { n: all.length })}</summary>
      <ul class="account__sessions devices" data-test="sessions">
        ${shown.map((session) =>
          html`<${Device} key=${session.session} session=${session} onEnded=${load} />`
        )}
      </ul>
      ${all.length > 1 && html`
        <button class="button settings__button" type="button" data-test="end-others" onClick=${() =>
          void endOthers()}>
          ${t("device.end_others")}
        </button>
      `}
    </details>
  `;
}

/** @param {{ session: SessionEntry, onEnded: () => Promise<void> }} props */
function Device({ session: { session, began, seen, device, online, current }, onEnded }) {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const now = useSelect((state) => state.now);
  const name = useDeviceName(device);
  const time = `${dayName(seen, now, language)}, ${clockTime(seen, language)}`;
  return html`
    <li>
      <span title=${fullTime(began, language)}>
        <bdi class="account__device">${name}</bdi>
        ${online || current ? t("device.online") : t("device.used", { time })}
      </span>
      ${current ? html`<span class="person__badge">${t("account.this")}</span>` : html`
        <button
          class="button devices__end"
          type="button"
          aria-label=${t("device.end", { device: name })}
          onClick=${async () => {
            const address = `api/sessions/${session}`;
            await actions.people.ask(address, { method: "DELETE" });
            await onEnded();
          }}
        >
          ${t("account.end")}
        </button>
      `}
    </li>
  `;
}

/** @param {string | undefined} device `Firefox on Linux`, or one of the two */
function useDeviceName(device) {
  const t = useWords();
  if (device === undefined) return t("device.unknown");
  const [browser = "", system] = device.split(" on ");
  return system === undefined ? browser : t("account.device", { browser, system });
}
