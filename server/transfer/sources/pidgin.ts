/** Pidgin's logs, as text and as HTML: a heading with the day, `(09:07:11 AM) Ada: Hello` below it. */
import { action } from "./irc_line.ts";
import type { LineSource, LogContext } from "./source.ts";

export const PIDGIN: LineSource = { shape: "lines", name: "Pidgin", open };

const HEADING = /^(?:<[^>]*>)*(?:Conversation with|IM with|Chat in) .*? (?:at|on) (.*)$/;
/** `2023-12-30.090711+0200EET.txt` */
const NAMED = /(\d{4})-(\d\d)-(\d\d)\.\d{6}[^/]*$/;
const TEXT = /^\(([^()]{4,30})\) (.*)$/s;
const HTML =
  /^<(?:font|span)[^>]*>(?:<font size="?\d"?>|<span[^>]*>)?\(([^()<]{4,30})\)(?:<\/font>|<\/span>) ?<b>(.*?)<\/b>(?:<\/font>|<\/span>)?\s?(.*?)(?:<br\s*\/?>)?$/s;
const CLOCK =
  /^(?:(\d{1,4})[./-](\d{1,2})[./-](\d{1,4}),? )?(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?: ?([\p{L}. ]+))?$/u;
const WORD_DAY =
  /\b(\d{1,2}) (\p{L}{3,10}\.?),? (\d{4})|(\p{L}{3,10}\.?) (\d{1,2}),? (?:\d\d:\d\d:\d\d )?(\d{4})/u;
const NUMBER_DAY = /\b(\d{1,4})[./-](\d{1,2})[./-](\d{2,4})\b/;

type Day = readonly [year: number, month: number, day: number];

function open({ sink, times, path, words }: LogContext): (line: string) => void {
  const { halfDays, months } = words;
  const named = NAMED.exec(path);
  let day: Day | null = named === null
    ? null
    : [Number(named[1]), Number(named[2]), Number(named[3])];
  let [last, daysOn] = [0, 0];
  const timeOf = (text: string): number | null => {
    const m = CLOCK.exec(text);
    if (m === null || day === null) return null;
    const [, a, b, c, hour, minute, second = "0", marker = ""] = m;
    const hours = halfDays.hour(Number(hour), marker);
    const seconds = hours < 24 && Number(minute) < 60
      ? (hours * 60 + Number(minute)) * 60 + Number(second)
      : NaN;
    if (a !== undefined) {
      const yearAt = a.length > 2 ? 0 : c!.length > 2 ? 2 : -1;
      return times.ofDate({ parts: [Number(a), Number(b), Number(c)], yearAt }, seconds);
    }
    // A conversation past midnight goes on in the file of the day on which it began.
    if (seconds < last - 12 * 3600) daysOn++;
    last = Number.isNaN(seconds) ? last : seconds;
    const start = times.local(...day);
    const noon = new Date(Date.UTC(day[0], day[1] - 1, day[2] + daysOn));
    return Number.isNaN(start) || Number.isNaN(seconds) ? NaN : times.local(
      noon.getUTCFullYear(),
      noon.getUTCMonth() + 1,
      noon.getUTCDate(),
      Math.floor(seconds / 3600),
      Math.floor(seconds / 60) % 60,
      seconds % 60,
    );
  };
  return (raw) => {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const heading = HEADING.exec(line.replace(/^<html>.*<h[1-4]>/s, ""));
    if (heading !== null) {
      day ??= dayIn(heading[1]!, months);
      return sink.remark();
    }
    const html = HTML.exec(line);
    if (html !== null) {
      const time = timeOf(html[1]!);
      if (time === null) return sink.malformed("has no day");
      return said(time, plain(html[2]!).trim(), plain(html[3]!), sink);
    }
    if (/^<\/?(?:html|body|head|h\d)\b/.test(line)) return sink.remark();
    const text = TEXT.exec(line);
    const time = text === null ? null : timeOf(text[1]!);
    if (text === null || time === null) {
      return sink.more(line.startsWith("<") ? plain(line) : line);
    }
    const m = /^(\*\*\*\S+|[^:]{1,100}:)(?: (.*))?$/s.exec(text[2]!);
    const acted = /^(\*\*\*\S+) (.*)$/s.exec(text[2]!);
    if (acted !== null) return said(time, acted[1]!, acted[2]!, sink);
    if (m === null) return sink.remark();
    said(time, m[1]!, m[2] ?? "", sink);
  };
}

function said(time: number, who: string, text: string, sink: LogContext["sink"]): void {
  if (who.startsWith("***")) {
    return sink.message({ time, name: who.slice(3), text: action(text) });
  }
  if (!who.endsWith(":")) return sink.remark();
  const name = who.slice(0, -1).replace(/ <AUTO-REPLY>$/, "");
  if (
    /^(?:The topic|You|Attempting|Unable|Error|The following|Received)\b.* /
      .test(name)
  ) {
    return sink.remark();
  }
  sink.message({ time, name, text });
}

function dayIn(text: string, months: LogContext["words"]["months"]): Day | null {
  const [, day, month, year, month2, day2, year2] = WORD_DAY.exec(text) ?? [];
  const number = months.number(month ?? month2 ?? "");
  if (number > 0) return [Number(year ?? year2), number, Number(day ?? day2)];
  const [, a = "", b, c = ""] = NUMBER_DAY.exec(text) ?? [];
  if (a === "") return null;
  const parts = a.length > 2 ? [a, b, c] : Number(b) > 12 ? [c, a, b] : [c, b, a];
  const [first, second, third] = parts.map(Number) as [number, number, number];
  return [first < 100 ? first + 2000 : first, second, third];
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/** HTML as text. */
function plain(html: string): string {
  return html.replace(/<br\s*\/?>/g, "\n").replace(/<[^>]*>/g, "")
    .replace(
      /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,8}));/gi,
      (whole, hex, number, name) => {
        if (name !== undefined) {
          return Object.hasOwn(ENTITIES, name) ? ENTITIES[name]! : whole;
        }
        const code = hex !== undefined ? parseInt(hex, 16) : Number(number);
        return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : whole;
      },
    );
}
