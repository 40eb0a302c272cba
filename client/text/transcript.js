/** What was said, as text that one would send on. Pure. */
import { clockTime } from "./time.js";

/**
 * What one person said after another, under a line with their name and the time.
 * @param {readonly { name: string, time: string, text: string }[]} messages
 * @param {string} language
 */
export function transcript(messages, language) {
  return messages.map(({ name, time, text }, i) => {
    const previous = messages[i - 1]?.name;
    if (previous === name) return text;
    return `${previous === undefined ? "" : "\n"}${name}, ${clockTime(time, language)}\n${text}`;
  }).join("\n").replaceAll("\u2028", "\n");
}
