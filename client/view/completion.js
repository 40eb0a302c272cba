/**
 * What could be meant while one writes: `:smi` for an emoji, `@an` for a person in the room. Arrow
 * keys choose, Tab takes, Escape lets it be. Enter takes what was chosen or can only be meant, and
 * else sends.
 */
import { useEffect, useState } from "preact/hooks";
import { useActions, useSelect } from "./hooks.js";
import { canCallAll, openRoom } from "../state/selectors.js";
import { isSureEmoji, isSureName, namesFor, tokenAt } from "../text/completion.js";
import { findEmoji } from "../text/emoji.js";
import { isComposing } from "../text/shortcut.js";

/** @typedef {{ shown: string, text: string, start: number }} Choice */
/** @typedef {import("../text/completion.js").Token} Token */

const MAX_CHOICES = 8;

/**
 * @param {string} text what stands before the caret
 * @param {(text: string) => void} replace puts another text before the caret
 */
export function useCompletion(text, replace) {
  const { choices, setChoices, foundFor, active, setActive } = useChoices(text);
  const [dismissed, dismiss] = useState("");
  const open = dismissed === text ? [] : choices;

  /** @param {Choice} choice */
  function accept(choice) {
    replace(`${text.slice(0, choice.start)}${choice.text} `);
    setChoices([]);
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} true if the key was for the choices
   */
  function onKey(event) {
    if (open.length === 0 || foundFor !== text || isComposing(event)) return false;
    const chosen = open[active];
    const likeliest = chosen ?? open[0];
    if (event.key === "ArrowDown") setActive((active + 1) % open.length);
    else if (event.key === "ArrowUp") setActive((active <= 0 ? open.length : active) - 1);
    else if (event.key === "Enter" && !event.shiftKey && chosen !== undefined) accept(chosen);
    else if (event.key === "Tab" && !event.shiftKey && likeliest !== undefined) accept(likeliest);
    else if (event.key === "Escape") dismiss(text);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  return { choices: open, active, accept, onKey };
}

/**
 * What could be meant at the end of a text, a moment after it was typed.
 * @param {string} text
 */
function useChoices(text) {
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const room = useSelect(openRoom);
  const me = useSelect((state) => state.me?.name ?? "");
  const mayCallAll = useSelect(canCallAll);
  const [choices, setChoices] = useState(/** @type {Choice[]} */ ([]));
  /** The text for which they were found: a key that comes sooner is not for them. */
  const [foundFor, setFoundFor] = useState("");
  /** Which one is chosen; none while -1. */
  const [active, setActive] = useState(-1);

  useEffect(() => {
    let isCurrent = true;
    /** @param {{ found: Choice[], isSure: boolean }} choices */
    const show = ({ found, isSure }) => {
      if (!isCurrent) return;
      setChoices(found);
      setFoundFor(text);
      setActive(isSure ? 0 : -1);
    };
    const token = tokenAt(text);
    if (token === null) show({ found: [], isSure: false });
    else if (token.kind === "person") show(personChoices(room, me, token, mayCallAll));
    else void actions.emoji.load(language).then((all) => show(emojiChoices(all, token)));
    return () => {
      isCurrent = false;
    };
  }, [text, language]);
  return { choices, setChoices, foundFor, active, setActive };
}

/**
 * @param {import("../text/emoji.js").Emoji[]} all
 * @param {Token} token
 */
function emojiChoices(all, { query, start }) {
  const emoji = findEmoji(all, query, MAX_CHOICES);
  const found = emoji.map(({ emoji, code, words }) => {
    return { shown: `${emoji} ${code === "" ? words : `:${code}:`}`, text: emoji, start };
  });
  return { found, isSure: isSureEmoji(emoji[0], query) };
}

/**
 * @param {import("../state/state.js").RoomState | null} room
 * @param {string} me
 * @param {Token} token
 * @param {boolean} mayCallAll
 */
function personChoices(room, me, { query, start }, mayCallAll) {
  const people = new Set([
    ...(room?.users ?? []).map(({ name }) => name),
    ...(room?.messages ?? []).map(({ name }) => name).reverse(),
  ]);
  people.delete(me);
  if (mayCallAll) people.add("all").add("here");
  const names = namesFor([...people], query, MAX_CHOICES);
  const found = names.map((name) => ({ shown: name, text: `@${name}`, start }));
  return { found, isSure: isSureName(names, query) };
}
