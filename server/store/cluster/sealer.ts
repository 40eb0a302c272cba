/**
 * What leaves a node, to the engine or to another node, is sealed (AES-256-GCM) with a key made from the
 * secret that the nodes share. The engine never has that key: to whoever reads its files, its backups or
 * what it has deleted, erased words, private words and hashes of passwords are noise from the first moment.
 */
import type { Bytes } from "./engine.ts";

/** Least characters of a secret: as many as 16 random bytes have in base 64. */
export const SECRET_LENGTH = 22;

const NONCE_BYTES = 12;
const ENCODER = new TextEncoder();

/** Seals and opens bytes, each for one purpose: what was sealed for another does not open. */
export class Sealer {
  readonly #key: CryptoKey;
  readonly #random: (bytes: Bytes) => void;
  /** What a node shows to another, to be answered at all. */
  readonly password: string;

  private constructor(key: CryptoKey, password: string, random: (bytes: Bytes) => void) {
    this.#key = key;
    this.password = password;
    this.#random = random;
  }

  static async of(secret: string, random: (bytes: Bytes) => void): Promise<Sealer> {
    const text = ENCODER.encode(secret);
    const base = await crypto.subtle.importKey("raw", text, "HKDF", false, ["deriveBits"]);
    const derived = async (info: string): Promise<ArrayBuffer> =>
      await crypto.subtle.deriveBits(
        { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: ENCODER.encode(info) },
        base,
        256,
      );
    const key = await crypto.subtle.importKey("raw", await derived("seal"), "AES-GCM", false, [
      "encrypt",
      "decrypt",
    ]);
    return new Sealer(key, new Uint8Array(await derived("password")).toHex(), random);
  }

  async seal(purpose: string, plain: Bytes): Promise<Bytes> {
    const iv = new Uint8Array(NONCE_BYTES);
    this.#random(iv);
    const additionalData = ENCODER.encode(purpose);
    const sealed = await crypto.subtle.encrypt(
      { name: "AES-GCM", iv, additionalData },
      this.#key,
      plain,
    );
    const bytes = new Uint8Array(NONCE_BYTES + sealed.byteLength);
    bytes.set(iv);
    bytes.set(new Uint8Array(sealed), NONCE_BYTES);
    return bytes;
  }

  /** Throws where it was sealed with another secret, for another purpose, or changed since. */
  async open(purpose: string, bytes: Bytes): Promise<Bytes> {
    const iv = bytes.subarray(0, NONCE_BYTES);
    const additionalData = ENCODER.encode(purpose);
    try {
      const sealed = bytes.subarray(NONCE_BYTES);
      return new Uint8Array(
        await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, this.#key, sealed),
      );
    } catch (cause) {
      throw new Error(
        `Cannot open what was sealed as ${purpose}: expected the same --cluster-secret on every node`,
        { cause },
      );
    }
  }

  /** True for the password of a node; tells nothing by how long it takes. */
  async isPassword(given: string): Promise<boolean> {
    const hash = async (text: string): Promise<string> => {
      const digest = await crypto.subtle.digest("SHA-256", ENCODER.encode(text));
      return new Uint8Array(digest).toHex();
    };
    return await hash(given) === await hash(this.password);
  }
}
