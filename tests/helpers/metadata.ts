/** Files without their metadata, in memory, and what is looked for in them. */
import { concat } from "@std/bytes/concat";
import { metadataEdits } from "../../client/metadata/metadata.js";

/** What of the makers of the fixtures may not be found in what is left: each tag holds this word. */
const SECRET = "Secret";

/** A file as `metadataEdits` reads it. */
export function sourceOf(bytes: Uint8Array): {
  size: number;
  read: (at: number, length: number) => Promise<Uint8Array>;
} {
  const read = (at: number, length: number) => Promise.resolve(bytes.slice(at, at + length));
  return { size: bytes.length, read };
}

/** The bytes with all changes made. */
export async function cleaned(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const edit of await metadataEdits(sourceOf(bytes))) {
    if (edit.at < at) throw new Error(`An edit at ${edit.at} lies before ${at}`);
    parts.push(bytes.subarray(at, edit.at), edit.bytes, new Uint8Array(edit.zeros));
    at = edit.at + edit.length;
  }
  return joined(...parts, bytes.subarray(at));
}

/** Bytes and texts (a byte a letter), one behind the other. */
export function joined(
  ...parts: (Uint8Array | readonly number[] | string)[]
): Uint8Array<ArrayBuffer> {
  return concat(
    parts.map((part) =>
      typeof part === "string"
        ? Uint8Array.from(part, (sign) => sign.charCodeAt(0))
        : Uint8Array.from(part)
    ),
  );
}

/** A picture that another program wrote, with make, model, serial and place in it. */
export function sample(name: string): Uint8Array<ArrayBuffer> {
  return Deno.readFileSync(new URL(`../fixtures/metadata/${name}`, import.meta.url));
}

/** True where a word stands in the bytes. */
export function holds(bytes: Uint8Array, word = SECRET): boolean {
  return new TextDecoder("latin1").decode(bytes).includes(word);
}

/** A big-endian number of so many bytes. */
export function number(value: number, length: number): number[] {
  return Array.from({ length }, (_, i) => Math.floor(value / 256 ** (length - 1 - i)) % 256);
}

/** Throws where one of a thousand damaged copies makes it throw, grow or change twice. */
export async function tryDamaged(whole: Uint8Array, random: () => number): Promise<void> {
  const below = (n: number) => Math.floor(random() * n);
  for (let i = 0; i < 1000; i++) {
    const bytes = i % 4 === 0 ? whole.slice(0, below(whole.length)) : whole.slice();
    for (let hurt = 0; hurt <= i % 5 && bytes.length > 0; hurt++) {
      bytes[below(bytes.length)] = below(256);
    }
    const left = await cleaned(bytes);
    if (left.length > bytes.length) throw new Error(`Damaged copy ${i} grew`);
    const again = await cleaned(left);
    if (left.length !== again.length || left.some((byte, at) => byte !== again[at])) {
      throw new Error(`Damaged copy ${i} changes again`);
    }
  }
}
