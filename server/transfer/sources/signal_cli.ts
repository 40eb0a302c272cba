/** Signal as `signal-cli receive` prints it: an envelope of lines for each message. */
import type { LineSource, LogContext } from "./source.ts";

export const SIGNAL_CLI: LineSource = { shape: "lines", name: "Signal (signal-cli)", open };

const ENVELOPE = /^Envelope from: (?:[“"](.*)[”"] )?(\S+)?/;
const TIMESTAMP = /^Message timestamp: (\d{10,16})\b/;
/** What else an envelope says, on lines of its own. */
const OTHER =
  /^(?:Timestamp|Server timestamps|Sent by|Envelope|Message timestamp|Profile key|Group info|Expires|Attachments?|Quote|Mentions|Previews|Reaction|Is (?:read|view|delivery)|Got receipt|Received|Receipt|Typing|Story|Contacts|Sticker|Remote delete|With profile|Exception|Action|When|Timestamps?|Contains|To)\b.*:?/;

function open({ sink, times }: LogContext): (line: string) => void {
  let name = "";
  let time = NaN;
  let block = "";
  let reaction: { emoji: string; target: string; on: boolean } | null = null;
  const finish = (): void => {
    if (reaction !== null && reaction.target !== "") {
      const { emoji, target, on } = reaction;
      sink.event({ kind: "reacted", time, name, target, emoji, on });
    }
    reaction = null;
  };
  return (raw) => {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const envelope = ENVELOPE.exec(line);
    if (envelope !== null) {
      finish();
      [name, time, block] = [envelope[1] || envelope[2] || "", NaN, ""];
      return sink.remark();
    }
    if (name === "") {
      return line.trim() === "" ? undefined : sink.malformed("stands before the first envelope");
    }
    const stamp = TIMESTAMP.exec(line);
    if (stamp !== null) {
      time = times.unix(Number(stamp[1]));
      return sink.remark();
    }
    if (line.startsWith("Body: ")) {
      block = "Body";
      const id = `${Number.isNaN(time) ? "" : time}`;
      return sink.message({ time, name, text: line.slice(6), id });
    }
    if (line.startsWith("Reaction:")) {
      reaction = { emoji: "", target: "", on: true };
    }
    const part = /^\s+(Emoji|Target timestamp|Is remove): (\S+)/.exec(line);
    if (reaction !== null && part !== null) {
      if (part[1] === "Emoji") reaction.emoji = part[2]!;
      else if (part[1] === "Is remove") reaction.on = part[2] !== "true";
      else reaction.target = String(times.unix(Number(part[2])));
      return sink.remark();
    }
    if (OTHER.test(line) || block !== "Body") {
      block = line.trim() === "" ? block : "";
      if (line.trim() !== "") sink.remark();
      else finish();
      return;
    }
    sink.more(line);
  };
}
