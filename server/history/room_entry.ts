/**
 * Lines about a room as a whole: what it is called, what it is about, what is pinned in it, whether it is
 * archived. Format and parse of what stands behind the name; `line.ts` finds the name. A new kind of such
 * a line begins here.
 */
import { NAME } from "../people/names.ts";

/** What such a line says. `id` is where the line of the pinned message starts. */
export type RoomEntry =
  | { kind: "topic"; time: number; name: string; text: string }
  | { kind: "pinned"; time: number; name: string; id: number; on: boolean }
  | { kind: "renamed"; time: number; name: string; to: string }
  | { kind: "archived"; time: number; name: string; on: boolean };

const TOPIC = /^ set the topic: (.*)$/su;
const PINNED = /^ (un)?pinned (\d{1,16})$/;
const RENAMED = /^ renamed the room to (.{1,64})$/u;
const ARCHIVED = /^ (archived|restored) the room$/;

/** The words that such a line may go on with behind a name. */
export const ROOM_VERBS = "set|pinned|unpinned|renamed|archived|restored";

/** What stands behind the name. */
export function formatRoomEntry(entry: RoomEntry): string {
  switch (entry.kind) {
    case "topic":
      return ` set the topic: ${entry.text}`;
    case "pinned":
      return ` ${entry.on ? "" : "un"}pinned ${entry.id}`;
    case "renamed":
      return ` renamed the room to ${entry.to}`;
    case "archived":
      return ` ${entry.on ? "archived" : "restored"} the room`;
  }
}

/** The entry that `rest`, all behind the name, stands for; or null. */
export function parseRoomEntry(time: number, name: string, rest: string): RoomEntry | null {
  let m = TOPIC.exec(rest);
  if (m !== null) return { kind: "topic", time, name, text: m[1] as string };
  m = PINNED.exec(rest);
  if (m !== null) return { kind: "pinned", time, name, id: Number(m[2]), on: m[1] === undefined };
  m = RENAMED.exec(rest);
  if (m !== null && NAME.test(m[1] as string)) {
    return { kind: "renamed", time, name, to: m[1] as string };
  }
  m = ARCHIVED.exec(rest);
  return m === null ? null : { kind: "archived", time, name, on: m[1] === "archived" };
}

/** True for an entry that is about the room. */
export function isRoomEntry(entry: { kind: string }): entry is RoomEntry {
  return entry.kind === "topic" || entry.kind === "pinned" || entry.kind === "renamed" ||
    entry.kind === "archived";
}
