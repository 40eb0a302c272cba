/** Logs of ZNC: `[09:07:11] <Ada> Hello` in a file of a day, `2023-12-30.log` or `#club_20231230.log`. */
import { readIrc } from "./irc_line.ts";
import type { LineSource, LogContext } from "./source.ts";

export const ZNC: LineSource = {
  shape: "lines",
  name: "ZNC",
  open,
  mayBe: (path) => DAY.test(path),
};

const DAY = /^(?:.*\/)?(?:([^/]*)_)?(\d{4})-?(\d\d)-?(\d\d)\.(?:log|txt)$/;
const LINE = /^\[(\d\d):(\d\d)(?::(\d\d))?\] (.*)$/s;

function open({ sink, times, path }: LogContext): (line: string) => void {
  const [, name, year, month, day] = DAY.exec(path) ?? [];
  // ".../#club/2023-12-30.log" is of the channel that the folder is named after.
  const channel = name ?? /([^/]+)\/[^/]+$/.exec(path)?.[1];
  if (channel !== undefined) sink.room(channel);
  return (raw) => {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const m = LINE.exec(line);
    if (m === null) {
      return line.trim() === "" ? undefined : sink.malformed("does not begin with a time");
    }
    const clock = [m[1], m[2], m[3] ?? 0].map(Number) as [number, number, number];
    const time = times.local(Number(year), Number(month), Number(day), ...clock);
    if (!readIrc(m[4]!, time, sink)) sink.malformed("is nothing that ZNC writes");
  };
}
