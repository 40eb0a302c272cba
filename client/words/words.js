/**
 * Words in the reader's language: `t("room.deleted", { room })`. A plural is an object by category,
 * chosen by `Intl.PluralRules` from the value `n`. English is there from the start; the others are
 * fetched when they are chosen, and in each language the rarer words with the first part that is.
 *
 * @import { enAdmin } from "./en_admin.js"
 * @import { enDialogs } from "./en_dialogs.js"
 * @import { enOwn } from "./en_own.js"
 */
import { en } from "./en.js";

/** @typedef {string | Partial<Record<Intl.LDMLPluralRule, string>>} Phrase */
/** @typedef {keyof typeof en | keyof typeof enAdmin | keyof typeof enDialogs} Key */
/** @typedef {Record<keyof typeof en, Phrase>} Words */
/** @typedef {Record<keyof typeof enAdmin, Phrase>} RareWords those of parts that are fetched on use */
/** @typedef {Record<keyof typeof enDialogs, Phrase>} DialogWords likewise */
/** @typedef {Record<keyof typeof enOwn, Phrase>} OwnWords of these, those about what is one's own */

/** Languages there are words for, with their own names for themselves. */
export const NAMES = Object.freeze({ en: "English", uk: "Українська", ru: "Русский", th: "ไทย" });
export const LANGUAGES = Object.freeze(Object.keys(NAMES));

/** @type {Map<string, Words & Partial<RareWords & DialogWords>>} */
const LOADED = new Map([["en", en]]);

/** Made once for each language. */
const RULES = /** @type {Map<string, Intl.PluralRules>} */ (new Map());

/**
 * Fetches the words of a language, if they are not there yet.
 * @param {string} language
 */
export async function loadWords(language) {
  if (LOADED.has(language) || !LANGUAGES.includes(language)) return;
  const module = await import(`./${language}.js`);
  LOADED.set(language, module[language]);
}

/**
 * Fetches the words of a language that only parts which are fetched on use need.
 * @param {string} language
 */
export async function loadRareWords(language) {
  const words = LOADED.get(language);
  if (words === undefined || "house.invite" in words) return;
  const [admin, dialogs] = await Promise.all([
    import(`./${language}_admin.js`),
    import(`./${language}_dialogs.js`),
  ]);
  const rare = { ...admin[`${language}Admin`], ...dialogs[`${language}Dialogs`] };
  LOADED.set(language, { ...words, ...rare });
}

/**
 * @param {string} language
 * @param {Key} key
 * @param {Record<string, string | number>} [values]
 */
export function translate(language, key, values = {}) {
  /** @type {Partial<Record<Key, Phrase>>} */
  const words = LOADED.get(language) ?? en;
  const phrase = words[key];
  let text = typeof phrase === "string" ? phrase : undefined;
  if (typeof phrase === "object") {
    const rules = RULES.get(language) ?? new Intl.PluralRules(language);
    RULES.set(language, rules);
    const category = rules.select(Number(values.n ?? 0));
    text = phrase[category] ?? phrase.other;
  }
  return (text ?? key).replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? value.toLocaleString(language) : value ?? "";
  });
}

/**
 * The sentence for an error's code.
 * @param {string} language
 * @param {string} code
 * @param {Record<string, string | number>} [values]
 */
export function translateError(language, code, values) {
  const key = `error.${code}`;
  return translate(language, /** @type {Key} */ (key in en ? key : "error.internal"), values);
}
