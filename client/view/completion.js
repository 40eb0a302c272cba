/**
 * What could be meant while one writes: `:smi` for an emoji, `@an` for a person in the room. Arrow
 * keys choose, Enter or Tab takes, Escape lets it be.
 */
import { useEffect, useState } from "preact/hooks";
import { useActions, useSelect } from "./hooks.js";
import { openRoom } from "../state/select.js";
import { findEmoji } from "../text/emoji.js";
import { isComposing } from "../text/shortcut.js";

/** @typedef {{ shown: string, text: string }} Choice */

const MOST = 8;
const EMOJI = /(?:^|\s):([\p{L}\p{N}_+-]{2,30})$/u;
const PERSON = /(?:^|\s)@([\p{L}\p{M}\p{N}_.'’-]{1,32})$/u;

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
  const [active, setActive] = useState(0);
  const [ignored, ignore] = useState("");

  useEffect(() => {
    let isCurrent = true;
    /** @param {Choice[]} found */
    const show = (found) => {
      if (!isCurrent) return;
      setChoices(found);
      setActive(0);
    };
    const code = EMOJI.exec(text)?.[1];
    const person = PERSON.exec(text)?.[1]?.toLowerCase();
    if (code !== undefined) {
      void actions.emoji.load(language).then((all) =>
        show(
          findEmoji(all, code, MOST).map(({ emoji, code, words }) => {
            return { shown: `${emoji} ${code === "" ? words : `:${code}:`}`, text: emoji };
          }),
        )
      );
    } else if (person !== undefined) {
      const names = (room?.users ?? []).map(({ name }) => name).filter((name) => name !== me);
      show(
        names.filter((name) => name.toLowerCase().startsWith(person)).slice(0, MOST)
          .map((name) => ({ shown: name, text: `@${name}` })),
      );
    } else show([]);
    return () => {
      isCurrent = false;
    };
  }, [text, language]);

  const open = ignored === text ? [] : choices;

  /** @param {Choice} choice */
  function take(choice) {
    const start = Math.max(text.lastIndexOf(":"), text.lastIndexOf("@"));
    replace(`${text.slice(0, start)}${choice.text} `);
    setChoices([]);
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} true if the key was for the choices
   */
  function onKey(event) {
    const choice = open[active];
    if (choice === undefined || isComposing(event)) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      setActive((active + (event.key === "ArrowDown" ? 1 : open.length - 1)) % open.length);
    } else if (event.key === "Enter" || event.key === "Tab") take(choice);
    else if (event.key === "Escape") ignore(text);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  return { choices: open, active, take, onKey };
}
