/**
 * Where a text is code: between three back ticks, or in one line between one or two. What is in it
 * means nothing else. The server knows the same, in `history/mentions.ts`.
 */

/** Marks of exactly one, two or three ticks, none behind a backslash. */
export const CODE =
  /(?<![`\\])(?:```(?!`)[^]*?[^`]```(?!`)|``(?!`)[^\n]*?[^`\n]``(?!`)|`[^`\n]+`(?!`))/g;

/**
 * Code with its ticks and the text between, in turn, as they stand.
 * @param {string} text
 * @param {(code: string) => boolean} isWanted
 * @returns {{ text: string, isCode: boolean, index: number }[]}
 */
export function splitCode(text, isWanted = () => true) {
  if (!text.includes("`")) return [{ text, isCode: false, index: 0 }];
  const parts = [];
  let done = 0;
  for (const { 0: code, index } of text.matchAll(CODE)) {
    if (!isWanted(code)) continue;
    parts.push({ text: text.slice(done, index), isCode: false, index: done });
    parts.push({ text: code, isCode: true, index });
    done = index + code.length;
  }
  parts.push({ text: text.slice(done), isCode: false, index: done });
  return parts.filter(({ text }) => text !== "");
}
