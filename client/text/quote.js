/** Somebody's words as a quote, to answer below it. */

/** Lines and characters of a quote: enough to know what is meant. */
const LINES = 3;
const CHARACTERS = 240;
/** A fence that stands alone. What is cut off may have held its second one, and it would take in the answer. */
const FENCE_LINE = /^\s*```[\w+#.-]*\s*$/;

/**
 * Lines that begin with "> ", the first with the name of who said it; quotes in it are left out.
 * @param {string} name
 * @param {string} text
 */
export function quoteOf(name, text) {
  const said = text.split("\n")
    .filter((line) => !line.startsWith("> ") && /\S/.test(line) && !FENCE_LINE.test(line))
    .map((line) => line.replaceAll("```", "`"));
  const letters = [...said.slice(0, LINES).join("\n")];
  const isCut = letters.length > CHARACTERS || said.length > LINES;
  const words = letters.slice(0, CHARACTERS).join("") + (isCut ? "…" : "");
  return `@${name}: ${words}`.trimEnd().split("\n").map((line) => `> ${line}\n`).join("");
}
