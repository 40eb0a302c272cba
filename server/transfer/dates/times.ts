/**
 * The times of one log. It is read twice: the first time the dates are only gathered, then their order is
 * settled, and what is told after that is right. Every time that a source tells went through here.
 */
import { DAY_MS } from "../../base/units.ts";
import {
  type DateDecision,
  type DateOrder,
  type DateParts,
  DateSurvey,
  dayIn,
} from "./date_survey.ts";
import { plainDay } from "./day_number.ts";
import type { Zone } from "./zone.ts";

const SECONDS_A_DAY = 24 * 60 * 60;

/** No log is from then. */
const FAR_AHEAD = Date.UTC(3000, 0);
/** No log was imported before. */
const PROGRAM_BEGAN = Date.UTC(2025, 0, 1);

/** What the times of a log need from outside. */
export interface TimesOptions {
  now: number;
  zone: Zone;
  /** The order that was asked for, null where the log decides. */
  order: DateOrder | null;
}

/** Local and other times, as times in UTC. */
export class Times {
  readonly #options: TimesOptions;
  readonly #thisYear: number;
  readonly #survey: DateSurvey;
  #order: DateOrder | null;
  #first = Infinity;
  #latest = 0;
  /** True once a time was told that depends on the zone. */
  usesZone = false;

  constructor(options: TimesOptions) {
    this.#options = options;
    // A small machine may have no clock of its own.
    const now = Math.max(options.now, PROGRAM_BEGAN);
    this.#thisYear = new Date(now).getUTCFullYear();
    this.#survey = new DateSurvey(Math.floor(now / DAY_MS), this.#thisYear);
    this.#order = options.order;
  }

  /** What the dates so far allow. */
  decision(): DateDecision {
    const { order } = this.#options;
    return order === null ? this.#survey.decide() : { order, isSure: true, reason: "" };
  }

  /** True where there were dates whose order the log decides. */
  get hasDates(): boolean {
    return this.#survey.span(this.decision().order) !== null;
  }

  /** The first time that was told, and the latest, once the order of the dates is settled. */
  span(): { first: number; latest: number } {
    const dates = this.#order === null ? null : this.#survey.span(this.#order);
    const first = dates === null ? this.#first : dates.first * DAY_MS;
    return { first, latest: Math.max(this.#latest, (dates?.latest ?? 0) * DAY_MS) };
  }

  /** From now on dates are read in this order. */
  settle(order: DateOrder): void {
    this.#order = order;
  }

  /** The time of a date whose order the log decides; NaN for none, and 0 while that is open. */
  ofDate(date: DateParts, seconds: number, isAmerican = false): number {
    if (!(seconds >= 0 && seconds < SECONDS_A_DAY)) return NaN;
    if (this.#order === null) {
      this.#survey.add(date, seconds / SECONDS_A_DAY, isAmerican);
      return 0;
    }
    // The year that stands in front stands there whatever the others do.
    const order = date.yearAt === 0
      ? "ymd"
      : date.yearAt === 2 && this.#order === "ymd"
      ? "dmy"
      : this.#order;
    return this.#local(dayIn(order, date, this.#thisYear), seconds);
  }

  /** The local time of a date whose parts are known; NaN for none. */
  local(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
    const isTime = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 &&
      second >= 0 &&
      second < 61;
    return isTime
      ? this.#local(plainDay(year, month, day), hour * 3600 + minute * 60 + Math.min(second, 59))
      : NaN;
  }

  /** The same in UTC. */
  utc(
    year: number,
    month: number,
    day: number,
    hour: number,
    minute: number,
    second: number,
  ): number {
    const isTime = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 &&
      second >= 0 &&
      second < 60;
    const ofDay = (hour * 3600 + minute * 60 + second) * 1000;
    return isTime ? this.#seen(plainDay(year, month, day) * DAY_MS + ofDay) : NaN;
  }

  /** `2023-12-30T11:07:11.123+02:00`; a text without a zone is local. NaN for none. */
  iso(text: string): number {
    const m =
      /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i
        .exec(text);
    if (m === null) return NaN;
    const [year, month, day, hour, minute, second] = m.slice(1, 7).map((part) => Number(part ?? 0));
    const zone = m[7];
    if (zone === undefined) {
      return this.local(year!, month!, day!, hour!, minute!, second!);
    }
    const ahead = zone.length < 3 ? 0 : Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
    const time = this.utc(year!, month!, day!, hour!, minute!, second!);
    return time - (zone.startsWith("-") ? -ahead : ahead) * 60_000;
  }

  /** Milliseconds since 1970 as a log has them; NaN for what cannot be such a time. */
  unix(ms: number): number {
    return ms > 0 && ms < FAR_AHEAD ? this.#seen(Math.floor(ms / 1000) * 1000) : NaN;
  }

  #seen(time: number): number {
    if (this.#first === Infinity && !Number.isNaN(time)) this.#first = time;
    if (time > this.#latest) this.#latest = time;
    return time;
  }

  #local(day: number, seconds: number): number {
    if (Number.isNaN(day)) return NaN;
    this.usesZone = true;
    return this.#seen(this.#options.zone.toUtc(day * DAY_MS + seconds * 1000));
  }
}
