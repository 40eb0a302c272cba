/** Who we are to push services, and the file that says it. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { createPublicKey, verify } from "node:crypto";
import { fromBase64Url } from "../../../server/base/base64_url.ts";
import { isPushKeyLine, Vapid } from "../../../server/push/vapid.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const PATH = "/data/push_key.txt";
const ENDPOINT = new URL("https://push.example.net/abc/def");
const CONTACT = "https://chat.example.org";

function setting(disk = new MemoryDisk(), clock = new FakeClock()) {
  return { disk, clock, vapid: new Vapid({ path: PATH, disk, clock }) };
}

/** The token and key in a header, as a push service takes them apart. */
function parts(header: string) {
  const [, token = "", key = ""] = /^vapid t=([\w.-]+), k=([\w-]{87})$/.exec(header) ?? [];
  const [head = "", claims = "", signature = ""] = token.split(".");
  const read = (part: string) => JSON.parse(new TextDecoder().decode(fromBase64Url(part)));
  return { key, head: read(head), claims: read(claims), said: `${head}.${claims}`, signature };
}

Deno.test("authorization() makes a verifiable token for one push service and half a day", async () => {
  const { vapid, clock } = setting();
  const header = await vapid.authorization(ENDPOINT, CONTACT);
  const { key, head, claims, said, signature } = parts(header);
  assertEquals(head, { typ: "JWT", alg: "ES256" });
  const exp = clock.now() / 1000 + 12 * 60 * 60;
  assertEquals(claims, { aud: "https://push.example.net", exp, sub: CONTACT });
  assertEquals(key, await vapid.publicKey());
  // By another implementation than the one that signed.
  const bytes = Buffer.from(fromBase64Url(key));
  const [x, y] = [bytes.subarray(1, 33), bytes.subarray(33)].map((b) => b.toString("base64url"));
  const jwk = { kty: "EC", crv: "P-256", x: x!, y: y! };
  const publicKey = createPublicKey({ key: jwk, format: "jwk" });
  const isSigned = verify(
    "sha256",
    Buffer.from(said),
    { key: publicKey, dsaEncoding: "ieee-p1363" },
    Buffer.from(fromBase64Url(signature)),
  );
  assert(isSigned);
});

Deno.test("authorization() is signed once for each service, and anew before it runs out", async () => {
  const { vapid, clock } = setting();
  const ask = (host: string) => vapid.authorization(new URL(`https://${host}/x`), CONTACT);
  const first = await ask("one.example.net");
  assertEquals(await ask("one.example.net"), first);
  assert(await ask("two.example.net") !== first);
  clock.advance(6 * 60 * 60 * 1000);
  const later = await ask("one.example.net");
  assert(later !== first);
  assertEquals(parts(later).claims.exp - parts(first).claims.exp, 6 * 60 * 60);
});

Deno.test("the key is made once, kept in two lines, and the same after a restart", async () => {
  const { vapid, disk } = setting();
  assertEquals(disk.exists(PATH), false);
  const [key, twice] = await Promise.all([vapid.publicKey(), vapid.publicKey()]);
  assertEquals(key, twice);
  const lines = disk.text(PATH).trimEnd().split("\n");
  assertEquals([lines.length, lines.every(isPushKeyLine)], [2, true]);
  assertEquals(await setting(disk).vapid.publicKey(), key);
});

Deno.test("a key file that is damaged or of two pairs is refused and never written over", async () => {
  const [one, two] = [setting(), setting()];
  await Promise.all([one.vapid.publicKey(), two.vapid.publicKey()]);
  const [publicLine] = one.disk.text(PATH).split("\n");
  const [, privateLine] = two.disk.text(PATH).split("\n");
  for (const text of ["garbage\n", `${publicLine}\n`, `${publicLine}\n${privateLine}\n`]) {
    const disk = new MemoryDisk();
    disk.put(PATH, text);
    const { vapid } = setting(disk);
    await assertRejects(() => vapid.publicKey(), Error, "holds no key pair");
    await assertRejects(() => vapid.authorization(ENDPOINT, CONTACT));
    assertEquals(disk.text(PATH), text);
  }
});
