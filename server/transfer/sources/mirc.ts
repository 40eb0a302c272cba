/** Logs of mIRC: `[09:07:11] <Ada> Hello` under `Session Start: Sat Dec 30 09:07:00 2023`. */
import { readIrc } from "./irc_line.ts";
import type { LineSource, LogContext } from "./source.ts";

export const MIRC: LineSource = { shape: "lines", name: "mIRC", open };

const START = /^Session (?:Start|Time): \S+ (\S+) (\d{1,2}) \d\d:\d\d:\d\d (\d{4})/;
const LINE = /^\[?(\d\d):(\d\d)(?::(\d\d))?\]? (.*)$/s;

function open({ sink, times, words }: LogContext): (line: string) => void {
  const { months } = words;
  let day: [number, number, number] | null = null;
  return (raw) => {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const start = START.exec(line);
    if (start !== null) {
      const month = months.number(start[1]!);
      day = month === 0 ? null : [Number(start[3]), month, Number(start[2])];
      return day === null ? sink.malformed("names no month that is known") : sink.remark();
    }
    if (line.startsWith("Session ")) return sink.remark();
    const m = LINE.exec(line);
    if (m === null) {
      return line.trim() === "" ? undefined : sink.malformed("does not begin with a time");
    }
    if (day === null) return sink.malformed("stands before the first day");
    const time = times.local(...day, Number(m[1]), Number(m[2]), Number(m[3] ?? 0));
    if (!readIrc(m[4]!, time, sink)) sink.malformed("is nothing that mIRC writes");
  };
}
