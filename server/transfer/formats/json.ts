/**
 * A room as one JSON document, described by `docs/export.schema.json`. Each message is a line of its own,
 * so that who has no room for all of it reads it line by line, and `grep` finds a message whole. What happened
 * to the room stands behind them.
 */
import { formatIso } from "../../base/clock.ts";
import type { Format, Leaving, LeavingEvent, LeavingMessage } from "./format.ts";

/** Of the form: another one where a reader of this one would go wrong. */
const JSON_VERSION = 1;

/** Events that are held until the messages are told; of more the oldest are left out. */
const MAX_EVENTS = 100_000;

/** A room as JSON. */
export function jsonFormat(leaving: Leaving): Format {
  const { room, members, exported, wallClock, pathOf } = leaving;
  /** The last message, which ends with a comma where another one follows. */
  let waiting = "";
  const events: string[] = [];
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
  const eventOf = ({ time, pinned: _, ...rest }: LeavingEvent): unknown => {
    const { id, ...done } = rest;
    return { id, time: iso(time), ...done };
  };
  return {
    begin() {
      const head = {
        plaintalk: JSON_VERSION,
        room,
        ...members === undefined ? {} : { members: members.join("\n") },
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
    event(event) {
      events.push(JSON.stringify(eventOf(event)));
      if (events.length > 2 * MAX_EVENTS) events.splice(0, MAX_EVENTS);
      return "";
    },
    end() {
      const messages = `${waiting}${waiting === "" ? "" : "\n"}]`;
      if (events.length === 0) return `${messages}}\n`;
      return `${messages},"events":[\n${events.slice(-MAX_EVENTS).join(",\n")}\n]}\n`;
    },
  };
}
