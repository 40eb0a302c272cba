/**
 * Text that someone else wrote, on its way to a terminal: what could drive the terminal, forge a line or
 * turn the order of what stands around it is shown as what it is, `\u001b`. Marks that only help letters
 * of two directions to find their places stay.
 */

/** Controls but tab, line ends, and the embeddings, overrides and isolates of the bidirectional algorithm. */
const DRIVING = /[^\P{Cc}\t]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** The text, in one line, with nothing in it that a terminal would act on. */
export function printable(text: string): string {
  return text.replace(
    DRIVING,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The same for text of several lines: each but the first stands indented, so that it is nobody's words. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n    ");
}
