/** Signal as sigtop writes it to text: `From:`, `Sent:` and more above the words. */
import type { Attachment, LineSource, LogContext, LogReaction } from "./source.ts";

export const SIGTOP: LineSource = { shape: "lines", name: "Signal (sigtop)", open };

const SENT = /^\p{L}+, (\d{1,2}) (\p{L}{3}) (\d{4}) (\d\d):(\d\d):(\d\d) ([+-]\d\d)(\d\d)$/u;
const NUMBER = / \(\+?[\d\w-]{5,40}\)$/;
const ATTACHMENT = /^(.*?)(?: \(([\w.+-]+\/[\w.+-]+)(?:, (\d+) bytes)?\))?$/;
const REACTION = /^(?:(\S+) from (.+)|(.+): (\S+))$/u;

interface Head {
  name: string;
  time: number;
  files: Attachment[];
  reactions: LogReaction[];
  edited: boolean;
  isSaid: boolean;
}

function open({ sink, times, words }: LogContext): (line: string) => void {
  let head: Head | null = null;
  /** A line "From: …" which is a message's only if "Type: …" follows. */
  let from: string | null = null;
  let isOpen = false;
  const tell = (first: string): void => {
    const { name, time, files, reactions, edited, isSaid } = head!;
    head = null;
    isOpen = isSaid;
    if (isSaid) {
      sink.message({ name, time, files, reactions, text: first, ...(edited ? { edited } : {}) });
    } else sink.remark();
  };
  const field = (key: string, value: string): void => {
    if (key === "Sent") head!.time = sentAt(value, times, words);
    else if (key === "Type") {
      head!.isSaid = value === "incoming" || value === "outgoing";
    } else if (key === "Edited" || key === "Version") head!.edited = true;
    else if (key === "Attachment") {
      const name = ATTACHMENT.exec(value)?.[1]?.trim() || value;
      head!.files.push({ path: name, name });
    } else if (key === "Reaction") {
      const [, emoji, name, other, sign] = REACTION.exec(value) ?? [];
      const who = (name ?? other ?? "").replace(NUMBER, "");
      if (who !== "") {
        head!.reactions.push({ emoji: (emoji ?? sign)!, name: who });
      }
    }
  };
  return (raw) => {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (from !== null) {
      const begins = line.startsWith("Type: ");
      const said = from;
      from = null;
      if (begins) {
        const name = said.replace(NUMBER, "");
        head = { name, time: NaN, files: [], reactions: [], edited: false, isSaid: true };
        sink.remark();
        return field("Type", line.slice(6));
      }
      if (isOpen) sink.more(`From: ${said}`);
    }
    if (head === null && line.startsWith("From: ")) {
      from = line.slice(6);
      return;
    }
    if (head !== null) {
      const m = /^([A-Z][a-z]+(?: [a-z]+)?): (.*)$/.exec(line);
      if (m !== null) return field(m[1]!, m[2]!);
      return tell(line);
    }
    if (line.startsWith("Conversation: ") && !isOpen) sink.remark();
    else sink.more(line);
  };
}

/** When a message was sent: `Sat, 30 Dec 2023 09:07:11 +0200`. */
function sentAt(text: string, times: LogContext["times"], { months }: LogContext["words"]): number {
  const m = SENT.exec(text);
  if (m === null) return NaN;
  const [day, year, hour, minute, second] = [m[1], m[3], m[4], m[5], m[6]].map(Number);
  const ahead = Number(m[7]!.slice(1)) * 60 + Number(m[8]);
  const time = times.utc(year!, months.number(m[2]!), day!, hour!, minute!, second!);
  return time - (m[7]!.startsWith("-") ? -ahead : ahead) * 60_000;
}
