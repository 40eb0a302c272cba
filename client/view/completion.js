/**
 * What could be meant while one writes: `:smi` for an emoji, `@an` for a person in the room. Arrow
 * keys choose, Tab takes, Escape lets it be. Enter takes what was chosen or can only be meant, and
 * else sends.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { useActions, useSelect } from "./hooks.js";
import { canCallAll, hasMembers, openRoom } from "../state/selectors.js";
import { isSureEmoji, isSureName, namesFor, tokenAt } from "../text/completion.js";
import { findEmoji } from "../text/emoji.js";
import { isComposing } from "../text/shortcut.js";

/** @typedef {{ shown: string, text: string, start: number }} Choice */
/**
 * What was found for a text; `active`: which is chosen, none while -1.
 * @typedef {{ text: string, found: Choice[], active: number }} Choices
 */
/** @typedef {import("../text/completion.js").Token} Token */
/** @typedef {import("../text/emoji.js").Emoji} Emoji */

const MAX_CHOICES = 8;
const KEYS = new Set(["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape"]);
/** @type {Choices} */
const NOTHING = { text: "", found: [], active: -1 };

/**
 * @param {string} text what stands before the caret
 * @param {(text: string) => void} replace puts another text before the caret
 */
export function useCompletion(text, replace) {
  const { shown, setShown, findNow, whenFound } = useChoices(text);
  const [dismissed, dismiss] = useState("");
  const field = useRef({ text, replace });
  field.current = { text, replace };
  const open = dismissed === text ? [] : shown.found;

  /**
   * @param {Choice} choice
   * @param {string} [typed] what stood there; more may have been written since
   */
  function accept(choice, typed = text) {
    const { text: current, replace } = field.current;
    if (!current.startsWith(typed)) return;
    replace(
      `${typed.slice(0, choice.start)}${choice.text} ${current.slice(typed.length)}`,
    );
    setShown({ ...NOTHING, text });
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} true if the key was for the choices
   */
  function onKey(event) {
    if (!KEYS.has(event.key) || event.shiftKey || isComposing(event)) {
      return false;
    }
    if (dismissed === text) return false;
    // Who writes fast presses the key before the choices are drawn.
    const choices = shown.text === text && shown.found.length > 0 ? shown : findNow();
    if (choices === null && event.key === "Tab") {
      whenFound(({ found: [likeliest] }) => likeliest && accept(likeliest, text));
    } else if (choices === null || choices.found.length === 0) return false;
    else if (!press(event.key, choices)) return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /**
   * @param {string} key
   * @param {Choices} choices
   * @returns {boolean} true if it was for them
   */
  function press(key, choices) {
    const { found, active } = choices;
    const chosen = found[active] ?? (key === "Tab" ? found[0] : undefined);
    const choose = (/** @type {number} */ next) => setShown({ ...choices, active: next });
    if (key === "ArrowDown") choose((active + 1) % found.length);
    else if (key === "ArrowUp") {
      choose((active <= 0 ? found.length : active) - 1);
    } else if (key === "Escape") dismiss(text);
    else if (chosen === undefined) return false;
    else accept(chosen);
    return true;
  }

  return { choices: open, active: shown.active, accept, onKey };
}

/**
 * What could be meant at the end of a text: shown a moment after it was typed, found at once for a key.
 * @param {string} text
 */
function useChoices(text) {
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const room = useSelect(openRoom);
  const me = useSelect((state) => state.me?.name ?? "");
  const mayCallAll = useSelect(canCallAll);
  const [shown, setShown] = useState(NOTHING);
  const emoji = useRef(/** @type {Emoji[] | null} */ (null));

  /** @returns {Choices | null} null while what an emoji is found in is still on its way */
  function findNow() {
    const token = tokenAt(text);
    if (token === null) return { ...NOTHING, text };
    if (token.kind === "person") {
      return personChoices(text, room, me, token, mayCallAll);
    }
    return emoji.current && emojiChoices(text, emoji.current, token);
  }

  /** @param {(choices: Choices) => void} tell */
  async function whenFound(tell) {
    if (tokenAt(text)?.kind === "emoji") {
      emoji.current = await actions.emoji.load(language);
    }
    tell(findNow() ?? NOTHING);
  }

  // Who belongs to a private room is asked once somebody is about to be named there.
  const members = room?.members;
  const asked = room && hasMembers(room.room) && !members && tokenAt(text)?.kind === "person" &&
    room.room;
  useEffect(() => {
    if (asked) actions.rooms.members(asked);
  }, [asked]);
  useEffect(() => {
    let isCurrent = true;
    void whenFound((choices) => isCurrent && setShown(choices));
    return () => {
      isCurrent = false;
    };
  }, [text, language, members]);
  return { shown, setShown, findNow, whenFound };
}

/**
 * @param {string} text
 * @param {Emoji[]} all
 * @param {Token} token
 * @returns {Choices}
 */
function emojiChoices(text, all, { query, start }) {
  const emoji = findEmoji(all, query, MAX_CHOICES);
  const found = emoji.map(({ emoji, code, words }) => {
    return {
      shown: `${emoji} ${code === "" ? words : `:${code}:`}`,
      text: emoji,
      start,
    };
  });
  return { text, found, active: isSureEmoji(emoji[0], query) ? 0 : -1 };
}

/**
 * @param {string} text
 * @param {import("../state/state.js").RoomState | null} room
 * @param {string} me
 * @param {Token} token
 * @param {boolean} mayCallAll
 * @returns {Choices}
 */
function personChoices(text, room, me, { query, start }, mayCallAll) {
  const people = new Set([
    ...[...(room?.users ?? []), ...(room?.members ?? [])].map(({ name }) => name),
    ...(room?.messages ?? []).map(({ name }) => name).reverse(),
  ]);
  people.delete(me);
  if (mayCallAll) people.add("all").add("here");
  const names = namesFor([...people], query, MAX_CHOICES);
  const found = names.map((name) => ({ shown: name, text: `@${name}`, start }));
  return { text, found, active: isSureName(names, query) ? 0 : -1 };
}
