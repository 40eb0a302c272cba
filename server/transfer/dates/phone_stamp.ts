/**
 * The stamp that phones put before a message, in the order, signs, digits and language of the phone:
 * `30.12.23, 09:07 - `, `[12/30/23, 9:07:11 AM] `, `2023. 12. 30. 오전 9:07 - `, `٣٠/١٢/٢٠٢٣، ٩:٠٧ م - `.
 */
import type { DateParts } from "./date_survey.ts";
import type { HalfDays } from "./half_day.ts";

/** A stamp as it stands; `length` is that of the stamp in the line. */
export interface PhoneStamp {
  date: DateParts;
  /** Seconds of the day, NaN for no such time. */
  seconds: number;
  /** `11/19/25, 11:46 PM` */
  isAmerican: boolean;
  isBracketed: boolean;
  hasSeconds: boolean;
  hasComma: boolean;
  length: number;
}

/** Characters of a line in which its stamp ends. */
const HEAD = 80;
const S = "[ \\u200e]*";
const DATE =
  `(\\d{1,4})${S}([./\\-\\u2010-\\u2015\\u2212]|[年년])${S}(\\d{1,2})${S}(?:[./\\-\\u2010-\\u2015\\u2212]|[月월])${S}` +
  `(\\d{1,4})(?:[日일]|\\.(?!\\d))?(?: ?[гр]\\.)?`;
const MARKER = "([^\\d\\[\\]:,،/\\-]{0,24}?)";
const TIME =
  `${MARKER}${S}(\\d{1,2})(?:[:.٫时時시]| ?h ?)${S}(\\d{2})분?(?:[:.٫]${S}(\\d{2}))?(?:[.,]\\d{3})?${S}${MARKER}`;
const DATE_FIRST = new RegExp(
  `^\\u200e*(\\[)?\\u200e*${DATE}${S}([,،、]?)${S}${TIME}(?:\\]${S}|${S}[\\-\\u2010-\\u2015]${S}|: )`,
  "u",
);
const PLAIN =
  /^(\[)?(\d{1,4})([./-])(\d{1,2})[./-](\d{1,4})(,?) ()(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?: ([AaPp][Mm]))?(?:\] | - |: )/;
const TIME_FIRST = new RegExp(
  `^\\u200e*(\\[)?\\u200e*${TIME}${S}([,،、]?)${S}${DATE}(?:\\]${S}|${S}[\\-\\u2010-\\u2015]${S}|: )`,
  "u",
);
// Digits of other scripts, marks of direction, blanks that do not break.
const FOREIGN =
  /[٠-٩۰-۹०-९০-৯๐-๙၀-၉\u00a0\u2007\u2009\u202f\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/g;
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0x1040];

/** Reads stamps. */
export class PhoneStamps {
  readonly #halfDays: HalfDays;

  constructor(halfDays: HalfDays) {
    this.#halfDays = halfDays;
  }

  /** The stamp that a line begins with, or null. */
  read(line: string): PhoneStamp | null {
    const first = line.charCodeAt(0);
    // A digit, a bracket or something foreign: most lines that go on begin otherwise.
    if (!(first >= 0x30 && first <= 0x39) && first !== 0x5b && first < 0x80) {
      return null;
    }
    // Most phones write nothing foreign.
    const plain = PLAIN.exec(line);
    const head = plain === null ? plainHead(line) : "";
    const m = plain ?? DATE_FIRST.exec(head);
    if (m !== null) {
      const [
        whole,
        bracket,
        a,
        sign,
        b,
        c,
        comma,
        before,
        hour,
        minute,
        second,
        after,
      ] = m;
      return this.#stamp(
        whole,
        bracket,
        [a!, b!, c!],
        sign!,
        comma!,
        [hour!, minute!, second],
        before!,
        after ?? "",
      );
    }
    const t = TIME_FIRST.exec(head);
    if (t === null) return null;
    const [
      whole,
      bracket,
      before,
      hour,
      minute,
      second,
      after,
      comma,
      a,
      sign,
      b,
      c,
    ] = t;
    return this.#stamp(
      whole,
      bracket,
      [a!, b!, c!],
      sign!,
      comma!,
      [hour!, minute!, second],
      before!,
      after!,
    );
  }

  #stamp(
    whole: string,
    bracket: string | undefined,
    [a, b, c]: [string, string, string],
    sign: string,
    comma: string,
    [hour, minute, second]: [string, string, string | undefined],
    before: string,
    after: string,
  ): PhoneStamp | null {
    const isBracketed = bracket !== undefined;
    if (isBracketed !== whole.includes("]")) return null;
    const marker = after.trim() || before.trim();
    // A time as machines write it is none of a phone's.
    if (before === "T") return null;
    const hours = this.#halfDays.hour(Number(hour), marker);
    const [minutes, seconds] = [Number(minute), Number(second ?? 0)];
    const isTime = hours < 24 && minutes < 60 && seconds < 60;
    return {
      date: {
        parts: [Number(a), Number(b), Number(c)],
        yearAt: a.length > 2 ? 0 : c.length > 2 ? 2 : -1,
      },
      seconds: isTime ? hours * 3600 + minutes * 60 + seconds : NaN,
      isAmerican: sign === "/" && /^[AP]M$/.test(marker),
      isBracketed,
      hasSeconds: second !== undefined,
      hasComma: comma !== "",
      length: whole.length,
    };
  }
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
