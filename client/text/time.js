/**
 * Times and days in the reader's own language and time zone. Formatters are made once a language,
 * for making one costs more than a hundred uses.
 */

/** @type {Map<string, Intl.DateTimeFormat>} */
const FORMATS = new Map();

/**
 * @param {string} language
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(language, options) {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = FORMATS.get(key) ?? new Intl.DateTimeFormat(language, options);
  FORMATS.set(key, known);
  return known;
}

/**
 * `14:05`
 * @param {string} time ISO 8601
 * @param {string} language
 */
export function clockTime(time, language) {
  return format(language, { timeStyle: "short" }).format(new Date(time));
}

/**
 * The whole date and time.
 * @param {string} time
 * @param {string} language
 */
export function fullTime(time, language) {
  return format(language, { dateStyle: "full", timeStyle: "medium" }).format(new Date(time));
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
  return format(language, { dateStyle: "full" }).format(new Date(time));
}

/**
 * The same for two times of one day where the reader is.
 * @param {string} time
 */
export function dayKey(time) {
  const date = new Date(time);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}
