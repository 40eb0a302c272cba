/**
 * What a private room is known by: `+` and 128 random bits in base 32. That is its name on the wire, beside
 * its attachments and in read marks, so that a name that is taken betrays nothing; its file is called by what
 * people call the room, and by that: `<name>+<id>.txt`.
 */
import type { Random } from "../../base/random.ts";

/** RFC 4648, section 6, in small letters. */
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
const KEY_BITS = 128;
const BITS_PER_LETTER = 5;

const KEY = /^\+[a-z2-7]{26}$/;
const FILE = /^([^+]+)(\+[a-z2-7]{26})$/;

/** A key that nothing else has. */
export function mintPrivateKey(random: Random): string {
  const bytes = new Uint8Array(KEY_BITS / 8);
  random(bytes);
  let key = "+";
  for (let at = 0; at < KEY_BITS; at += BITS_PER_LETTER) {
    // Five bits from two bytes; behind the last one there are zeros.
    const pair = (bytes[at >> 3]! << 8) | (bytes[(at >> 3) + 1] ?? 0);
    key += ALPHABET[(pair >> (16 - BITS_PER_LETTER - (at & 7))) & 31];
  }
  return key;
}

export function isPrivateKey(text: string): boolean {
  return KEY.test(text);
}

/** A room's file, without its ending. */
export function privateFileOf(name: string, key: string): string {
  return name + key;
}

/** What a file without its ending is called and known by; null for one that is no private room's. */
export function parsePrivateFile(file: string): { name: string; key: string } | null {
  const [, name, key] = FILE.exec(file) ?? [];
  return name === undefined || key === undefined ? null : { name, key };
}
