/** Tokens: minted here, shown once, and known afterwards by their hash alone. */
import { createHash } from "node:crypto";
import { base64Url } from "../base/base64_url.ts";
import type { Random } from "../base/random.ts";

export type { Random };

/** A token of 256 bits, fit for cookies and headers. */
export function mintToken(random: Random): string {
  const bytes = new Uint8Array(32);
  random(bytes);
  return base64Url(bytes);
}

/** SHA-256 in hex: what is kept of a token. */
export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Longest code that is looked at: ours have 43 characters. */
const MAX_CODE_CHARACTERS = 100;

/** The hash of a code that somebody brings; null for what can be none. */
export function hashOfCode(code: unknown): string | null {
  if (typeof code !== "string" || code === "" || code.length > MAX_CODE_CHARACTERS) return null;
  return hashOf(code);
}
