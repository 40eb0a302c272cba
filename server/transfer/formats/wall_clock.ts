/**
 * What a clock on a wall shows: times as people in one zone read them. An hour that comes twice when summer
 * time ends is told apart by how far it is ahead of UTC.
 */
import { DAY_MS } from "../../base/units.ts";
import { closestMatch } from "../../base/closest_match.ts";
import { formatTime } from "../../base/clock.ts";
import { ChatError } from "../../base/errors.ts";

/** Clocks change at whole quarters of an hour, in every zone since 1972. */
const QUARTER_MS = 15 * 60 * 1000;

/** The clock of one zone. Times are in milliseconds since 1970. */
export class WallClock {
  readonly zone: string;
  readonly isUtc: boolean;
  readonly #days: Intl.DateTimeFormat;
  #quarter = NaN;
  #ahead = 0;
  #suffix = "";

  /** Throws a ChatError `bad_request` for a zone that is none. */
  constructor(zone = "UTC") {
    try {
      const known = new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
      this.isUtc = known === "UTC";
      // As it was named: Kyiv has an older name that means the same.
      this.zone = this.isUtc ? known : zone;
    } catch (cause) {
      const meant = closestMatch(zone, Intl.supportedValuesOf("timeZone"));
      const hint = meant === null ? "such as Europe/Kyiv" : `did you mean ${meant}?`;
      throw new ChatError("bad_request", `Cannot tell times in the zone "${zone}": ${hint}`, {
        cause,
      });
    }
    this.#days = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeZone: "UTC" });
  }

  /** `2025-11-19 23:46:36`, and behind it ` +02:00` where the zone is not UTC. */
  stamp(time: number): string {
    return formatTime(this.#shown(time)) + (this.isUtc ? "" : ` ${this.#suffix}`);
  }

  /** `2025-11-19T23:46:36Z`, `2025-11-20T01:46:36+02:00` (RFC 3339). */
  iso(time: number): string {
    return formatTime(this.#shown(time)).replace(" ", "T") + (this.isUtc ? "Z" : this.#suffix);
  }

  /** `23:46` */
  minute(time: number): string {
    return formatTime(this.#shown(time)).slice(11, 16);
  }

  /** A number for the day. */
  day(time: number): number {
    return Math.floor(this.#shown(time) / DAY_MS);
  }

  /** `Wednesday 19 November 2025` */
  dayName(time: number): string {
    return this.#days.format(this.#shown(time));
  }

  /** The time that the wall shows, as if it were UTC. */
  #shown(time: number): number {
    const quarter = Math.floor(time / QUARTER_MS);
    if (!this.isUtc && quarter !== this.#quarter) {
      this.#quarter = quarter;
      const moment = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(this.zone);
      this.#ahead = moment.offsetNanoseconds / 1e6;
      this.#suffix = moment.offset.slice(0, 6);
    }
    return time + this.#ahead;
  }
}
