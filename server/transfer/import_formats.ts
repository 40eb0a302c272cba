/**
 * Logs of other chats, a line at a time: what was said, when and by whom. Known are our own lines, irssi,
 * WeeChat, The Lounge and WhatsApp. What is no message (joins, modes, topics) is left out and counted.
 */
import { readTime } from "../base/clock.ts";

/** Something that was said. */
export interface OldMessage {
  time: number;
  name: string;
  text: string;
}

/** What a line turned out to be. */
export type OldLine =
  | ({ kind: "message" } & OldMessage)
  /** The words of the message before go on. */
  | { kind: "more"; text: string }
  /** A line that says nothing: who came, which day it is. */
  | { kind: "remark" }
  | { kind: "unknown" };

/** Reads the lines of one log. */
export interface OldLog {
  name: string;
  read(line: string): OldLine;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const REMARK: OldLine = { kind: "remark" };
const UNKNOWN: OldLine = { kind: "unknown" };

function said(time: number, name: string, text: string): OldLine {
  return Number.isNaN(time) ? UNKNOWN : { kind: "message", time, name, text };
}

/** `[2025-11-19 23:46:36] Ada: Hello`, as our own rooms and older chats write it. */
function plain(): OldLog {
  return {
    name: "plain",
    read(line) {
      const m = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] ([^*:][^:]{0,200}): (.*)$/s.exec(line);
      if (m !== null) return said(readTime(m[1]!), m[2]!, m[3]!.replaceAll("\u2028", "\n"));
      return /^\[[\d :-]{19}\] \* /.test(line) ? REMARK : UNKNOWN;
    },
  };
}

/** `23:46 < Ada> Hello` under `--- Day changed Wed Nov 19 2025`. */
function irssi(): OldLog {
  let day = "";
  return {
    name: "irssi",
    read(line) {
      const change =
        /^--- (?:Log opened|Day changed) \w{3} (\w{3}) (\d\d)(?: \d\d:\d\d:\d\d)? (\d{4})/.exec(
          line,
        );
      if (change !== null) {
        const month = MONTHS.indexOf(change[1]!) + 1;
        day = `${change[3]}-${String(month).padStart(2, "0")}-${change[2]}`;
        return REMARK;
      }
      const m = /^(\d\d:\d\d)(:\d\d)? <[ @+%&~]?([^>]+)> (.*)$/.exec(line);
      if (m !== null && day !== "") {
        return said(readTime(`${day} ${m[1]}${m[2] ?? ":00"}`), m[3]!, m[4]!);
      }
      return /^(---|\d\d:\d\d(:\d\d)? +(-!-|-|\*))/.test(line) ? REMARK : UNKNOWN;
    },
  };
}

/** `2025-11-19 23:46:36⇥@Ada⇥Hello`. */
function weechat(): OldLog {
  return {
    name: "WeeChat",
    read(line) {
      const m = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\t([^\t]*)\t(.*)$/s.exec(line);
      if (m === null) return UNKNOWN;
      const name = m[2]!.replace(/^[@+%&~]/, "").trim();
      // What the program says of itself stands behind arrows and dashes.
      if (/^(|-->|<--|--|\*|=!=|ℹ)$/.test(name)) return REMARK;
      return said(readTime(m[1]!), name, m[3]!);
    },
  };
}

/** `[2025-11-19T23:46:36.000Z] <Ada> Hello`. */
function theLounge(): OldLog {
  return {
    name: "The Lounge",
    read(line) {
      const m = /^\[(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)\] (?:<[@+%&~]?([^>]+)> (.*)|\*.*)$/s
        .exec(line);
      if (m === null) return UNKNOWN;
      return m[2] === undefined ? REMARK : said(Date.parse(m[1]!), m[2], m[3]!);
    },
  };
}

/** `19.11.25, 23:46 - Ada: Hello`, `[19.11.2025, 23:46:36] Ada: Hello`, `11/19/25, 11:46 PM - Ada: Hello`. */
function whatsApp(): OldLog {
  const stamp =
    /^\u200e?\[?(\d{1,2})([./])(\d{1,2})\.?[./](\d{2,4}),? (\d{1,2}):(\d\d)(?::(\d\d))?(?:[ \u202f]([AP])\.?M\.?)?(?:\] | - )(.*)$/is;
  return {
    name: "WhatsApp",
    read(line) {
      const m = stamp.exec(line);
      if (m === null) return { kind: "more", text: line };
      const [, first, sign, second, year, hour, minute, seconds = "0", half, rest = ""] = m;
      const [day, month] = sign === "/" && half ? [second, first] : [first, second];
      const whole = Number(year) < 100 ? 2000 + Number(year) : Number(year);
      const hours = Number(hour) % (half ? 12 : 24) + (half?.toUpperCase() === "P" ? 12 : 0);
      const time = Date.UTC(
        whole,
        Number(month) - 1,
        Number(day),
        hours,
        Number(minute),
        Number(seconds),
      );
      const words = /^\u200e?([^:]{1,100}): (.*)$/s.exec(rest);
      return words === null ? REMARK : said(time, words[1]!, words[2]!.replace(/^\u200e/, ""));
    },
  };
}

/** The log that most of these first lines belong to; null where none fits. */
export function recognise(lines: string[]): OldLog | null {
  const makers = [plain, irssi, weechat, theLounge, whatsApp];
  const scores = makers.map((make) => {
    const log = make();
    return lines.filter((line) => log.read(line).kind === "message").length;
  });
  const best = Math.max(...scores);
  return best === 0 ? null : makers[scores.indexOf(best)]!();
}
