/** What happened to a room, as our own files and exports tell it. */
import type { Entry } from "../../history/line.ts";
import { type JsonValue, type LogEvent, textIn } from "./source.ts";

/** The event that a line of a room's file is; null for another line. */
export function eventOfEntry(entry: Entry, time: number, id: string): LogEvent | null {
  switch (entry.kind) {
    case "topic":
      return { ...entry, time, id };
    case "pinned":
      return { kind: "pinned", time, name: entry.name, target: String(entry.id), on: entry.on };
    case "renamed":
    case "archived":
    case "added":
    case "removed":
    case "left":
      return { ...entry, time };
    default:
      return null;
  }
}

/** The event that an export tells by its fields; null for one of a version to come. */
export function eventOfFields(fields: JsonValue, time: number, name: string): LogEvent | null {
  const about = { time, name };
  const event = textIn(fields, "event");
  const [text, to] = [textIn(fields, "text"), textIn(fields, "to")];
  const [who, target] = [textIn(fields, "who"), textIn(fields, "target")];
  switch (event) {
    case "topic":
      return { kind: "topic", ...about, text: hasText(fields) ? text : ERASED };
    case "pinned":
    case "unpinned":
      return { kind: "pinned", ...about, target, on: event === "pinned" };
    case "renamed":
      return { kind: "renamed", ...about, to };
    case "archived":
    case "restored":
      return { kind: "archived", ...about, on: event === "archived" };
    case "added":
    case "removed":
      return { kind: event, ...about, who };
    case "left":
      return { kind: "left", ...about };
    default:
      return null;
  }
}

/** A topic whose words were erased, as our files have it. */
const ERASED = "-";

function hasText(fields: JsonValue): boolean {
  return typeof fields === "object" && fields !== null && "text" in fields;
}
