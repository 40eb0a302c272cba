/** Place and device out of pictures, whatever bytes come. */
import { assert, assertEquals } from "@std/assert";
import { cleaned, joined, sample } from "../../helpers/metadata.ts";
import { random as seeded } from "../../helpers/random.ts";

const NAMES = [
  "plain.jpg",
  "progressive.jpg",
  "two.mpo",
  "plain.png",
  "anim.png",
  "plain.webp",
  "anim.webp",
  "plain.heic",
  "plain.avif",
];

Deno.test("metadata: a file that is no picture stays as it is", async () => {
  for (
    const text of [
      "",
      "\xff\xd8",
      "GIF89a Secret, and more",
      "%PDF-1.7 (Secret) Tj",
      "Exif\0\0MM\0*Secret",
    ]
  ) {
    assertEquals(await cleaned(joined(text)), joined(text));
  }
});

Deno.test("metadata: of pictures damaged at random none throws, grows or changes twice", async () => {
  const random = seeded(17);
  const below = (n: number) => Math.floor(random() * n);
  for (const name of NAMES) {
    const whole = sample(name);
    for (let i = 0; i < 150; i++) {
      let bytes: Uint8Array = whole;
      for (let hurt = 0; hurt <= i % 3; hurt++) {
        const at = below(bytes.length);
        const how = below(4);
        const rubbish = Uint8Array.from({ length: below(9) }, () => below(256));
        if (how === 0) bytes = bytes.slice(0, at);
        else if (how === 1) bytes = joined(bytes.subarray(0, at), rubbish, bytes.subarray(at));
        else if (how === 2) bytes = joined(bytes.subarray(0, at), bytes.subarray(at + 9));
        else bytes = joined(bytes.subarray(0, at), rubbish, bytes.subarray(at + rubbish.length));
      }
      const left = await cleaned(bytes);
      assert(left.length <= bytes.length, `${name} ${i} grew`);
      assertEquals(await cleaned(left), left, `${name} ${i} changes again`);
    }
  }
});
