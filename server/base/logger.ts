/**
 * One line an event, to the writer it is given. Never message text, passwords, tokens or cookies;
 * control characters are escaped, so no value can forge a line or drive a terminal. Bounded: trouble that
 * repeats itself a thousand times a second is logged a few times and then counted.
 */
import { formatTime } from "./clock.ts";
import { TokenBucket } from "./token_bucket.ts";
import { printable } from "./printable.ts";

/** Values that may stand in a log line. */
export type LogFields = Record<string, string | number | boolean | undefined>;

/** Where events of the process are logged. */
export interface Logger {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
}

/** Lines that may be written at once, and then each second. */
const LINE_RATE = { burst: 100, perSecond: 5 };
export interface LoggerOptions {
  write: (line: string) => void;
  format: () => "text" | "json";
  now: () => number;
  /** False where whoever takes the lines adds a time of its own, as a journal does. */
  hasTimes: boolean;
}

/** Text or JSON, one line each. */
export function makeLogger({ write, format, now, hasTimes }: LoggerOptions): Logger {
  const bucket = new TokenBucket(LINE_RATE, now());
  let left = 0;
  function log(level: string, message: string, fields: LogFields = {}): void {
    if (bucket.take(now()) > 0) {
      left++;
      return;
    }
    const lost = left;
    left = 0;
    if (lost > 0) line("warn", "Lines were left out: too many at once", { lines: lost });
    line(level, message, fields);
  }
  function line(level: string, message: string, fields: LogFields): void {
    if (format() === "json") {
      const time = new Date(now()).toISOString();
      // What JSON lets through but a terminal may act on is written as JSON writes the rest.
      write(printable(JSON.stringify({ time, level, message, ...fields })));
      return;
    }
    const line = printable(message);
    let text = level === "warn" ? `warning: ${line}` : line;
    for (const [key, value] of Object.entries(fields)) {
      if (value !== undefined) text += ` ${key}=${shown(value)}`;
    }
    write(hasTimes ? `${formatTime(now())} ${text}` : text);
  }
  return {
    info: (message, fields) => log("info", message, fields),
    warn: (message, fields) => log("warn", message, fields),
  };
}

function shown(value: string | number | boolean): string {
  const text = String(value);
  return /^[\w.:/@+-]*$/.test(text) ? text : printable(JSON.stringify(text));
}
