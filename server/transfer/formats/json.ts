/**
 * A room as one JSON document, described by `docs/export.schema.json`. Each message is a line of its own,
 * so that who has no room for all of it reads it line by line, and `grep` finds a message whole.
 */
import { formatIso } from "../../base/clock.ts";
import type { Format, Leaving, LeavingMessage } from "./format.ts";

/** Of the form: another one where a reader of this one would go wrong. */
const JSON_VERSION = 1;

/** A room as JSON. */
export function jsonFormat({ room, exported, wallClock, pathOf }: Leaving): Format {
  /** The last message, which ends with a comma where another one follows. */
  let waiting = "";
  const iso = (time: string): string => wallClock.iso(Date.parse(time));
  const told = (message: LeavingMessage): unknown => {
    const { time, to, answeredTime, answeredNth: _, file, ...rest } = message;
    const { id, name, text, ...done } = rest;
    const path = file === undefined ? null : pathOf(file);
    return {
      id,
      time: iso(time),
      name,
      text,
      ...to === undefined ? {} : { to: { ...to, time: iso(answeredTime ?? time) } },
      ...file === undefined ? {} : { file: path === null ? file : { ...file, path } },
      ...done,
    };
  };
  return {
    begin() {
      const head = {
        plaintalk: JSON_VERSION,
        room,
        exported: formatIso(exported),
        zone: wallClock.zone,
      };
      return `${JSON.stringify(head).slice(0, -1)},"messages":[\n`;
    },
    message(message) {
      const line = waiting === "" ? "" : `${waiting},\n`;
      waiting = JSON.stringify(told(message));
      return line;
    },
    end: () => `${waiting}${waiting === "" ? "" : "\n"}]}\n`,
  };
}
