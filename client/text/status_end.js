/** A line of status and its time: whether it holds, and when it goes by itself. Pure. */

const HOUR_MS = 3_600_000;

/**
 * In milliseconds since 1970, null for one that stays: in so many hours, at the end of the day where the
 * reader is, or at the end of its seventh day.
 * @param {"never" | "hour" | "four_hours" | "today" | "week"} end
 * @param {number} now
 */
export function statusEnd(end, now) {
  switch (end) {
    case "never":
      return null;
    case "hour":
      return now + HOUR_MS;
    case "four_hours":
      return now + 4 * HOUR_MS;
    case "today":
      return endOfDay(now, 1);
    case "week":
      return endOfDay(now, 7);
  }
}

/**
 * The last second of a day: as people say it, that is still the day itself.
 * @param {number} now
 * @param {number} days how many there are, this one counted
 */
function endOfDay(now, days) {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime() - 1000;
}

/**
 * The line that somebody has now, "" for none.
 * @param {{ status?: string, until?: string } | undefined} profile
 * @param {number} now
 */
export function statusNow(profile, now) {
  const isOver = profile?.until !== undefined && Date.parse(profile.until) <= now;
  return isOver ? "" : profile?.status ?? "";
}
