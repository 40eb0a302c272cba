/**
 * Names that rooms had: `former_names.txt`, a line each, `old`, a tab, `new`. The old name leads to the room
 * until another room takes it: a room that is there always comes first, so a line about its name means
 * nothing. Bounded: of more the oldest are forgotten.
 */
import { foldName, roomName } from "../../people/names.ts";
import type { Disk } from "../../store/disk.ts";
import { LineTable } from "../../store/line_table.ts";

/** A name that a room had, and the one it got then or since. */
export interface FormerName {
  room: string;
  to: string;
}

/** Most names that are remembered. */
const MAX_FORMER_NAMES = 1000;

const FORMER_NAME_LINE = /^([^\t\n]{1,200})\t([^\t\n]{1,200})$/;

/** All names that rooms had. */
export class FormerNames {
  readonly #table: LineTable<FormerName>;

  constructor(options: { path: string; disk: Disk }) {
    this.#table = new LineTable({
      ...options,
      parse: parseFormerName,
      format: ({ room, to }) => `${room}\t${to}`,
      keyOf: ({ room }) => foldName(room),
    });
  }

  /** The key of the room that a name leads to now, of the rooms that are there; null for none. */
  keyBehind(name: string, isThere: (key: string) => boolean): string | null {
    const found = this.#table.get(foldName(name));
    const key = found === undefined ? "" : foldName(found.to);
    return found !== undefined && isThere(key) ? key : null;
  }

  /** The name that a name leads to, whether such a room is there or not; null for none. */
  nameBehind(name: string): string | null {
    return this.#table.get(foldName(name))?.to ?? null;
  }

  /** All of them that still lead somewhere, the latest last. */
  leading(isThere: (key: string) => boolean): FormerName[] {
    return [...this.#table.values()].filter(({ room, to }) =>
      !isThere(foldName(room)) && isThere(foldName(to))
    );
  }

  /** A room has another name: what led to the old one leads to the new one. */
  async add(room: string, to: string): Promise<void> {
    const [old, now] = [foldName(room), foldName(to)];
    const others = [...this.#table.values()].filter(({ room }) =>
      foldName(room) !== old && foldName(room) !== now
    );
    const gone = new Set(others.slice(0, Math.max(0, others.length + 1 - MAX_FORMER_NAMES)));
    const followed = others.filter((one) => !gone.has(one) && foldName(one.to) === old);
    await this.#table.update({
      put: [...followed.map((one) => ({ room: one.room, to })), { room, to }],
      removeWhere: (one) => gone.has(one) || foldName(one.room) === now,
    });
  }

  /** Another room takes a name: it leads nowhere else from now on. */
  async take(name: string): Promise<void> {
    const key = foldName(name);
    if (this.#table.get(key) === undefined) return;
    await this.#table.update({ removeWhere: ({ room }) => foldName(room) === key });
  }

  /** Reads the file again if somebody else changed it. */
  refresh(): void {
    this.#table.refresh();
  }
}

/** True for a line that this file may hold. */
export function isFormerNameLine(line: string): boolean {
  return parseFormerName(line) !== null;
}

function parseFormerName(line: string): FormerName | null {
  const [, room = "", to = ""] = FORMER_NAME_LINE.exec(line) ?? [];
  try {
    return roomName(room) === room && roomName(to) === to ? { room, to } : null;
  } catch {
    return null;
  }
}
