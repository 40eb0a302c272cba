/** Emoji by their shortcodes, `:smile:`, as the page has them: fetched when they are first wanted. */

/** One of them. */
export interface EmojiCode {
  emoji: string;
  code: string;
}

/** Where a code may stand: alone, not in a time of day or a program's text. */
const CODE = /(?<=^|[\s(]):([a-z0-9_+-]+):(?=$|[\s.,!?)])/g;

/** All of them. */
export class EmojiCodes {
  readonly #fetch: () => Promise<string>;
  #byCode: ReadonlyMap<string, string> = new Map();
  #loading: Promise<void> | null = null;

  constructor(fetch: () => Promise<string>) {
    this.#fetch = fetch;
  }

  /** Resolves once they are there, or could not be had: another try may. */
  load(): Promise<void> {
    this.#loading ??= this.#fetch().then(
      (text) => {
        this.#byCode = new Map(
          text.split("\n").map((line) => line.split("\t")).filter(([, code = ""]) => code !== "")
            .map(([emoji = "", code = ""]) => [code, emoji]),
        );
      },
      () => {
        this.#loading = null;
      },
    );
    return this.#loading;
  }

  /** The emoji of a code, with or without its colons; null for none. */
  find(code: string): string | null {
    return this.#byCode.get(code.replace(/^:|:$/g, "").toLowerCase()) ?? null;
  }

  /** Those whose code begins so, in the order of the page. */
  startingWith(prefix: string): EmojiCode[] {
    return [...this.#byCode].filter(([code]) => code.startsWith(prefix))
      .map(([code, emoji]) => ({ code, emoji }));
  }

  /** The text with emoji for their codes; what is code stays as it is. */
  replaceIn(text: string): string {
    if (text.includes("`")) return text;
    return text.replace(CODE, (whole, code: string) => this.find(code) ?? whole);
  }
}
