/**
 * From the bytes of a terminal to keys. A character or a sequence may come in several pieces, and what is
 * pasted is text, never keys: nobody can be made to press Enter by what they paste.
 */

/** A key that was pressed, or text that was pasted. */
export type Key =
  | { kind: "text"; text: string }
  | { kind: "paste"; text: string }
  /** A named key with its modifiers: `enter`, `ctrl-a`, `alt-b`, `ctrl-right`. */
  | { kind: "key"; name: string };

/** Units of a paste that are kept: more than any message may have. */
const MAX_PASTE_UNITS = 64 * 1024;
/** Units of a sequence after which it is taken for none. */
const MAX_SEQUENCE_UNITS = 64;

const PASTE_BEGINS = "\x1b[200~";
const PASTE_ENDS = "\x1b[201~";

const CONTROLS: Readonly<Record<string, string>> = {
  "\r": "enter",
  "\n": "enter",
  "\t": "tab",
  "\b": "backspace",
  "\x7f": "backspace",
  "\x1f": "ctrl-_",
};

/** The last letter of `ESC [ A` and `ESC O A`. */
const LETTERS: Readonly<Record<string, string>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  F: "end",
  H: "home",
  M: "enter",
  Z: "shift-tab",
};

/** The number of `ESC [ 3 ~`. */
const NUMBERS: Readonly<Record<string, string>> = {
  1: "home",
  3: "delete",
  4: "end",
  5: "page-up",
  6: "page-down",
  7: "home",
  8: "end",
};

/** `ESC [ 1 ; 5 C`: a bit each, and one is added. */
const MODIFIERS = ["shift-", "alt-", "ctrl-"];

/** Codes of keys as terminals send them that tell apart what the old sequences cannot: `ESC [ 13 ; 2 u`. */
const CODES: Readonly<Record<string, string>> = {
  9: "tab",
  13: "enter",
  27: "escape",
  127: "backspace",
};

/** `ESC [`, its parameters, its intermediates, its end (ECMA-48, 5.4). */
// deno-lint-ignore no-control-regex -- the escape character is what is looked for
const SEQUENCE = /^\x1b\[([0-?]*)[ -/]*([@-~])/;
/** What a terminal answers to questions that we do not ask: a string up to its terminator. */
// deno-lint-ignore no-control-regex -- the escape character is what is looked for
const ANSWER = /^\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)/;

/** Reads keys from bytes as they come. */
export class KeyDecoder {
  readonly #decoder = new TextDecoder();
  #rest = "";
  #paste: string | null = null;

  /** The keys that are whole with these bytes. */
  push(bytes: Uint8Array): Key[] {
    this.#rest += this.#decoder.decode(bytes, { stream: true });
    return this.#take(false);
  }

  /** True while an escape character may still be the beginning of something. */
  get isWaiting(): boolean {
    return this.#paste === null && this.#rest !== "";
  }

  /** Nothing followed: what waits is what it is by itself. */
  flush(): Key[] {
    return this.#take(true);
  }

  #take(isAll: boolean): Key[] {
    const keys: Key[] = [];
    while (this.#rest !== "") {
      if (this.#paste !== null) {
        if (!this.#readPaste(this.#paste, keys)) break;
        continue;
      }
      const found = this.#next(isAll);
      if (found === null) break;
      this.#rest = this.#rest.slice(found.length);
      if (found.key !== null) keys.push(found.key);
    }
    return keys;
  }

  /** Takes in what is there of a paste; false while its end has not come. */
  #readPaste(before: string, keys: Key[]): boolean {
    const all = before + this.#rest;
    const at = all.indexOf(PASTE_ENDS);
    if (at < 0) {
      // What is too long is read to its end all the same, or the rest would count as keys.
      const isTooLong = all.length > MAX_PASTE_UNITS + PASTE_ENDS.length;
      this.#paste = isTooLong ? all.slice(0, MAX_PASTE_UNITS) + all.slice(-PASTE_ENDS.length) : all;
      this.#rest = "";
      return false;
    }
    keys.push({ kind: "paste", text: all.slice(0, Math.min(at, MAX_PASTE_UNITS)) });
    this.#paste = null;
    this.#rest = all.slice(at + PASTE_ENDS.length);
    return true;
  }

  /** The next key and how much of the text it takes; null where more must come. */
  #next(isAll: boolean): { key: Key | null; length: number } | null {
    const text = this.#rest;
    if (text.startsWith("\x1b")) return this.#escape(text, isAll);
    const control = CONTROLS[text[0]!] ?? controlName(text[0]!);
    if (control !== null) {
      return { key: { kind: "key", name: control }, length: 1 };
    }
    // deno-lint-ignore no-control-regex -- controls end what is typed
    const [typed = ""] = /^[^\x00-\x1f\x7f-\x9f]+/.exec(text) ?? [];
    // C1 controls are no keys.
    if (typed === "") return { key: null, length: 1 };
    return { key: { kind: "text", text: typed }, length: typed.length };
  }

  #escape(text: string, isAll: boolean): { key: Key | null; length: number } | null {
    if (text.startsWith(PASTE_BEGINS)) {
      this.#paste = "";
      return { key: null, length: PASTE_BEGINS.length };
    }
    const whole = SEQUENCE.exec(text);
    if (whole !== null) {
      return { key: sequenceKey(whole), length: whole[0].length };
    }
    if (text[1] === "O" && text.length > 2) {
      const name = LETTERS[text[2]!];
      return { key: name === undefined ? null : { kind: "key", name }, length: 3 };
    }
    const answer = ANSWER.exec(text);
    if (answer !== null) return { key: null, length: answer[0].length };
    const mayGoOn = text.length === 1 || "[O]PX^_".includes(text[1]!);
    if (mayGoOn && !isAll && text.length < MAX_SEQUENCE_UNITS) return null;
    if (text.length === 1) {
      return { key: { kind: "key", name: "escape" }, length: 1 };
    }
    return altKey(text);
  }
}

/** `ctrl-a` for 1; null for what is no control. */
function controlName(character: string): string | null {
  const code = character.charCodeAt(0);
  if (code >= 1 && code <= 26) return `ctrl-${String.fromCharCode(code + 96)}`;
  return code < 32 ? "none" : null;
}

/** A key with Alt comes behind an escape character. */
function altKey(text: string): { key: Key; length: number } {
  const character = String.fromCodePoint(text.codePointAt(1)!);
  const name = CONTROLS[character] ?? controlName(character) ??
    character.toLowerCase();
  return { key: { kind: "key", name: `alt-${name}` }, length: 1 + character.length };
}

function sequenceKey([, parameters = "", end = ""]: RegExpExecArray): Key | null {
  const [first = "", modifier = "1"] = parameters.split(";");
  const base = end === "~" ? NUMBERS[first] : end === "u" ? codeName(first) : LETTERS[end];
  if (base === undefined) return null;
  const bits = Number(modifier.split(":")[0]) - 1;
  const held = MODIFIERS.filter((_, bit) => bits > 0 && (bits & (1 << bit)) !== 0).reverse();
  return { kind: "key", name: held.join("") + base };
}

function codeName(code: string): string | undefined {
  const number = Number(code.split(":")[0]);
  return CODES[number] ??
    (number >= 97 && number <= 122 ? String.fromCharCode(number) : undefined);
}
