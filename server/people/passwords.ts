/**
 * Passwords as Argon2id hashes in the PHC string format, with the parameters OWASP asks for (19 MiB,
 * 2 passes, 1 lane). Hashing takes memory on purpose: two at a time at most, a short queue, and then
 * a refusal, so that a crowd at the door costs no more memory than two people.
 */
import { timingSafeEqual } from "node:crypto";
import { ChatError } from "../base/errors.ts";
import type { Random } from "../base/random.ts";
import { Semaphore } from "../base/semaphore.ts";

/** Shortest and longest password, in bytes of UTF-8. */
const PASSWORD_BYTES = { min: 8, max: 256 } as const;
export interface PasswordsOptions {
  random: Random;
  /** Called when the last hash of a run is done: it has left memory behind that is free by now. */
  onIdle?: () => void;
}

interface Parameters {
  /** KiB. */
  memory: number;
  passes: number;
  parallelism: number;
}

const CURRENT_PARAMETERS: Parameters = { memory: 19_456, passes: 2, parallelism: 1 };
const HASH_BYTES = 32;
const MAX_CONCURRENT_HASHES = 2;
const MAX_WAITING_HASHES = 16;

const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{22,86})\$([A-Za-z0-9+/]{43,86})$/;

/** Makes and checks hashes. */
export class Passwords {
  readonly #random: Random;
  readonly #onIdle: () => void;
  readonly #semaphore = new Semaphore({
    // One where two would leave no processor for those who talk.
    atATime: Math.max(1, Math.min(MAX_CONCURRENT_HASHES, navigator.hardwareConcurrency - 1)),
    maxWaiting: MAX_WAITING_HASHES,
    busy: () =>
      new ChatError("busy", "Too many people are signing in: try again in a moment", {
        wait: 2000,
      }),
  });

  constructor(options: PasswordsOptions) {
    this.#random = options.random;
    this.#onIdle = options.onIdle ?? (() => {});
  }

  /** The hash of a new password as a PHC string, or a ChatError `bad_password`. */
  async hash(password: unknown): Promise<string> {
    const bytes = passwordBytes(password);
    const salt = new Uint8Array(16);
    this.#random(salt);
    const hash = await this.#derive(bytes, salt, CURRENT_PARAMETERS, HASH_BYTES);
    const { memory, passes, parallelism } = CURRENT_PARAMETERS;
    return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${
      base64(hash)
    }`;
  }

  /**
   * True if the password made this hash. Without a hash (nobody has that name) it takes as long and
   * is false, so that the time tells nothing.
   */
  async fits(password: unknown, phc: string | null): Promise<boolean> {
    const [, memory, passes, parallelism, salt = "", hash = ""] = PHC.exec(phc ?? DECOY_HASH) ?? [];
    const bytes = typeof password === "string" ? new TextEncoder().encode(password) : null;
    if (bytes === null || bytes.length > PASSWORD_BYTES.max) return false;
    const expected = Uint8Array.fromBase64(hash);
    const parameters = {
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
    };
    const got = await this.#derive(bytes, Uint8Array.fromBase64(salt), parameters, expected.length);
    return timingSafeEqual(got, expected) && phc !== null;
  }

  /** True for a hash that was made with weaker parameters than a new one. */
  isWeak(phc: string): boolean {
    const [, memory, passes] = PHC.exec(phc) ?? [];
    return !(Number(memory) >= CURRENT_PARAMETERS.memory &&
      Number(passes) >= CURRENT_PARAMETERS.passes);
  }

  async #derive(
    password: Uint8Array<ArrayBuffer>,
    nonce: Uint8Array<ArrayBuffer>,
    { memory, passes, parallelism }: Parameters,
    length: number,
  ): Promise<Uint8Array> {
    await this.#semaphore.acquire();
    try {
      // The platform's types do not know the algorithm yet.
      const usages = ["deriveBits"] as KeyUsage[];
      const subtle = crypto.subtle as unknown as {
        importKey(...args: unknown[]): Promise<CryptoKey>;
        deriveBits(...args: unknown[]): Promise<ArrayBuffer>;
      };
      const key = await subtle.importKey("raw-secret", password, "Argon2id", false, usages);
      const algorithm = { name: "Argon2id", nonce, memory, passes, parallelism };
      return new Uint8Array(await subtle.deriveBits(algorithm, key, length * 8));
    } finally {
      this.#semaphore.release();
      if (this.#semaphore.isIdle) this.#onIdle();
    }
  }
}

/** Of a password nobody knows: what a name without an account is checked against. */
const DECOY_HASH =
  "$argon2id$v=19$m=19456,t=2,p=1$cGxhaW50YWxrbm9ib2R5IQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

function passwordBytes(password: unknown): Uint8Array<ArrayBuffer> {
  const { min, max } = PASSWORD_BYTES;
  const bytes = typeof password === "string" ? new TextEncoder().encode(password) : null;
  if (bytes !== null && bytes.length >= min && bytes.length <= max) return bytes;
  throw new ChatError(
    "bad_password",
    `Cannot use this password: expected ${min} to ${max} bytes, any characters`,
  );
}

function base64(bytes: Uint8Array): string {
  return bytes.toBase64({ omitPadding: true });
}
