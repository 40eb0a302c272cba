/**
 * All that is pinned in the open room, the newest pin first: a press leads to a message, another takes the
 * pin off.
 *
 * @import { Message } from "../../../server/protocol.ts"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { openRoom } from "../../state/selectors.js";
import { stripMarkup } from "../../text/strip_markup.js";
import { dayName } from "../../text/time.js";
import { translateError } from "../../words/words.js";

export function Pins() {
  const t = useWords();
  const actions = useActions();
  const room = useSelect(openRoom);
  const language = useSelect((state) => state.preferences.language);
  const now = useSelect((state) => state.now);
  const [messages, setMessages] = useState(/** @type {Message[] | null} */ (null));
  const [hasFailed, setFailed] = useState(false);
  const name = room?.room ?? "";
  const pins = (room?.pins ?? []).join(" ");
  useEffect(() => {
    let isCurrent = true;
    actions.roomTools().then((tools) => tools.pins(name)).then(
      (all) => isCurrent && setMessages(all),
      () => isCurrent && setFailed(true),
    );
    return () => {
      isCurrent = false;
    };
  }, [name, pins]);
  if (hasFailed) {
    return html`<p class="problem" role="alert">${translateError(language, "offline")}</p>`;
  }
  if (messages === null) return null;
  return html`
    ${messages.length === 0 && html`<p class="account__note">${t("pins.none")}</p>`}
    <ul class="pins" data-test="pin-list">
      ${messages.map(({ id, name: by, text, time, file }) =>
        html`
          <li key=${id} class="pins__item">
            <a
              class="pins__message"
              href=${`#/${encodeURIComponent(name)}/${id}`}
              data-test="go-to-pin"
              onClick=${(/** @type {MouseEvent} */ event) => {
                event.preventDefault();
                actions.show({ dialog: null });
                actions.openRoom(name, id);
              }}
            >
              <span class="pins__head">
                <bdi class="reply-preview__name">${by}</bdi>
                <time datetime=${time}>${dayName(time, now, language)}</time>
              </span>
              <span class="pins__text" dir="auto">${stripMarkup(text) || (file?.name ?? "")}</span>
            </a>
            ${!room?.archived && html`
              <button class="button" type="button" data-test="unpin" onClick=${() =>
                actions.rooms.pin(name, id, false)}>
                ${t("pins.unpin")}
              </button>
            `}
          </li>
        `
      )}
    </ul>
  `;
}
