/** Tokens: minted here, shown once, and known afterwards by their hash alone. */
import { createHash } from "node:crypto";
import type { Random } from "../base/random.ts";

export type { Random };

/** A token of 256 bits, fit for cookies and headers. */
export function mintToken(random: Random): string {
  const bytes = new Uint8Array(32);
  random(bytes);
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** SHA-256 in hex: what is kept of a token. */
export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
