/** Discord as DiscordChatExporter writes it to plain text: `[30-Dec-23 09:07 AM] Ada`, and below it the words. */
import type { LineSource, LogContext } from "./source.ts";

export const DISCORD_TEXT: LineSource = { shape: "lines", name: "Discord (text)", open };

const HEADER =
  /^\[(\d{1,4})([-./])(\d{1,2}|\p{L}{3,9}\.?)\2(\d{2,4}) (\d{1,2}):(\d\d)(?::(\d\d))?(?: ?(\p{L}[\p{L}.\s]{0,8}))?\] ([^:\n]{1,100})$/u;
const PROGRAM =
  /^(?:Joined the server\.|Pinned a message\.|Started a (?:call|thread)\b.*|(?:Added|Removed) .* (?:to|from) the group\.|Left the group\.|Changed the channel (?:name|icon)\b.*)$/;
/** Above the first message and below the last. */
const BANNER = /^(?:={20,}|(?:Guild|Channel|Topic|After|Before): .*|Exported [\d,.]+ message.*)$/;
/** What stands below the words: addresses of attachments, who reacted. */
const SECTION = /^\{(Attachments|Embed|Stickers|Reactions|Forwarded Message)\}$/;

function open({ sink, times, words }: LogContext): (line: string) => void {
  const { halfDays, months } = words;
  let hasBegun = false;
  let head: { time: number; name: string } | null = null;
  let section = "";
  const time = (m: RegExpExecArray): number => {
    const [, a, , b, c, hour, minute, second = "0", marker = ""] = m;
    const seconds = (halfDays.hour(Number(hour), marker) * 60 + Number(minute)) * 60 +
      Number(second);
    if (!/^\d/.test(b!)) {
      const year = Number(c) < 100 ? 2000 + Number(c) : Number(c);
      const day = times.local(year, months.number(b!), Number(a));
      return times.local(
        year,
        months.number(b!),
        Number(a),
        Math.floor(seconds / 3600),
        Math.floor(seconds / 60) % 60,
        seconds % 60,
      ) || day && NaN;
    }
    const yearAt = a!.length > 2 ? 0 : c!.length > 2 ? 2 : -1;
    return times.ofDate(
      { parts: [Number(a), Number(b), Number(c)], yearAt },
      seconds,
      /^[AP]M$/.test(marker),
    );
  };
  return (raw) => {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const m = HEADER.exec(line);
    if (m !== null) {
      if (head !== null) sink.message({ ...head, text: "" });
      hasBegun = true;
      section = "";
      head = { time: time(m), name: m[9]!.replace(/ \(pinned\)$/, "") };
      return;
    }
    if (BANNER.test(line)) return sink.remark();
    if (!hasBegun) return sink.more(line);
    if (head !== null) {
      if (PROGRAM.test(line)) {
        head = null;
        return sink.remark();
      }
      section = SECTION.exec(line)?.[1] ?? "";
      sink.message({ ...head, text: section === "" ? line : "" });
      head = null;
      return;
    }
    const next = SECTION.exec(line)?.[1];
    if (next !== undefined) section = next;
    else if (section === "Reactions") return;
    else sink.more(line);
  };
}
