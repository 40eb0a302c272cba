/** Message Encryption for Web Push, held to RFC 8291's own example and to another implementation. */
import { assertEquals, assertRejects } from "@std/assert";
import ece from "http_ece";
import { createECDH, randomBytes } from "node:crypto";
import {
  encrypt,
  importPoint,
  makeSecrets,
  MAX_PLAINTEXT_BYTES,
  paddedLength,
} from "../../../server/push/aes128gcm.ts";
import { base64Url, fromBase64Url } from "../../../server/base/base64_url.ts";

/** RFC 8291, section 5 and appendix A. */
const RFC = {
  plaintext: "When I grow up, I want to be a watermelon",
  senderPrivate: "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
  senderPublic:
    "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
  receiverPublic:
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
  auth: "BTBZMqHH6r4Tts7J_aSIgg",
  salt: "DGv6ra1nlYgDCS1FRnbzlw",
  body: "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmY" +
    "WAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_" +
    "Qulcy4a-fN",
};

const CURVE = { name: "ECDH", namedCurve: "P-256" };

/** A browser: its keys, and what it makes of a message. */
function browser() {
  const ecdh = createECDH("prime256v1");
  ecdh.generateKeys();
  const auth = randomBytes(16);
  return {
    keys: { p256dh: new Uint8Array(ecdh.getPublicKey()), auth: new Uint8Array(auth) },
    reads: (body: Uint8Array): string =>
      new TextDecoder().decode(ece.decrypt(Buffer.from(body), {
        version: "aes128gcm",
        privateKey: ecdh,
        authSecret: auth.toString("base64url"),
      })),
  };
}

const random = (bytes: Uint8Array<ArrayBuffer>) => void crypto.getRandomValues(bytes);
const words = (text: string) => new TextEncoder().encode(text);

Deno.test("encrypt() makes of RFC 8291's example what stands there, byte for byte", async () => {
  const point = fromBase64Url(RFC.senderPublic);
  const jwk = {
    kty: "EC",
    crv: "P-256",
    d: RFC.senderPrivate,
    x: base64Url(point.slice(1, 33)),
    y: base64Url(point.slice(33)),
  };
  const sender = {
    privateKey: await crypto.subtle.importKey("jwk", jwk, CURVE, false, ["deriveBits"]),
    publicKey: await importPoint(point),
  };
  const keys = { p256dh: fromBase64Url(RFC.receiverPublic), auth: fromBase64Url(RFC.auth) };
  const secrets = { sender, salt: fromBase64Url(RFC.salt) };
  const plaintext = words(RFC.plaintext);
  const body = await encrypt(plaintext, keys, secrets, plaintext.length);
  assertEquals(base64Url(body), RFC.body);
});

Deno.test("encrypt(): http_ece reads any length with the subscription's keys and no others", async () => {
  const [ours, others] = [browser(), browser()];
  for (const text of ["", "я", "x".repeat(511), "x".repeat(512), "ก".repeat(300)]) {
    const body = await encrypt(words(text), ours.keys, await makeSecrets(random));
    assertEquals(ours.reads(body), text);
    await assertRejects(async () => await Promise.resolve(others.reads(body)));
  }
  const longest = "x".repeat(MAX_PLAINTEXT_BYTES);
  const body = await encrypt(words(longest), ours.keys, await makeSecrets(random));
  assertEquals([ours.reads(body), body.length], [longest, 4096]);
});

Deno.test("encrypt() tells of a text's length only which of four it is below", async () => {
  const { keys } = browser();
  const lengths = new Set<number>();
  for (let length = 0; length < 512; length += 73) {
    const body = await encrypt(words("x".repeat(length)), keys, await makeSecrets(random));
    lengths.add(body.length);
  }
  assertEquals([...lengths], [512 + 103]);
  assertEquals([513, 1025, 2049].map(paddedLength), [1024, 2048, MAX_PLAINTEXT_BYTES]);
});

Deno.test("encrypt() refuses what no push service carries, and a key that is off the curve", async () => {
  const { keys } = browser();
  const secrets = await makeSecrets(random);
  const tooLong = new Uint8Array(MAX_PLAINTEXT_BYTES + 1);
  await assertRejects(() => encrypt(tooLong, keys, secrets), RangeError);
  const p256dh = keys.p256dh.slice();
  p256dh[64]! ^= 1;
  await assertRejects(() => encrypt(words("x"), { ...keys, p256dh }, secrets));
});

Deno.test("makeSecrets() makes a pair and a salt of its own for each message", async () => {
  const { keys } = browser();
  const bodies = new Set<string>();
  for (let i = 0; i < 5; i++) {
    const body = await encrypt(words("the same"), keys, await makeSecrets(random));
    bodies.add(base64Url(body.slice(0, 86)));
  }
  assertEquals(bodies.size, 5);
});
