/** Photos as a phone takes them: many dots, and behind them who took them where. */
import { joined, sample } from "./metadata.ts";
import type { Person } from "./person.ts";

/** A JPEG of that size, lying on its side, with Exif of the fixtures: make, model, serial and place. */
export async function photo(
  { page }: Person,
  width: number,
  height: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const encoded = await page.evaluate(`(async () => {
    const canvas = new OffscreenCanvas(${width}, ${height});
    const context = canvas.getContext("2d");
    const sky = context.createLinearGradient(0, 0, ${width}, ${height});
    sky.addColorStop(0, "#f7b267");
    sky.addColorStop(1, "#2f4858");
    context.fillStyle = sky;
    context.fillRect(0, 0, ${width}, ${height});
    for (let i = 0; i < 9000; i++) {
      context.fillStyle = "hsl(" + i * 7 % 360 + " 60% " + (20 + i % 60) + "%)";
      context.fillRect(i * 7919 % ${width}, i * 104729 % ${height}, 9 + i % 50, 5 + i % 31);
    }
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.97 });
    return new Uint8Array(await blob.arrayBuffer()).toBase64();
  })()`) as string;
  const plain = Uint8Array.fromBase64(encoded);
  const exif = sample("plain.jpg");
  const text = new TextDecoder("latin1").decode(exif);
  const at = text.indexOf("Exif\0\0") - 2;
  const length = exif[at]! * 256 + exif[at + 1]!;
  return joined(
    plain.subarray(0, 2),
    [0xff, 0xe1],
    exif.subarray(at, at + length),
    plain.subarray(2),
  );
}
