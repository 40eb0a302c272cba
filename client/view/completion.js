/**
 * What could be meant while one writes: `:smi` for an emoji, `@an` for a person in the room. Arrow
 * keys choose, Tab takes, Escape lets it be. Enter takes what was chosen or can only be meant, and
 * else sends.
 */
import { useEffect, useState } from "preact/hooks";
import { useActions, useSelect } from "./hooks.js";
import { openRoom } from "../state/selectors.js";
import { isSureEmoji, isSureName, namesFor, tokenAt } from "../text/completion.js";
import { findEmoji } from "../text/emoji.js";
import { isComposing } from "../text/shortcut.js";

/** @typedef {{ shown: string, text: string, start: number }} Choice */

const MAX_CHOICES = 8;

/**
 * @param {string} text what stands before the caret
 * @param {(text: string) => void} replace puts another text before the caret
 */
export function useCompletion(text, replace) {
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const room = useSelect(openRoom);
  const me = useSelect((state) => state.me?.name ?? "");
  const [choices, setChoices] = useState(/** @type {Choice[]} */ ([]));
  /** The text for which they were found: a key that comes sooner is not for them. */
  const [about, setAbout] = useState("");
  /** Which one is chosen; none while -1. */
  const [active, setActive] = useState(-1);
  const [ignored, ignore] = useState("");

  useEffect(() => {
    let isCurrent = true;
    /**
     * @param {Choice[]} found
     * @param {boolean} isSure
     */
    const show = (found, isSure) => {
      if (!isCurrent) return;
      setChoices(found);
      setAbout(text);
      setActive(isSure ? 0 : -1);
    };
    const token = tokenAt(text);
    if (token === null) show([], false);
    else if (token.kind === "emoji") {
      const { query, start } = token;
      void actions.emoji.load(language).then((all) => {
        const found = findEmoji(all, query, MAX_CHOICES);
        show(
          found.map(({ emoji, code, words }) => {
            return { shown: `${emoji} ${code === "" ? words : `:${code}:`}`, text: emoji, start };
          }),
          isSureEmoji(found[0], query),
        );
      });
    } else {
      const { query, start } = token;
      const people = new Set([
        ...(room?.users ?? []).map(({ name }) => name),
        ...(room?.messages ?? []).map(({ name }) => name).reverse(),
      ]);
      people.delete(me);
      const names = namesFor([...people], query, MAX_CHOICES);
      show(
        names.map((name) => ({ shown: name, text: `@${name}`, start })),
        isSureName(names, query),
      );
    }
    return () => {
      isCurrent = false;
    };
  }, [text, language]);

  const open = ignored === text ? [] : choices;

  /** @param {Choice} choice */
  function take(choice) {
    replace(`${text.slice(0, choice.start)}${choice.text} `);
    setChoices([]);
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} true if the key was for the choices
   */
  function onKey(event) {
    if (open.length === 0 || about !== text || isComposing(event)) return false;
    const chosen = open[active];
    const likeliest = chosen ?? open[0];
    if (event.key === "ArrowDown") setActive((active + 1) % open.length);
    else if (event.key === "ArrowUp") setActive((active <= 0 ? open.length : active) - 1);
    else if (event.key === "Enter" && !event.shiftKey && chosen !== undefined) take(chosen);
    else if (event.key === "Tab" && !event.shiftKey && likeliest !== undefined) take(likeliest);
    else if (event.key === "Escape") ignore(text);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  return { choices: open, active, take, onKey };
}
