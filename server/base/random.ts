/** Chance, handed in so that tests hold it. Nothing else in the server asks for any. */

/** Fills bytes from a source nobody can guess. */
export type Random = (bytes: Uint8Array<ArrayBuffer>) => void;

/** The system's source. */
export function systemRandom(bytes: Uint8Array<ArrayBuffer>): void {
  crypto.getRandomValues(bytes);
}

/** So many random bytes in hexadecimal: a name that nothing else has. */
export function randomHex(random: Random, length: number): string {
  const bytes = new Uint8Array(length);
  random(bytes);
  return bytes.toHex();
}
