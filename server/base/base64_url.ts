/** Bytes as tokens, the Push API and JSON Web Tokens write them: base64url without padding (RFC 4648, 5). */

/** Bytes as text. */
export function base64Url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Text as bytes; throws a SyntaxError for what is none. Padding is taken where it stands. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64(text.replace(/=+$/, ""), { alphabet: "base64url" });
}
