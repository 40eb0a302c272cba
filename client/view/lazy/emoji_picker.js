/**
 * The emoji picker: search, what one used lately, then all of them by group. Arrow keys move, Enter
 * picks, Escape closes.
 *
 * @import { Emoji } from "../../text/emoji.js"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { useModal } from "../modal.js";
import { findEmoji } from "../../text/emoji.js";

const MOST_FOUND = 120;

/** @param {{ onPick: (emoji: string) => void, onClose: () => void }} props */
export function EmojiPicker({ onPick, onClose }) {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const [all, setAll] = useState(/** @type {Emoji[]} */ ([]));
  const [query, setQuery] = useState("");
  const modal = useModal(onClose);
  useEffect(() => void actions.emoji.load(language).then(setAll), [language]);

  const recent = actions.emoji.recent();
  const byEmoji = new Map(all.map((one) => [one.emoji, one]));
  /** @type {[string, Emoji[]][]} */
  const groups = query.trim() !== "" ? [["", findEmoji(all, query, MOST_FOUND)]] : [
    ["recent", recent.map((emoji) => byEmoji.get(emoji)).filter((one) => one !== undefined)],
    ...Map.groupBy(all, ({ group }) => group),
  ];

  /** @param {string} emoji */
  function pick(emoji) {
    actions.emoji.used(emoji);
    onPick(emoji);
    onClose();
  }

  /** @param {KeyboardEvent} event */
  function move(event) {
    const buttons = [...modal.ref.current?.querySelectorAll("button.emoji") ?? []];
    const at = buttons.indexOf(/** @type {Element} */ (document.activeElement));
    const step = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: columns(buttons),
      ArrowUp: -columns(buttons),
    }[event.key];
    if (event.key === "Enter" && at < 0 && buttons[0] instanceof HTMLElement) {
      event.preventDefault();
      buttons[0].click();
    }
    if (step === undefined || (at < 0 && step !== columns(buttons))) return;
    event.preventDefault();
    const next = buttons[at < 0 ? 0 : Math.max(0, Math.min(buttons.length - 1, at + step))];
    if (next instanceof HTMLElement) next.focus();
  }

  return html`
    <dialog
      class="dialog picker"
      ...${modal}
      aria-label=${t("emoji.title")}
      data-test="picker"
      onKeyDown=${move}
    >
      <input
        class="field__input picker__search"
        type="search"
        value=${query}
        placeholder=${t("emoji.search")}
        aria-label=${t("emoji.search")}
        autofocus
        onInput=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ event) =>
          setQuery(event.currentTarget.value)}
      />
      <div class="picker__all" aria-busy=${all.length === 0}>
        ${groups.filter(([, found]) => found.length > 0).map(([group, found]) =>
          html`
            <section key=${group}>
              ${group !== "" && html`
                <h2 class="side__title picker__group">
                  ${t(/** @type {import("../../words/words.js").Key} */ (`emoji.${group}`))}
                </h2>
              `}
              <div class="picker__grid">
                ${found.map(({ emoji, code, words }) =>
                  html`
                    <button
                      class="emoji"
                      key=${emoji}
                      type="button"
                      title=${code === "" ? words : `:${code}:`}
                      aria-label=${words}
                      onClick=${() => pick(emoji)}
                    >
                      ${emoji}
                    </button>
                  `
                )}
              </div>
            </section>
          `
        )}
        ${all.length > 0 && groups.every(([, found]) => found.length === 0) && html`
          <p class="picker__none">${t("emoji.none")}</p>
        `}
      </div>
    </dialog>
  `;
}

/**
 * How many stand in a row just now.
 * @param {Element[]} buttons
 */
function columns(buttons) {
  const top = buttons[0]?.getBoundingClientRect().top;
  const row = buttons.findIndex((button) => button.getBoundingClientRect().top !== top);
  return row > 0 ? row : 1;
}
