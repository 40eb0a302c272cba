/**
 * Colours where somebody sees them: each person has the one that the page gives them, in as many colours as
 * the terminal has. With NO_COLOR, in a pipe and on a dumb terminal text is text.
 */

/** How many colours there are. */
export type ColourDepth = "none" | "16" | "256" | "true";

/** What a terminal says of itself. */
export interface TerminalTraits {
  isTerminal: boolean;
  /** NO_COLOR is set (https://no-color.org). */
  noColor: boolean;
  env: (name: string) => string | undefined;
}

/** The hues of `client/style/tokens.css`, on a light and on a dark ground. */
const HUES: readonly (readonly [light: string, dark: string])[] = [
  ["#a33a2f", "#ef9a8f"],
  ["#99480f", "#e9a36b"],
  ["#7d5c05", "#d9b45b"],
  ["#596a12", "#b5c46a"],
  ["#2f7030", "#8fcb8d"],
  ["#1d6f5a", "#74cbb1"],
  ["#166d80", "#6cc5d8"],
  ["#2563a0", "#86b9ea"],
  ["#4a55b5", "#a5aef2"],
  ["#7446ac", "#c3a4ee"],
  ["#933a94", "#e09ae0"],
  ["#a1335f", "#ee98b8"],
];

/** The same where there are eight colours: red, yellow, green, cyan, blue, magenta. */
const FEW = [31, 33, 33, 32, 32, 36, 36, 34, 34, 35, 35, 31];

/** How many colours a terminal has that says this of itself. */
export function colourDepth({ isTerminal, noColor, env }: TerminalTraits): ColourDepth {
  const term = env("TERM") ?? "";
  if (!isTerminal || noColor || term === "dumb") return "none";
  if (
    /^(?:truecolor|24bit)$/.test(env("COLORTERM") ?? "") ||
    term.endsWith("-direct")
  ) {
    return "true";
  }
  return term.includes("256") ? "256" : "16";
}

/** True where the terminal says that its ground is light; most are dark, and few say so. */
export function isLightGround(env: TerminalTraits["env"]): boolean {
  return /;(?:7|15)$/.test(env("COLORFGBG") ?? "");
}

/** Draws text. */
export class Style {
  readonly #depth: ColourDepth;
  readonly #isLight: boolean;

  constructor(depth: ColourDepth, isLight: boolean) {
    this.#depth = depth;
    this.#isLight = isLight;
  }

  /** What only helps. */
  soft(text: string): string {
    return this.#wrap(text, "2", "22");
  }

  strong(text: string): string {
    return this.#wrap(text, "1", "22");
  }

  /** What calls whoever reads. */
  call(text: string): string {
    return this.#wrap(text, "7", "27");
  }

  /** A person's name in their colour. */
  person(name: string, shown: string): string {
    const hue = hueOf(name);
    const [light, dark] = HUES[hue]!;
    const [r = 0, g = 0, b = 0] = Uint8Array.fromHex((this.#isLight ? light : dark).slice(1));
    const code = this.#depth === "true"
      ? `38;2;${r};${g};${b}`
      : this.#depth === "256"
      ? `38;5;${nearestOf256(r, g, b)}`
      : `${FEW[hue]}`;
    return this.#wrap(shown, `1;${code}`, "22;39");
  }

  #wrap(text: string, on: string, off: string): string {
    return this.#depth === "none" || text === "" ? text : `\x1b[${on}m${text}\x1b[${off}m`;
  }
}

/** The page's own number for a name, 0 to 11: `client/text/person.js`. */
export function hueOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const char of name.normalize("NFKC").toLowerCase()) {
    hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193) >>> 0;
  }
  return ((hash ^ (hash >>> 15)) >>> 0) % HUES.length;
}

/** Of the 6 × 6 × 6 colours behind the first sixteen the one that is nearest. */
function nearestOf256(...channels: number[]): number {
  const levels = [0, 95, 135, 175, 215, 255];
  const step = (value: number) =>
    levels.reduce(
      (best, level, i) => Math.abs(level - value) < Math.abs(levels[best]! - value) ? i : best,
      0,
    );
  return channels.reduce((sum, channel) => sum * 6 + step(channel), 0) + 16;
}
