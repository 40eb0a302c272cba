/**
 * Times and days in the reader's own language, by the customs of their region and in their time zone.
 * Formatters know no zone: they are handed what the reader's wall clock shows, so that a time and the
 * day it stands under always agree, also after the device moved to another zone.
 */

/**
 * Formatters by locale and options: making one costs more than a hundred uses.
 * @type {Map<string, Intl.DateTimeFormat>}
 */
const FORMATS = new Map();

/**
 * The locale for words in `language` where the browser says `browser`: the words of one with the
 * region of the other, so that English to a German browser has `06:01` and the day before the month.
 * @param {string} language
 * @param {string} browser a language tag, as `navigator.language` has it
 */
export function localeOf(language, browser) {
  if (!isTag(browser)) return language;
  const { region } = new Intl.Locale(browser).maximize();
  if (region === undefined) return language;
  const locale = `${language}-${region}`;
  // English stands in for languages we have no words for, also where it has no customs of its own.
  if (language !== "en" || region === "US" || hasOwnConventions(locale)) return locale;
  const { hourCycle } = new Intl.DateTimeFormat(browser, { timeStyle: "short" }).resolvedOptions();
  return `en-001-u-hc-${hourCycle}`;
}

/** @param {string} tag */
function isTag(tag) {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** @param {string} locale */
function hasOwnConventions(locale) {
  return new Intl.DateTimeFormat(locale).resolvedOptions().locale === locale;
}

/**
 * @param {string} language
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(language, options) {
  const browser = navigator.language;
  const key = `${language} ${browser} ${JSON.stringify(options)}`;
  const known = FORMATS.get(key) ??
    new Intl.DateTimeFormat(localeOf(language, browser), { ...options, timeZone: "UTC" });
  FORMATS.set(key, known);
  return known;
}

/**
 * What the clock on the reader's wall shows, as if it were UTC.
 * @param {string} time ISO 8601
 */
function wallClockMs(time) {
  const date = new Date(time);
  return date.getTime() - date.getTimezoneOffset() * 60_000;
}

/**
 * `14:05`
 * @param {string} time ISO 8601
 * @param {string} language
 */
export function clockTime(time, language) {
  return format(language, { timeStyle: "short" }).format(wallClockMs(time));
}

/**
 * The whole date and time.
 * @param {string} time
 * @param {string} language
 */
export function fullTime(time, language) {
  return format(language, { dateStyle: "full", timeStyle: "medium" }).format(wallClockMs(time));
}

/**
 * A word for the day: today, yesterday, or its date.
 * @param {string} time
 * @param {number} now
 * @param {string} language
 */
export function dayName(time, now, language) {
  const midnight = (/** @type {Date} */ date) =>
    Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  const days = Math.round((midnight(new Date(time)) - midnight(new Date(now))) / 86_400_000);
  if (days === 0 || days === -1) {
    const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day");
    return words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
  }
  return format(language, { dateStyle: "full" }).format(wallClockMs(time));
}

/**
 * The same for two times of one day where the reader is.
 * @param {string} time
 */
export function dayKey(time) {
  const date = new Date(time);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** The reader's time zone, as the device says it just now. */
export function timeZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
