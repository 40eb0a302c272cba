/**
 * Whom one has blocked, in the settings, and the way to hear them again.
 *
 * @import { BlockInfo } from "../../../server/protocol_own.ts"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";

export function BlockedPeople() {
  const t = useWords();
  const actions = useActions();
  const blocked = useSelect((state) => state.blocked);
  const isGuest = useSelect((state) => state.me?.account === false);
  const [all, setAll] = useState(/** @type {BlockInfo[]} */ ([]));
  const load = async () => setAll((await actions.people.ask("api/blocks"))?.blocked ?? []);
  useEffect(() => {
    if (blocked.size > 0) void load();
    else setAll([]);
  }, [blocked]);
  if (all.length === 0) return null;
  return html`
    <details class="account__more">
      <summary>${t("block.title", { n: all.length })}</summary>
      <p class="account__note">${t(isGuest ? "block.guest" : "block.text")}</p>
      <ul class="account__sessions devices" data-test="blocked-people">
        ${all.map(({ name }) =>
          html`
            <li key=${name} data-name=${name}>
              <bdi>${name}</bdi>
              <button
                class="button devices__end"
                type="button"
                aria-label=${t("block.undo_one", { name })}
                data-test="unblock"
                onClick=${() =>
                  void actions.people.ask(`api/blocks/${encodeURIComponent(name)}`, {
                    method: "DELETE",
                  })}
              >
                ${t("block.undo")}
              </button>
            </li>
          `
        )}
      </ul>
    </details>
  `;
}
