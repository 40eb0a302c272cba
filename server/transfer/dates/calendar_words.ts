/** Words of dates in all languages: gathered once for all logs of an import, when the first needs them. */
import { HalfDays } from "./half_day.ts";
import { MonthNames } from "./month_names.ts";

/** Half days and months by their names. */
export class CalendarWords {
  readonly halfDays = new HalfDays();
  readonly months = new MonthNames();
}
