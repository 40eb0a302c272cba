/** What the keyboard can do. */
import { html } from "htm/preact";
import { useWords } from "../hooks.js";
import { isApple } from "../keys.js";

const COMMAND = isApple() ? "⌘" : "Ctrl";
const ALT = isApple() ? "⌥" : "Alt";

const KEYS = /** @type {const} */ ([
  ["help.switch", [COMMAND, "K"]],
  ["help.rooms", [ALT, "↑ ↓"]],
  ["help.unread", [ALT, "Shift", "↑ ↓"]],
  ["help.next_mention", [COMMAND, ALT, "Shift", "↓"]],
  ["help.all_read", ["Shift", "Esc"]],
  ["help.send", ["Enter"]],
  ["help.line", ["Shift", "Enter"]],
  ["help.edit", ["↑"]],
  ["help.attach", [COMMAND, "Shift", "U"]],
  ["help.emoji", [":"]],
  ["help.mention", ["@"]],
  ["help.latest", ["Esc"]],
  ["help.search", [COMMAND, "Shift", "F"]],
  ["help.picture", ["← →"]],
  ["help.zoom", ["+", "−", "0"]],
  ["help.this", [COMMAND, "/"]],
]);

export function Help() {
  const t = useWords();
  return html`
    <dl class="shortcuts" data-test="keys">
      ${KEYS.map(([word, keys]) =>
        html`
          <div class="shortcuts__row" key=${word}>
            <dt>${t(word)}</dt>
            <dd>${keys.map((key) => html`<kbd key=${key}>${key}</kbd>`)}</dd>
          </div>
        `
      )}
    </dl>
    <p class="account__note">${t("help.words")}</p>
  `;
}
