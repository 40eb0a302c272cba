/**
 * The emoji picker: search, what one used lately, then all of them by group. It stands beside what it was
 * opened from, on a phone at the bottom. Arrow keys move, Enter picks, Escape and a press beside it close.
 *
 * @import { Emoji } from "../../text/emoji.js"
 * @import { Key } from "../../words/words.js"
 * @import { Anchor } from "../popover_position.js"
 */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "htm/preact";
import { placePopover } from "../popover_position.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { useModal } from "../modal.js";
import { SkinTones } from "./skin_tones.js";
import { findEmoji, withoutTone } from "../../text/emoji.js";
import { isComposing } from "../../text/shortcut.js";

const MAX_FOUND = 120;

/** What stands for each group on its tab. */
const TABS = Object.freeze({
  recent: "🕘",
  smileys: "😀",
  people: "👋",
  nature: "🐻",
  food: "🍏",
  travel: "🚀",
  activities: "⚽",
  objects: "💡",
  symbols: "💛",
  flags: "🏁",
});

/** @typedef {[group: string, found: Emoji[]]} Group */

/** @param {{ onPick: (emoji: string) => void, onClose: () => void, anchor?: Anchor }} props */
export function EmojiPicker({ onPick, onClose, anchor }) {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const [all, setAll] = useState(/** @type {Emoji[]} */ ([]));
  const [query, setQuery] = useState("");
  const [tone, setTone] = useState(() => actions.emoji.skinTone());
  const modal = useModal(onClose);
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => void actions.emoji.load(language).then(setAll), [language, tone]);
  useLayoutEffect(() => placePopover(modal.ref.current, anchor), []);
  const groups = groupsOf(all, query, actions.emoji.recent());

  /** @param {string} emoji */
  function pick(emoji) {
    actions.emoji.markUsed(emoji);
    onPick(emoji);
    onClose();
  }

  return html`
    <dialog
      class="dialog picker"
      ...${modal}
      aria-label=${t("emoji.title")}
      tabindex="-1"
      data-test="picker"
      onKeyDown=${moveFocus}
    >
      <${PickerHead} query=${query} onQuery=${setQuery} tone=${tone} onTone=${setTone} />
      <${Tabs} groups=${groups} list=${list} />
      <div
        class="picker__all"
        ref=${list}
        tabindex="-1"
        autofocus=${isTouch()}
        aria-busy=${all.length === 0}
      >
        ${groups.map(([group, found]) =>
          html`<${Section} key=${group} group=${group} found=${found} onPick=${pick} />`
        )}
        ${all.length > 0 && groups.length === 0 && html`
          <p class="picker__none">${t("emoji.none")}</p>
        `}
      </div>
    </dialog>
  `;
}

/**
 * @param {{ query: string, onQuery: (text: string) => void, tone: string,
 *   onTone: (tone: string) => void }} props
 */
function PickerHead({ query, onQuery, tone, onTone }) {
  const t = useWords();
  const actions = useActions();
  return html`
    <div class="picker__head">
      <input
        class="field__input picker__search"
        type="search"
        value=${query}
        placeholder=${t("emoji.search")}
        aria-label=${t("emoji.search")}
        autocomplete="off"
        enterkeyhint="search"
        autofocus=${!isTouch()}
        onInput=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ event) =>
          onQuery(event.currentTarget.value)}
      />
      <${SkinTones}
        tone=${tone}
        onChoose=${(/** @type {string} */ chosen) => {
          actions.emoji.saveSkinTone(chosen);
          onTone(chosen);
        }}
      />
    </div>
  `;
}

/**
 * @param {Emoji[]} all
 * @param {string} query
 * @param {string[]} recent
 * @returns {Group[]} those with something in them
 */
function groupsOf(all, query, recent) {
  const byEmoji = new Map(all.map((one) => [withoutTone(one.emoji), one]));
  /** @param {string} emoji as it was used */
  const known = (emoji) => {
    const one = byEmoji.get(withoutTone(emoji));
    return one && { ...one, emoji };
  };
  /** @type {Group[]} */
  const groups = query.trim() !== "" ? [["", findEmoji(all, query, MAX_FOUND)]] : [
    ["recent", recent.map(known).filter((one) => one !== undefined)],
    ...Map.groupBy(all, ({ group }) => group),
  ];
  return groups.filter(([, found]) => found.length > 0);
}

/**
 * The groups, each a press away.
 * @param {{ groups: Group[], list: { current: HTMLElement | null } }} props
 */
function Tabs({ groups, list }) {
  const t = useWords();
  return html`
    <nav class="picker__tabs" aria-label=${t("emoji.groups")}>
      ${groups.map(([group], i) =>
        group !== "" && html`
          <button
            class="picker__tab"
            key=${group}
            type="button"
            data-test="emoji-group"
            aria-label=${t(/** @type {Key} */ (`emoji.${group}`))}
            title=${t(/** @type {Key} */ (`emoji.${group}`))}
            onClick=${() => list.current?.querySelectorAll("section")[i]?.scrollIntoView()}
          >
            ${TABS[/** @type {keyof typeof TABS} */ (group)]}
          </button>
        `
      )}
    </nav>
  `;
}

/** @param {{ group: string, found: Emoji[], onPick: (emoji: string) => void }} props */
function Section({ group, found, onPick }) {
  const t = useWords();
  return html`
    <section>
      ${group !== "" && html`
        <h2 class="sidebar__title picker__group">${t(/** @type {Key} */ (`emoji.${group}`))}</h2>
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
              onClick=${() => onPick(emoji)}
            >
              ${emoji}
            </button>
          `
        )}
      </div>
    </section>
  `;
}

/**
 * Arrow keys go through the emoji, Enter in the field takes the first.
 * @param {KeyboardEvent & { currentTarget: HTMLElement }} event
 */
function moveFocus(event) {
  // Inside a composition the keys belong to the input method.
  if (isComposing(event)) return;
  const buttons = [
    .../** @type {NodeListOf<HTMLElement>} */ (event.currentTarget.querySelectorAll(
      "button.emoji",
    )),
  ];
  const focused = /** @type {HTMLElement} */ (document.activeElement);
  const at = buttons.indexOf(focused);
  const row = columnCount(buttons);
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row }[event.key];
  const isInField = focused.matches("input");
  if (event.key === "Enter" && isInField) {
    event.preventDefault();
    buttons[0]?.click();
  }
  if (step === undefined || (at < 0 && (event.key !== "ArrowDown"))) return;
  event.preventDefault();
  buttons[at < 0 ? 0 : Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus();
}

/**
 * How many stand in a row just now.
 * @param {Element[]} buttons
 */
function columnCount(buttons) {
  const top = buttons[0]?.getBoundingClientRect().top;
  const row = buttons.findIndex((button) => button.getBoundingClientRect().top !== top);
  return row > 0 ? row : 1;
}

/** A finger wants to see emoji first, not half a screen of keyboard. */
function isTouch() {
  return matchMedia("(pointer: coarse)").matches;
}
