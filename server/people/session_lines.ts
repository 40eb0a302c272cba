/** The lines of `sessions.txt`: when a session began, was used, from which device, and that it ended. */

const BEGAN = /^(\d{1,16}) began ([0-9a-f]{64}) (guest|account) (.+)$/;
/** A guest of one room: an older version, which would let them see all of the chat, does not know this line. */
const VISIT =
  /^(\d{1,16}) began ([0-9a-f]{64}) only ([0-9a-f]{64}) (\d{1,15}) ([^\t]{1,200})\t(.+)$/;
const SEEN_OR_ENDED = /^(\d{1,16}) (seen|ended) ([0-9a-f]{64})$/;
const DEVICE = /^(\d{1,16}) device ([0-9a-f]{64}) ([\w ]{1,60})$/;

/** What a guest sees who came by a link to one room. */
export interface VisitScope {
  /** The key of the room, and where what they may read begins, in bytes. */
  room: string;
  from: number;
  /** The hash of the invitation that they came by. */
  invite: string;
}

/** One line: which session, and when in milliseconds since 1970. */
export type SessionLine =
  & { id: string; at: number }
  & (
    | { kind: "began"; name: string; account: boolean; only?: VisitScope }
    | { kind: "seen" | "ended" }
    | { kind: "device"; device: string }
  );

/** What a line says; null for one that is not understood. */
export function parseSessionLine(text: string): SessionLine | null {
  const [, began, fresh = "", whose, name = ""] = BEGAN.exec(text) ?? [];
  if (began !== undefined) {
    return { kind: "began", id: fresh, at: Number(began), name, account: whose === "account" };
  }
  const [, came, visit = "", invite = "", from, room = "", guest = ""] = VISIT.exec(text) ?? [];
  if (came !== undefined) {
    const only = { room, from: Number(from), invite };
    return { kind: "began", id: visit, at: Number(came), name: guest, account: false, only };
  }
  const [, time, kind, id = ""] = SEEN_OR_ENDED.exec(text) ?? [];
  if (kind === "seen" || kind === "ended") return { kind, id, at: Number(time) };
  const [, at, shown = "", device] = DEVICE.exec(text) ?? [];
  return device === undefined ? null : { kind: "device", id: shown, at: Number(at), device };
}

/** True for a line that this file may hold. */
export function isSessionLine(text: string): boolean {
  return parseSessionLine(text) !== null;
}

/** The lines of one session; older versions skip the one of its device. */
export function formatSession(
  { id, name, account, began, seen, device, only }: {
    only?: VisitScope;
    id: string;
    name: string;
    account: boolean;
    began: number;
    seen: number;
    device: string;
  },
): string[] {
  const who = only === undefined
    ? `${account ? "account" : "guest"} ${name}`
    : `only ${only.invite} ${only.from} ${only.room}\t${name}`;
  return [
    `${began} began ${id} ${who}`,
    ...device === "" ? [] : [`${began} device ${id} ${device}`],
    ...seen > began ? [`${seen} seen ${id}`] : [],
  ];
}
