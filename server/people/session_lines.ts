/** The lines of `sessions.txt`: when a session began, was used, from which device, and that it ended. */

const BEGAN = /^(\d{1,16}) began ([0-9a-f]{64}) (guest|account) (.+)$/;
const SEEN_OR_ENDED = /^(\d{1,16}) (seen|ended) ([0-9a-f]{64})$/;
const DEVICE = /^(\d{1,16}) device ([0-9a-f]{64}) ([\w ]{1,60})$/;

/** One line: which session, and when in milliseconds since 1970. */
export type SessionLine =
  & { id: string; at: number }
  & (
    | { kind: "began"; name: string; account: boolean }
    | { kind: "seen" | "ended" }
    | { kind: "device"; device: string }
  );

/** What a line says; null for one that is not understood. */
export function parseSessionLine(text: string): SessionLine | null {
  const [, began, fresh = "", whose, name = ""] = BEGAN.exec(text) ?? [];
  if (began !== undefined) {
    return { kind: "began", id: fresh, at: Number(began), name, account: whose === "account" };
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
  { id, name, account, began, seen, device }: {
    id: string;
    name: string;
    account: boolean;
    began: number;
    seen: number;
    device: string;
  },
): string[] {
  return [
    `${began} began ${id} ${account ? "account" : "guest"} ${name}`,
    ...device === "" ? [] : [`${began} device ${id} ${device}`],
    ...seen > began ? [`${seen} seen ${id}`] : [],
  ];
}
