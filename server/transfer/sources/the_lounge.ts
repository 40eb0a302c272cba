/** Text logs of The Lounge: `[2023-12-30T09:07:11.000Z] <@Ada> Hello`. */
import { readIrc } from "./irc_line.ts";
import type { LineSource, LogContext } from "./source.ts";

export const THE_LOUNGE: LineSource = { shape: "lines", name: "The Lounge", open };

const LINE = /^\[(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))\] (.*)$/s;

function open({ sink, times }: LogContext): (line: string) => void {
  return (raw) => {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const m = LINE.exec(line);
    if (m === null) {
      return line.trim() === "" ? undefined : sink.malformed("does not begin with a time");
    }
    // What has several lines is written so.
    if (/^\|(?: |$)/.test(m[2]!)) return sink.more(m[2]!.slice(2));
    if (!readIrc(m[2]!, times.iso(m[1]!), sink)) {
      sink.malformed("is nothing that The Lounge writes");
    }
  };
}
