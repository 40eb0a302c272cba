/** Logs of WeeChat: `2023-12-30 09:07:11⇥@Ada⇥Hello`. */
import { action, uncoloured } from "./irc_line.ts";
import type { LineSource, LogContext } from "./source.ts";

export const WEECHAT: LineSource = { shape: "lines", name: "WeeChat", open };

const LINE = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\t([^\t]*)\t(.*)$/s;
/** What the program says of itself stands behind arrows and dashes. */
const PROGRAM = /^(?:|-->|<--|--|=!=|ℹ|⚡)$/u;
/** A notice to a channel; one to somebody alone was not said there. */
const NOTICE = /^Notice\(([^)]+)\) -> [^:]+: (.*)$/s;
const ACTION = /^[@+%&~]?(\S+)(?: (.*))?$/s;

function open({ sink, times }: LogContext): (line: string) => void {
  return (raw) => {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const m = LINE.exec(line);
    if (m === null) {
      return line.trim() === "" ? undefined : sink.malformed("does not begin with a time");
    }
    const [year, month, day, hour, minute, second] = m.slice(1, 7).map(Number);
    const time = times.local(year!, month!, day!, hour!, minute!, second!);
    const prefix = m[7]!.trim();
    const text = uncoloured(m[8]!);
    if (prefix === "*") {
      const [, name, done = ""] = ACTION.exec(text) ?? [];
      return name === undefined ? sink.remark() : sink.message({ time, name, text: action(done) });
    }
    const notice = prefix === "--" ? NOTICE.exec(text) : null;
    if (notice !== null) {
      return sink.message({ time, name: notice[1]!, text: notice[2]! });
    }
    if (PROGRAM.test(prefix)) return sink.remark();
    sink.message({ time, name: prefix.replace(/^[@+%&~]+(?=.)/, ""), text });
  };
}
