/** What the person should know about the connection, quietly, above everything else. */
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "./hooks.js";

export function Banner() {
  const t = useWords();
  const actions = useActions();
  const isLost = useSelect((state) => state.slow && state.link !== "open");
  const isRestarting = useSelect((state) => state.restarting);
  const isOutdated = useSelect((state) => state.outdated);
  const text = isRestarting
    ? t("banner.restarting")
    : isLost
    ? t("banner.lost")
    : isOutdated
    ? t("banner.outdated")
    : null;
  return html`
    <div class="banner-place" role="status">
      ${text !== null && html`
        <p class="banner" data-test="banner">
          ${text}
          ${isOutdated && !isLost && !isRestarting && html`
            <button class="link" onClick=${() => actions.reload()}>${t("banner.reload")}</button>
          `}
        </p>
      `}
    </div>
  `;
}
