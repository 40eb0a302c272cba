/**
 * What rooms are called by people: a private room is `+` and 26 letters on the wire and `+Kitchen` here. Two
 * that share a name are told apart by the beginning of what the wire calls them. Pure.
 */
import { foldName } from "../../people/names.ts";

/** A room and the name that people gave it, where the wire has another. */
export interface NamedRoom {
  room: string;
  name?: string;
}

/** Letters of an id that tell rooms of one name apart, as few as do. */
const MIN_ID_LETTERS = 4;

/** True for a room with chosen members. */
export function isPrivateRoom(room: string): boolean {
  return room.startsWith("+");
}

/** True for a conversation with one person. */
export function isConversation(room: string): boolean {
  return room.startsWith("@");
}

/** What each room is called, by its name on the wire. */
export function labelsOf(rooms: Iterable<NamedRoom>): Map<string, string> {
  const labels = new Map<string, string>();
  const sharing = new Map<string, NamedRoom[]>();
  for (const one of rooms) {
    if (!isPrivateRoom(one.room) || one.name === undefined) {
      labels.set(one.room, one.room);
      continue;
    }
    const key = foldName(one.name);
    const others = sharing.get(key);
    if (others === undefined) sharing.set(key, [one]);
    else others.push(one);
  }
  for (const alike of sharing.values()) {
    const letters = lettersToTell(alike.map(({ room }) => room.slice(1)));
    for (const { room, name } of alike) {
      const mark = alike.length === 1 ? "" : ` (${room.slice(1, 1 + letters)})`;
      labels.set(room, `+${name}${mark}`);
    }
  }
  return labels;
}

/** Rooms that somebody may mean: by the whole of a name, and a private one without its plus as well. */
export function roomsMeant(typed: string, labels: ReadonlyMap<string, string>): string[] {
  const all = [...labels];
  const key = foldName(typed);
  const exact = all.filter(([room, label]) => room === typed || foldName(label) === key);
  if (exact.length > 0) return exact.map(([room]) => room);
  const bare = (label: string) => foldName(label.slice(1).replace(/ \([a-z2-7]+\)$/i, ""));
  return all.filter(([room, label]) =>
    isPrivateRoom(room) && bare(label) === key.replace(/^\+/, "")
  ).map(([room]) => room);
}

function lettersToTell(ids: readonly string[]): number {
  let letters = MIN_ID_LETTERS;
  const longest = Math.max(...ids.map(({ length }) => length));
  while (letters < longest && new Set(ids.map((id) => id.slice(0, letters))).size < ids.length) {
    letters++;
  }
  return letters;
}
