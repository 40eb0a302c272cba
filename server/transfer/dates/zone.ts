/**
 * Where the clock on the wall hung: local times of a log become times in UTC, summer time included. An hour
 * that came twice is the one in which time does not go back; one that never came is moved on as clocks were.
 */
import { closestMatch } from "../../base/closest_match.ts";
import { ChatError } from "../../base/errors.ts";
import { DAY_MS } from "../../base/units.ts";

/** One time zone, of the names that `Intl` knows. */
export class Zone {
  readonly name: string;
  #day = NaN;
  /** Milliseconds ahead of UTC before and after what may change on that day. */
  #before = 0;
  #after = 0;
  #last = 0;

  /** Throws a ChatError `bad_request` for a name that is none. */
  constructor(name: string) {
    try {
      new Intl.DateTimeFormat("en", { timeZone: name });
      this.name = name;
    } catch (cause) {
      const meant = closestMatch(name, Intl.supportedValuesOf("timeZone"));
      const hint = meant === null ? "such as Europe/Kyiv" : `did you mean ${meant}?`;
      throw new ChatError(
        "bad_request",
        `Cannot read times in the zone "${name}": ${hint}`,
        {
          cause,
        },
      );
    }
  }

  /** The zone of this machine. */
  static ofMachine(): Zone {
    return new Zone(Intl.DateTimeFormat().resolvedOptions().timeZone);
  }

  /** The time at which the clock showed this, given as if it had been in UTC. Times come in their order. */
  toUtc(shown: number): number {
    const day = Math.floor(shown / DAY_MS);
    if (day !== this.#day) {
      this.#day = day;
      this.#before = this.#aheadAt((day - 1) * DAY_MS);
      this.#after = this.#aheadAt((day + 2) * DAY_MS);
    }
    this.#last = this.#before === this.#after ? shown - this.#before : this.#onDayOfChange(shown);
    return this.#last;
  }

  #onDayOfChange(shown: number): number {
    const fitting = [this.#before, this.#after].map((ahead) => shown - ahead)
      .filter((time, i) => this.#aheadAt(time) === [this.#before, this.#after][i]);
    const [first = shown - this.#before, second = first] = fitting;
    return first < this.#last && second >= this.#last ? second : first;
  }

  #aheadAt(time: number): number {
    const moment = Temporal.Instant.fromEpochMilliseconds(time)
      .toZonedDateTimeISO(this.name);
    return moment.offsetNanoseconds / 1e6;
  }
}
