/** Logs of HexChat and XChat: `Dec 30 09:07:11 <Ada>⇥Hello`; the year stands where logging began. */
import { readIrc } from "./irc_line.ts";
import type { LineSource, LogContext } from "./source.ts";

export const HEXCHAT: LineSource = { shape: "lines", name: "HexChat", open };

const BEGAN = /^\*{4} \p{Lu}+ \p{Lu}+ \p{Lu}+ (?:\S+ )?(\S+) +(\d{1,2}) \d\d:\d\d:\d\d (\d{4})/u;
const LINE = /^(\p{L}[\p{L}.]{1,9}) +(\d{1,2}) (\d\d):(\d\d)(?::(\d\d))? (.*)$/su;
/** What the program says of people begins as what they do. */
const PROGRAM =
  /^\*\t(?:\S+ \([^)\s]+@[^)\s]+\) has |\S+ (?:has quit \(|has (?:kicked|invited) \S+ (?:from|to) [#&]|has (?:changed|set) the topic |sets (?:mode|ban) |removes (?:ban|channel) |gives (?:channel|voice) |is now known as \S+$)|You (?:are|have)\b|Now talking on|Topic for [#&]|Channel [#&]|Disconnected|Looking up|Connect|Cannot join|End of|No such )/;

function open({ sink, times, words }: LogContext): (line: string) => void {
  const { months } = words;
  let [year, last] = [0, 0];
  return (raw) => {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const began = BEGAN.exec(line);
    if (began !== null) {
      [year, last] = [Number(began[3]), months.number(began[1]!)];
      return sink.remark();
    }
    if (line.startsWith("****")) return sink.remark();
    const m = LINE.exec(line);
    const month = m === null ? 0 : months.number(m[1]!);
    if (m === null || month === 0) {
      return line.trim() === "" ? undefined : sink.malformed("does not begin with a time");
    }
    if (year === 0) {
      return sink.malformed("stands before the line that tells the year");
    }
    // After December comes January of the next year; a clock may step back a month.
    if (month < last - 6) year++;
    last = month;
    const time = times.local(
      year,
      month,
      Number(m[2]),
      Number(m[3]),
      Number(m[4]),
      Number(m[5] ?? 0),
    );
    const rest = m[6]!;
    if (PROGRAM.test(rest)) return sink.remark();
    if (!readIrc(rest, time, sink)) {
      sink.malformed("is nothing that HexChat writes");
    }
  };
}
