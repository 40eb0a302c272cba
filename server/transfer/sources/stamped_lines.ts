/**
 * Logs as phones write them, `30.12.23, 09:07 - Ada: Hello`: shared by the sources of that shape. A line
 * without a stamp goes on with the message before it.
 */
import { type PhoneStamp, PhoneStamps } from "../dates/phone_stamp.ts";
import { detached } from "../input/detached.ts";
import { isSystemLine } from "./system_lines.ts";
import type { LogContext, LogMessage } from "./source.ts";

/** What a source makes of such lines. */
export interface StampedOptions {
  /** False for a stamp that this source does not write. */
  fits: (stamp: PhoneStamp) => boolean;
  /** The message with what else its text says. */
  message: (message: LogMessage) => LogMessage;
}

const MAX_NAMES = 10_000;
/** Characters of the longest name. */
const MAX_NAME_CHARS = 200;
const MARKS = /[\u200e\u202a-\u202c\u2066-\u2069]/g;

/** A reader of such lines. */
export function stampedLines(
  { sink, times, words }: LogContext,
  { fits, message }: StampedOptions,
): (line: string) => void {
  /** What stands before a colon, as a name; "" for what is none. */
  const names = new Map<string, string>();
  /** How the stamps of this log look. */
  let shape = "";
  const learn = (before: string): string => {
    const tidy = detached(before.replace(MARKS, "").trim());
    const name = isSystemLine(tidy) ? "" : tidy;
    if (names.size < MAX_NAMES) names.set(detached(before), name);
    return name;
  };
  const stamps = new PhoneStamps(words);
  return (raw) => {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const stamp = stamps.read(line);
    if (stamp === null || !fits(stamp)) {
      return sink.more(line.replaceAll("\u200e", ""));
    }
    const time = times.ofDate(stamp.date, stamp.seconds, stamp.isAmerican);
    const { sign, isBracketed, hasSeconds } = stamp;
    const like = `${sign}${isBracketed}${hasSeconds}`;
    // A line of another log that somebody put into a message.
    if (Number.isNaN(time) && like !== shape && shape !== "") return sink.more(line);
    if (!Number.isNaN(time)) shape = like;
    const rest = line.slice(stamp.length);
    const colon = rest.indexOf(":");
    const isSaid = colon > 0 && colon <= MAX_NAME_CHARS &&
      (colon + 1 === rest.length || rest[colon + 1] === " ");
    if (!isSaid) return sink.remark();
    const before = rest.slice(0, colon);
    const name = names.get(before) ?? learn(before);
    if (name === "") return sink.remark();
    const text = rest.slice(colon + 2);
    sink.message(
      message({ time, name, text: text.includes("\u200e") ? text.replaceAll("\u200e", "") : text }),
    );
  };
}
