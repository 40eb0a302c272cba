/**
 * The place of a time in a history, found by halving, so that a room of years costs what one of a day
 * does. Lines stand in the order of time, but for a few that a wrong clock, an import or an editor put
 * there: so a look asks several lines and believes the middle one, and in the few that are left the place
 * is where the fewest lines stand on the wrong side.
 */
import { parse } from "./line.ts";
import type { DiskFile } from "../store/disk.ts";
import { readForward } from "../store/line_reader.ts";

/** Lines that one look asks. */
const LINES_A_LOOK = 9;
/** Bytes that one look may read: some of the longest lines. */
const LOOK_BYTES = 256 * 1024;
/** Bytes that are read whole in the end. */
const WINDOW_BYTES = 16 * 1024;

interface TimedLine {
  offset: number;
  time: number;
}

/**
 * The offset of the first line that was written at a time or later, `end` where there is none: as the
 * order of most lines says it.
 */
export function placeOf(file: DiskFile, end: number, time: number): number {
  let [low, high] = [0, end];
  // Everything before `low` is older; of what stands behind `high` at most a look's lines are.
  while (high - low > WINDOW_BYTES) {
    const middle = Math.floor((low + high) / 2);
    const { lines } = linesFrom(file, end, middle, (found) => found.length < LINES_A_LOOK);
    if (lines.length > 0 && middleTime(lines) < time) low = middle;
    else high = middle;
  }
  let behind = 0;
  const { lines, reached } = linesFrom(file, end, low, (found) => {
    behind += Number(found.at(-1)!.offset >= high);
    return behind <= LINES_A_LOOK;
  });
  return lines[leastWrong(lines, time)]?.offset ?? reached;
}

/** How many lines to leave before a time so that the fewest are on the wrong side; of equal ways the first. */
function leastWrong(lines: readonly TimedLine[], time: number): number {
  let wrong = lines.filter((line) => line.time < time).length;
  let best = { wrong, at: 0 };
  for (const [i, line] of lines.entries()) {
    wrong += line.time < time ? -1 : 1;
    if (wrong < best.wrong) best = { wrong, at: i + 1 };
  }
  return best.at;
}

function middleTime(lines: readonly TimedLine[]): number {
  const times = lines.map(({ time }) => time).sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)]!;
}

/** Lines that have a time, from the first that starts at an offset or behind it. */
function linesFrom(
  file: DiskFile,
  end: number,
  from: number,
  wantsMore: (lines: readonly TimedLine[]) => boolean,
): { lines: TimedLine[]; reached: number } {
  const lines: TimedLine[] = [];
  const reached = readForward(file, from, end, (line, offset) => {
    // What stands at an offset that was only divided is the rest of a line.
    if (line === null || (offset === from && from > 0)) return true;
    const entry = parse(line);
    if (entry === null) return true;
    lines.push({ offset, time: entry.time });
    return wantsMore(lines);
  }, LOOK_BYTES);
  return { lines, reached };
}
