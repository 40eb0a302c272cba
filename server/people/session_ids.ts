/** What a member's session is known by: the one behind a cookie, a bot's, or that of a single connection. */

export type SessionId =
  /** SHA-256 of the cookie's token, in hex. */
  | { kind: "cookie"; hash: string }
  | { kind: "bot"; name: string }
  /** Brought a name and no more; counted from the start. */
  | { kind: "stranger"; number: number };

const STRANGER = /^stranger-(\d+)$/;
const COOKIE = /^[0-9a-f]{64}$/;

/** The text that stands for it in logs of references and beside attachments. */
export function formatSessionId(id: SessionId): string {
  if (id.kind === "cookie") return id.hash;
  return id.kind === "bot" ? `bot ${id.name}` : `stranger-${id.number}`;
}

/** What a text stands for; null for what we never wrote. */
export function parseSessionId(text: string): SessionId | null {
  if (COOKIE.test(text)) return { kind: "cookie", hash: text };
  if (text.startsWith("bot ")) return { kind: "bot", name: text.slice("bot ".length) };
  const [, number] = STRANGER.exec(text) ?? [];
  return number === undefined ? null : { kind: "stranger", number: Number(number) };
}
