/**
 * Days as numbers since 1970, from the parts that a log writes. Nothing rolls over: a day that no calendar
 * has is NaN. Years are taken as they are meant: two digits, the Buddhist era, the Persian and Islamic years.
 */

/** Years by which the Buddhist era is ahead. */
const BUDDHIST_YEARS = 543;
/** Nobody kept a log on a computer before this. */
const FIRST_YEAR = 1970;
/** Two digits are taken for a Buddhist year only from here on: phones wrote such logs. */
const FIRST_PHONE_YEAR = 2005;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const OTHER_CALENDARS = ["persian", "islamic-umalqura"];

/** The day of a year as written, or NaN where there is no such day. */
export function dayNumber(year: number, month: number, day: number, thisYear: number): number {
  const isOther = year >= 1300 && year < 1600;
  return isOther
    ? otherDay(year, month, day, thisYear)
    : plainDay(meant(year, thisYear), month, day);
}

/** The day of a Gregorian date, or NaN. */
export function plainDay(year: number, month: number, day: number): number {
  if (month < 1 || month > 12 || day < 1 || !(year >= FIRST_YEAR && year <= 9999)) {
    return NaN;
  }
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = month === 2 && isLeap ? 29 : LENGTHS[month - 1]!;
  if (!(day <= length)) return NaN;
  // Days from civil, counted from 1 March of the year 0.
  const y = month > 2 ? year : year - 1;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) +
    day - 1;
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) +
    Math.floor(y / 400) + ofYear - 719468;
}

/** The Gregorian year that is meant; NaN for two digits of a year to come. */
function meant(year: number, thisYear: number): number {
  if (year > thisYear + 400) return year - BUDDHIST_YEARS;
  if (year >= 100) return year;
  if (year + 2000 <= thisYear + 1) return year + 2000;
  const buddhist = year + 2500 - BUDDHIST_YEARS;
  if (buddhist >= FIRST_PHONE_YEAR && buddhist <= thisYear + 1) return buddhist;
  return year >= FIRST_YEAR % 100 ? year + 1900 : NaN;
}

/** The day of a Persian or Islamic date: of the calendar in which it was not long ago. */
function otherDay(year: number, month: number, day: number, thisYear: number): number {
  for (const calendar of OTHER_CALENDARS) {
    try {
      const date = Temporal.PlainDate.from({ year, month, day, calendar }, { overflow: "reject" })
        .withCalendar("iso8601");
      if (date.year < FIRST_PHONE_YEAR || date.year > thisYear + 1) continue;
      return plainDay(date.year, date.month, date.day);
    } catch {
      // This calendar has no such day.
    }
  }
  return NaN;
}
