/**
 * Who we are to push services: Voluntary Application Server Identification (RFC 8292). The key lies in
 * `push_key.txt`, made once: every subscription is bound to it, so a file that cannot be read is never
 * written over.
 */
import { BoundedMap } from "../base/bounded_map.ts";
import type { Clock } from "../base/clock.ts";
import type { Disk } from "../store/disk.ts";
import { linesOf } from "../store/line_table.ts";
import { readText, replaceText } from "../store/text_file.ts";
import { base64Url, fromBase64Url } from "../base/base64_url.ts";

/** What identification needs from outside. */
export interface VapidOptions {
  path: string;
  disk: Disk;
  clock: Clock;
}

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" };
const LINE = /^(public|private) ([\w-]{43}|[\w-]{87})$/;
const ENCODER = new TextEncoder();

/** A token may count for a day at most (RFC 8292, 2); one is used for half of its time. */
const TOKEN_AGE_MS = 12 * 60 * 60 * 1000;
const TOKEN_USED_MS = TOKEN_AGE_MS / 2;
/** Push services whose token is remembered. */
const MAX_TOKENS = 100;

interface Key {
  /** The point that browsers are handed, and the secret number, both in base64url. */
  point: string;
  secret: string;
}

/** Our key, and what is signed with it. */
export class Vapid {
  readonly #options: VapidOptions;
  readonly #tokens = new BoundedMap<string, { header: Promise<string>; made: number }>(MAX_TOKENS);
  #key: Promise<Key> | null = null;
  #signer: Promise<CryptoKey> | null = null;

  constructor(options: VapidOptions) {
    this.#options = options;
  }

  /** The public key in base64url: what a browser binds a subscription to. */
  async publicKey(): Promise<string> {
    return (await this.#theKey()).point;
  }

  /** What `Authorization` says to the push service of an endpoint; `contact` is an https: or mailto: address. */
  authorization(endpoint: URL, contact: string): Promise<string> {
    const now = this.#options.clock.now();
    const id = `${endpoint.origin} ${contact}`;
    const known = this.#tokens.get(id);
    if (known !== undefined && Math.abs(now - known.made) < TOKEN_USED_MS) return known.header;
    const header = this.#sign(endpoint.origin, contact, now);
    header.catch(() => this.#tokens.delete(id));
    this.#tokens.set(id, { header, made: now });
    return header;
  }

  async #sign(audience: string, contact: string, now: number): Promise<string> {
    const { point } = await this.#theKey();
    this.#signer ??= this.#theKey().then(importSigner);
    const expires = Math.floor((now + TOKEN_AGE_MS) / 1000);
    const claims = { aud: audience, exp: expires, sub: contact };
    const parts = [{ typ: "JWT", alg: "ES256" }, claims]
      .map((part) => base64Url(ENCODER.encode(JSON.stringify(part)))).join(".");
    const bytes = await crypto.subtle.sign(SIGNATURE, await this.#signer, ENCODER.encode(parts));
    return `vapid t=${parts}.${base64Url(new Uint8Array(bytes))}, k=${point}`;
  }

  #theKey(): Promise<Key> {
    this.#key ??= this.#readOrMake();
    this.#key.catch(() => this.#key = null);
    return this.#key;
  }

  async #readOrMake(): Promise<Key> {
    const { disk, path } = this.#options;
    const text = readText(disk, path);
    if (text !== null && text.trim() !== "") return await readKey(text);
    const pair = await crypto.subtle.generateKey(CURVE, true, ["sign"]) as CryptoKeyPair;
    const point = base64Url(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
    const { d: secret = "" } = await crypto.subtle.exportKey("jwk", pair.privateKey);
    await replaceText(disk, path, `public ${point}\nprivate ${secret}\n`);
    return { point, secret };
  }
}

/** True for a line that the file of the key may hold. */
export function isPushKeyLine(line: string): boolean {
  return LINE.test(line);
}

/** The key that a file holds; rejects where it holds none, or two that do not belong together. */
async function readKey(text: string): Promise<Key> {
  const found = new Map(
    linesOf(text).map((line) => {
      const [, name = "", value = ""] = LINE.exec(line) ?? [];
      return [name, value];
    }),
  );
  const key = { point: found.get("public") ?? "", secret: found.get("private") ?? "" };
  try {
    const signer = await importSigner(key);
    const point = fromBase64Url(key.point);
    const verifier = await crypto.subtle.importKey("raw", point, CURVE, false, ["verify"]);
    const said = ENCODER.encode("Plaintalk");
    const signed = await crypto.subtle.sign(SIGNATURE, signer, said);
    if (await crypto.subtle.verify(SIGNATURE, verifier, signed, said)) return key;
  } catch {
    // Told below, as a key whose halves are of different pairs.
  }
  throw new Error(
    "push_key.txt holds no key pair: put the one back that was there, or move the file away for a new one",
  );
}

async function importSigner({ point, secret }: Key): Promise<CryptoKey> {
  const bytes = fromBase64Url(point);
  const [x, y] = [base64Url(bytes.slice(1, 33)), base64Url(bytes.slice(33, 65))];
  const jwk = { kty: "EC", crv: "P-256", x, y, d: secret };
  return await crypto.subtle.importKey("jwk", jwk, CURVE, false, ["sign"]);
}
