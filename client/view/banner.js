/**
 * What the person should know about the connection, quietly: a thin bar below the head of what is on
 * the screen, which moves the rest down and covers nothing.
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "./hooks.js";

/** Milliseconds between two looks at the clock. */
const COUNTDOWN_INTERVAL_MS = 1000;

/** True where the screen has room for the rooms or the conversation alone. */
export function isNarrow() {
  return matchMedia("(max-width: 44rem)").matches;
}

/** @param {{ class?: string }} props */
export function Banner({ class: name = "" }) {
  const t = useWords();
  const actions = useActions();
  const isLost = useSelect((state) => state.slow && state.connection !== "open");
  const isLong = useSelect((state) => state.outage && state.connection !== "open");
  const isRestarting = useSelect((state) => state.restarting);
  const isOutdated = useSelect((state) => state.outdated);
  const text = isLong
    ? t("banner.outage")
    : isRestarting
    ? t("banner.restarting")
    : isLost
    ? t("banner.lost")
    : isOutdated
    ? t("banner.outdated")
    : null;
  return html`
    <div class=${`banner-place ${name}`}>
      <div class=${text === null ? "" : "banner"} data-test=${text === null ? undefined : "banner"}>
        <p role="status">${text}</p>
        ${isLong && html`
          <${Countdown} />
          <button class="link" type="button" data-test="retry-now" onClick=${() =>
            actions.reconnect()}>
            ${t("banner.retry")}
          </button>
        `}
        ${text !== null && isOutdated && !isLong && !isLost && !isRestarting && html`
          <button class="link" type="button" onClick=${() => actions.reload()}>
            ${t("banner.reload")}
          </button>
        `}
      </div>
    </div>
  `;
}

/** When it is tried next: to be seen, and not to be read out each second. */
function Countdown() {
  const t = useWords();
  const retry = useSelect((state) => state.retry);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), COUNTDOWN_INTERVAL_MS);
    return () => clearInterval(timer);
  }, []);
  const left = retry === null ? 0 : Math.ceil((retry - now) / COUNTDOWN_INTERVAL_MS);
  return html`
    <span aria-hidden="true">
      – ${left > 0 ? t("banner.again", { n: left }) : t("banner.trying")}
    </span>
  `;
}
