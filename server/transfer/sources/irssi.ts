/** Logs of irssi: `09:07 <@Ada> Hello` under `--- Day changed Sun Dec 31 2023`. */
import { readIrc } from "./irc_line.ts";
import type { LineSource, LogContext } from "./source.ts";

export const IRSSI: LineSource = { shape: "lines", name: "irssi", open };

const HEADING =
  /^--- (?:Log opened|Day changed) (?:\S+ )?(\S+) (\d{1,2})(?: \d\d:\d\d:\d\d)?(?: \S+)? (\d{4})/;
const LINE = /^\[?(\d\d):(\d\d)(?::(\d\d))?\]?( .*)$/s;

function open({ sink, times, words }: LogContext): (line: string) => void {
  const { months } = words;
  let day: [number, number, number] | null = null;
  return (raw) => {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const heading = HEADING.exec(line);
    if (heading !== null) {
      const month = months.number(heading[1]!);
      day = month === 0 ? null : [Number(heading[3]), month, Number(heading[2])];
      return day === null ? sink.malformed("names no month that is known") : sink.remark();
    }
    if (line.startsWith("--- ")) return sink.remark();
    const m = LINE.exec(line);
    if (m === null) {
      return line.trim() === "" ? undefined : sink.malformed("does not begin with a time");
    }
    if (day === null) return sink.malformed("stands before the first day");
    const time = times.local(...day, Number(m[1]), Number(m[2]), Number(m[3] ?? 0));
    const rest = m[4]!.slice(1);
    if (!readIrc(rest, time, sink)) sink.malformed("is nothing that irssi writes");
  };
}
