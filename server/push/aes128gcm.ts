/**
 * What a push service carries and cannot read: Message Encryption for Web Push (RFC 8291) in the
 * `aes128gcm` content coding (RFC 8188), in one record. Each message has a key pair and a salt of its own.
 */
import { concat } from "@std/bytes/concat";

/** What a browser gave for its subscription: its public key, and a secret that only it and we know. */
export interface SubscriptionKeys {
  p256dh: Uint8Array<ArrayBuffer>;
  auth: Uint8Array<ArrayBuffer>;
}

/** What is made anew for each message. */
export interface MessageSecrets {
  sender: CryptoKeyPair;
  salt: Uint8Array<ArrayBuffer>;
}

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const ENCODER = new TextEncoder();

/** Bytes of a point of P-256, uncompressed, and of the secret beside it. */
export const POINT_BYTES = 65;
export const AUTH_BYTES = 16;
const SALT_BYTES = 16;
const TAG_BYTES = 16;

/** What a push service must carry (RFC 8030, 7.2) less what encryption adds. */
export const MAX_PLAINTEXT_BYTES = 4096 - (SALT_BYTES + 4 + 1 + POINT_BYTES) - TAG_BYTES - 1;

/** Lengths that a plaintext is filled up to, so that its own is nobody's business. */
const PADDED_BYTES = [512, 1024, 2048, MAX_PLAINTEXT_BYTES];

/** A key pair and a salt for one message. */
export async function makeSecrets(
  random: (bytes: Uint8Array<ArrayBuffer>) => void,
): Promise<MessageSecrets> {
  const salt = new Uint8Array(SALT_BYTES);
  random(salt);
  const sender = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  return { sender: sender as CryptoKeyPair, salt };
}

/** A browser's public key as WebCrypto has it; rejects for bytes that are no point of the curve. */
export async function importPoint(point: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return await crypto.subtle.importKey("raw", point, CURVE, true, []);
}

/** How long a plaintext becomes before it is encrypted. */
export function paddedLength(bytes: number): number {
  return PADDED_BYTES.find((length) => bytes <= length) ?? bytes;
}

/** The body of a push message that only the holder of the subscription's keys can read. */
export async function encrypt(
  plaintext: Uint8Array<ArrayBuffer>,
  { p256dh, auth }: SubscriptionKeys,
  { sender, salt }: MessageSecrets,
  length = paddedLength(plaintext.length),
): Promise<Uint8Array<ArrayBuffer>> {
  if (length > MAX_PLAINTEXT_BYTES || length < plaintext.length) {
    throw new RangeError(`Cannot encrypt ${length} bytes: expected at most ${MAX_PLAINTEXT_BYTES}`);
  }
  const own = new Uint8Array(await crypto.subtle.exportKey("raw", sender.publicKey));
  const theirs = await importPoint(p256dh);
  const shared = await crypto.subtle.deriveBits(
    { name: "ECDH", public: theirs },
    sender.privateKey,
    256,
  );
  const info = concat([ENCODER.encode("WebPush: info\0"), p256dh, own]);
  const input = await derive(new Uint8Array(shared), auth, info, 32);
  const key = await derive(input, salt, ENCODER.encode("Content-Encoding: aes128gcm\0"), 16);
  const nonce = await derive(input, salt, ENCODER.encode("Content-Encoding: nonce\0"), 12);
  // 2 says that this record is the last one; zeros behind it are padding.
  const record = new Uint8Array(length + 1);
  record.set(plaintext);
  record[plaintext.length] = 2;
  const cipher = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce },
    await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]),
    record,
  );
  const header = new Uint8Array(SALT_BYTES + 4 + 1);
  header.set(salt);
  new DataView(header.buffer).setUint32(SALT_BYTES, 4096);
  header[SALT_BYTES + 4] = own.length;
  return concat([header, own, new Uint8Array(cipher)]);
}

/** HKDF with SHA-256 (RFC 5869). */
async function derive(
  input: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
  info: Uint8Array<ArrayBuffer>,
  bytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey("raw", input, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt, info };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, bytes * 8));
}
