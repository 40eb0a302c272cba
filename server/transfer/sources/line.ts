/** LINE's "Export chat history": a heading for each day, `09:07⇥Ada⇥Hello` below it. */
import type { DateParts } from "../dates/date_survey.ts";
import type { LineSource, LogContext } from "./source.ts";

export const LINE: LineSource = { shape: "lines", name: "LINE", open };

/** `Sat, 12/30/2023`, `2023/12/30(土)`, `2023.12.30 Saturday`, `ส. 30/12/2566` */
const DAY =
  /^(?:[\p{L}\p{M}.]{1,20},?\.? )?(?:[\p{L}\p{M}]+ ?ที่ )?(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})\.?(?: ?\(?[\p{L}\p{M}.]{1,20}\)?)?$/u;
const BLANK = "[ \\u00a0\\u202f]?";
const BEFORE = `([^\\d\\t]{0,12}?)${BLANK}(\\d{1,2}):(\\d\\d)${BLANK}(?:น\\.)?`;
const TABBED = new RegExp(`^${BEFORE}([\\p{L}\\p{M}.]{0,12}?)\\t([^\\t]*)(?:\\t(.*))?$`, "su");
/** Newer programs put blanks between them. */
const SPACED = new RegExp(`^${BEFORE}([AaPp]\\.?[Mm]\\.?)? (\\S.*)$`, "su");
const TITLE =
  /^\ufeff?\[LINE\] (?:Chat history (?:with|in) |(?:Chat (?:with|in) )|ประวัติการแชท(?:กับ|ใน)?\s*)?(.*)$/;

function open(context: LogContext): (line: string) => void {
  const { sink, times, words } = context;
  const { halfDays } = words;
  let day: DateParts | null = null;
  let partner = "";
  const timeOf = (before: string, hour: string, minute: string, after: string): number => {
    const hours = halfDays.hour(Number(hour), after || before);
    return times.ofDate(
      day!,
      hours < 24 && Number(minute) < 60 ? hours * 3600 + Number(minute) * 60 : NaN,
    );
  };
  return (raw) => {
    const line = (raw.endsWith("\r") ? raw.slice(0, -1) : raw).replaceAll("\u200e", "");
    const title = TITLE.exec(line);
    if (title !== null) {
      partner = title[1]!.trim();
      return sink.remark();
    }
    const heading = DAY.exec(line);
    if (heading !== null) {
      const [, a, , b, c] = heading;
      day = {
        parts: [Number(a), Number(b), Number(c)],
        yearAt: a!.length > 2 ? 0 : c!.length > 2 ? 2 : -1,
      };
      return sink.remark();
    }
    // "Saved on" stands before the first day.
    if (day === null) return sink.more(line);
    const tabbed = TABBED.exec(line);
    if (tabbed !== null) {
      const [, before, hour, minute, after, name = "", text] = tabbed;
      if (name === "" || text === undefined) return sink.remark();
      return sink.message({
        time: timeOf(before!, hour!, minute!, after ?? ""),
        name,
        text,
        whole: unquoted,
      });
    }
    const spaced = SPACED.exec(line);
    if (spaced === null) return sink.more(line);
    const [, before, hour, minute, after, rest = ""] = spaced;
    const isPartner = partner !== "" && rest.startsWith(`${partner} `);
    const name = isPartner ? partner : rest.split(" ", 1)[0]!;
    if (rest.length === name.length) return sink.remark();
    const text = rest.slice(name.length + 1);
    sink.message({
      time: timeOf(before!, hour!, minute!, after ?? ""),
      name,
      text,
      whole: unquoted,
    });
  };
}

/** A text of several lines stands in quotes. */
function unquoted(text: string): string {
  return /^".*\n.*"$/s.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text;
}
