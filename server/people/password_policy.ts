/**
 * Which passwords are too easy to guess (ASVS 5.0, 6.2.4 and 6.2.11): the 3,000 commonest that are
 * long enough to be chosen, one character again and again, and those made from the person's own name.
 * `common_passwords.txt` comes from tests/tools/make_name_lists.mjs.
 */
import common from "./common_passwords.txt" with { type: "text" };
import { foldName } from "./names.ts";
import { ChatError } from "../base/errors.ts";

/** What may stand beside the name without making a password of it: nearly nothing, or a year. */
const LITTLE = /^(?:.{0,3}|\d{0,6})$/u;

/** Tells passwords that anybody would try. */
export class PasswordPolicy {
  #list: ReadonlySet<string> | null = null;

  /** Throws a ChatError `common_password` for a password that a guesser tries first. */
  mustBeHardToGuess(password: unknown, name: string): void {
    if (typeof password !== "string") return;
    const folded = foldName(password).trim();
    if (this.#common.has(folded) || new Set(folded).size < 3) {
      throw tooEasy("it is one of the most common, which are tried first");
    }
    const [bare, ofName] = [folded, foldName(name)].map((text) =>
      text.replace(/[^\p{L}\p{Nd}]/gu, "")
    ) as [string, string];
    if (ofName.length >= 3 && bare.includes(ofName) && LITTLE.test(bare.replaceAll(ofName, ""))) {
      throw tooEasy("it is little more than the name");
    }
  }

  /** Split when the first password is chosen: a start need not wait for it. */
  get #common(): ReadonlySet<string> {
    return this.#list ??= new Set(common.trimEnd().split("\n"));
  }
}

function tooEasy(why: string): ChatError {
  return new ChatError("common_password", `Cannot use this password: ${why}. Choose another one`);
}
