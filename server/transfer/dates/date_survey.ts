/**
 * In which order a log writes day, month and year: decided once all of its dates were seen. A part over 12
 * decides; else the order in which time neither goes back nor lies in the future; else the shorter span.
 */
import { dayNumber } from "./day_number.ts";

/** Orders in which the parts of a date stand. */
export const DATE_ORDERS = ["dmy", "mdy", "ymd"] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** The parts of a date in the order in which they stand, and which of them shows by its length to be the year. */
export interface DateParts {
  parts: readonly [number, number, number];
  /** 0 for the first, 2 for the last, -1 where no part is longer than two digits. */
  yearAt: 0 | 2 | -1;
}

/** What was decided, and how surely. */
export interface DateDecision {
  order: DateOrder;
  /** False where another order fits as well. */
  isSure: boolean;
  /** A sentence for whoever imports; "" where there was nothing to decide. */
  reason: string;
}

const WORDS: Record<DateOrder, string> = {
  dmy: "day, month, year",
  mdy: "month, day, year",
  ymd: "year, month, day",
};

/** The day of a date in an order, NaN where there is no such day. */
export function dayIn(order: DateOrder, { parts: [a, b, c] }: DateParts, thisYear: number): number {
  if (order === "dmy") return dayNumber(c, b, a, thisYear);
  return order === "mdy" ? dayNumber(c, a, b, thisYear) : dayNumber(a, b, c, thisYear);
}

/** The orders that the length of the year leaves open. */
function ordersOf({ yearAt }: DateParts): readonly DateOrder[] {
  return yearAt === 0 ? DATE_ORDERS.slice(2) : yearAt === 2 ? DATE_ORDERS.slice(0, 2) : DATE_ORDERS;
}

interface Candidate {
  order: DateOrder;
  seen: number;
  /** Dates that are none in this order, and the first that is one in another. */
  impossible: number;
  backwards: number;
  future: number;
  first: number;
  last: number;
  least: number;
  most: number;
}

/** The dates of one log. */
export class DateSurvey {
  readonly #thisYear: number;
  readonly #nowDays: number;
  readonly #candidates: Candidate[] = DATE_ORDERS.map((order) => ({
    order,
    seen: 0,
    impossible: 0,
    backwards: 0,
    future: 0,
    first: Infinity,
    last: -Infinity,
    least: Infinity,
    most: -Infinity,
  }));
  /** A date that only some orders have, for the sentence. */
  #example = "";
  #dates = 0;
  #isAmerican = false;

  /** `nowDays`: today, in days since 1970. */
  constructor(nowDays: number, thisYear: number) {
    this.#nowDays = nowDays;
    this.#thisYear = thisYear;
  }

  /** One more date, `ofDay` being the part of a day that had passed; `isAmerican`: 11/19/25, 11:46 PM. */
  add(date: DateParts, ofDay: number, isAmerican: boolean): void {
    this.#dates++;
    this.#isAmerican ||= isAmerican;
    const orders = ordersOf(date);
    let possible = 0;
    for (const candidate of this.#candidates) {
      const day = orders.includes(candidate.order)
        ? dayIn(candidate.order, date, this.#thisYear)
        : NaN;
      if (!(day > 0)) {
        candidate.impossible++;
        continue;
      }
      possible++;
      const time = day + ofDay;
      candidate.seen++;
      if (time < candidate.last) candidate.backwards++;
      if (day > this.#nowDays + 1) candidate.future++;
      if (candidate.first === Infinity) candidate.first = time;
      candidate.last = time;
      if (time < candidate.least) candidate.least = time;
      if (time > candidate.most) candidate.most = time;
    }
    if (possible === 1 && date.yearAt !== 0 && this.#example === "") {
      this.#example = date.parts.join("/");
    }
  }

  /** The first and the latest date in an order, in days; null where none was added. */
  span(order: DateOrder): { first: number; latest: number } | null {
    if (this.#dates === 0) return null;
    const { first, most } = this.#candidates.find((candidate) => candidate.order === order)!;
    return { first, latest: most };
  }

  /** The order of all dates that were added. */
  decide(): DateDecision {
    if (this.#dates === 0) return { order: "ymd", isSure: true, reason: "" };
    const ranks: ((c: Candidate) => number)[] = [
      (c) => c.impossible,
      (c) => c.backwards + c.future,
      (c) => c.most - c.least,
    ];
    let left = this.#candidates;
    for (const [i, rank] of ranks.entries()) {
      const best = Math.min(...left.map(rank));
      left = left.filter((candidate) => rank(candidate) === best);
      if (left.length === 1) return this.#told(left[0]!.order, i);
    }
    const isSame = left.every(({ last }) => last === left[0]!.last);
    const order = left.find(({ order }) => order === (this.#isAmerican ? "mdy" : "dmy"))?.order;
    return this.#told(order ?? left[0]!.order, isSame ? 0 : ranks.length);
  }

  #told(order: DateOrder, rank: number): DateDecision {
    const read = `Dates are read as ${WORDS[order]}`;
    // A year of four digits in front needs no word.
    if (rank === 0 && this.#example === "") {
      return { order, isSure: true, reason: "" };
    }
    if (rank === 0) {
      return { order, isSure: true, reason: `${read}: ${this.#example} allows no other order` };
    }
    if (rank === 1) {
      return {
        order,
        isSure: true,
        reason: `${read}: in another order time would run backwards or ahead of today`,
      };
    }
    const why = rank === 2 ? "the shorter time; another order fits as well" : "a guess";
    return {
      order,
      isSure: false,
      reason: `${read} (${why}): --dates ${other(order)} overrules it`,
    };
  }
}

function other(order: DateOrder): string {
  return order === "mdy" ? "dmy" : "mdy";
}
