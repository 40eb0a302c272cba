/**
 * The stamp that phones put before a message, in the order, signs, digits and language of the phone:
 * `30.12.23, 09:07 - `, `[12/30/23, 9:07:11 AM] `, `2023. 12. 30. 오전 9:07 - `, `٣٠/١٢/٢٠٢٣، ٩:٠٧ م - `.
 */
import type { DateParts } from "./date_survey.ts";
import type { CalendarWords } from "./calendar_words.ts";

/** A stamp as it stands; `length` is that of the stamp in the line. */
export interface PhoneStamp {
  date: DateParts;
  /** Seconds of the day, NaN for no such time. */
  seconds: number;
  /** `11/19/25, 11:46 PM` */
  isAmerican: boolean;
  isBracketed: boolean;
  /** What stands between the parts of the date. */
  sign: string;
  hasSeconds: boolean;
  hasComma: boolean;
  length: number;
}

/** Characters of a line in which its stamp ends. */
const HEAD = 80;
const S = "[ \\u200e]*";
const DASH = "\\-\\u2010-\\u2015\\u2212";
const MARKER = "[^\\d\\[\\]:,،/\\-]{0,24}?";
const TIME =
  `(?<before>${MARKER})${S}(?<hour>\\d{1,2})(?:[:.٫時时시]| ?h ?)${S}(?<minute>\\d{2})분?` +
  `(?:[:.٫]${S}(?<second>\\d{2}))?(?:[.,]\\d{3})?${S}(?<after>${MARKER})`;
const DATE = `(?<a>\\d{1,4})${S}(?<sign>[./${DASH}]|[年년])${S}(?<b>\\d{1,2})${S}` +
  `(?:[./${DASH}]|[月월])${S}(?<c>\\d{1,4})(?:[日일]|\\.(?!\\d))?(?: ?[гр]\\.)?`;
const WORD = "[\\p{L}\\p{M}]{3,14}\\.?";
const WORD_DATE =
  `(?:(?<day>\\d{1,2})\\.?[ ${DASH}](?:de )?(?<month>${WORD}),?[ ${DASH}](?:de )?(?<year>\\d{2,4})` +
  `|(?<month>${WORD}) (?<day>\\d{1,2}),? (?<year>\\d{4}))(?: ?[гр]\\.)?`;
const COMMA = `${S}(?<comma>[,،、]?)${S}`;
const SHAPES = [`${DATE}${COMMA}${TIME}`, `${TIME}${COMMA}${DATE}`, `${WORD_DATE}${COMMA}${TIME}`]
  .map((shape) =>
    new RegExp(`^\\u200e*(?<bracket>\\[)?\\u200e*${shape}(?:\\]${S}|${S}[${DASH}]${S}|: )`, "u")
  );
const PLAIN =
  /^(\[)?(\d{1,4})([./-])(\d{1,2})[./-](\d{1,4})(,?) (\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?: ([AaPp][Mm]))?(?:\] | - |: )/;
// Digits of other scripts, marks of direction, blanks that do not break.
const FOREIGN =
  /[٠-٩۰-۹०-९০-৯๐-๙၀-၉\u00a0\u2007\u2009\u202f\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/g;
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0x1040];

/** What was found in a line. */
interface Found {
  whole: string;
  bracket: string | undefined;
  date: DateParts;
  sign: string;
  comma: string;
  hour: string;
  minute: string;
  second: string | undefined;
  marker: string;
}

/** Reads stamps. */
export class PhoneStamps {
  readonly #words: CalendarWords;

  constructor(words: CalendarWords) {
    this.#words = words;
  }

  /** The stamp that a line begins with, or null. */
  read(line: string): PhoneStamp | null {
    const first = line.charCodeAt(0);
    // A digit, a bracket or something foreign: most lines that go on begin otherwise.
    if (!(first >= 0x30 && first <= 0x39) && first !== 0x5b && first < 0x80) return null;
    // Most phones write nothing foreign.
    const m = PLAIN.exec(line);
    const found = m === null ? this.#foreign(plainHead(line)) : {
      whole: m[0],
      bracket: m[1],
      date: partsOf(m[2]!, m[4]!, m[5]!),
      sign: m[3]!,
      comma: m[6]!,
      hour: m[7]!,
      minute: m[8]!,
      second: m[9],
      marker: m[10] ?? "",
    };
    return found === null ? null : this.#stamp(found);
  }

  #foreign(head: string): Found | null {
    for (const shape of SHAPES) {
      const m = shape.exec(head);
      if (m === null) continue;
      const { a, b, c, day, month, year, before = "", after = "", ...rest } = m.groups!;
      const number = month === undefined ? 0 : this.#words.months.number(month);
      // A time as machines write it is none of a phone's, and not every word is a month.
      if (before === "T" || (month !== undefined && number === 0)) continue;
      const date: DateParts = month === undefined
        ? partsOf(a!, b!, c!)
        : { parts: [Number(year), number, Number(day)], yearAt: 0 };
      const { bracket, sign = "", comma = "", hour = "", minute = "", second } = rest;
      const marker = after.trim() || before.trim();
      return { whole: m[0], bracket, date, sign, comma, hour, minute, second, marker };
    }
    return null;
  }

  #stamp(
    { whole, bracket, date, sign, comma, hour, minute, second, marker }: Found,
  ): PhoneStamp | null {
    const isBracketed = bracket !== undefined;
    if (isBracketed !== whole.includes("]")) return null;
    const hours = this.#words.halfDays.hour(Number(hour), marker);
    const [minutes, seconds] = [Number(minute), Number(second ?? 0)];
    const isTime = hours < 24 && minutes < 60 && seconds < 60;
    return {
      date,
      seconds: isTime ? hours * 3600 + minutes * 60 + seconds : NaN,
      isAmerican: sign === "/" && /^[AP]M$/.test(marker),
      isBracketed,
      sign,
      hasSeconds: second !== undefined,
      hasComma: comma !== "",
      length: whole.length,
    };
  }
}

function partsOf(a: string, b: string, c: string): DateParts {
  const yearAt = a.length > 2 ? 0 : c.length > 2 ? 2 : -1;
  return { parts: [Number(a), Number(b), Number(c)], yearAt };
}

/** The beginning of a line with plain digits and blanks, of the same length. */
function plainHead(line: string): string {
  const head = line.length > HEAD ? line.slice(0, HEAD) : line;
  return head.replace(FOREIGN, (sign) => {
    const code = sign.charCodeAt(0);
    const zero = ZEROS.find((zero) => code >= zero && code < zero + 10);
    if (zero !== undefined) return String(code - zero);
    return code === 0xa0 || code === 0x2007 || code === 0x2009 ||
        code === 0x202f
      ? " "
      : "\u200e";
  });
}
