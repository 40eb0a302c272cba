/** QR codes: the standard's own vectors, and what a reader that knows nothing of us makes of them. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import jsqr from "jsqr";
import { ChatError } from "../../../server/base/errors.ts";
import { alignmentCentres, formatBits, qrCode, versionBits } from "../../../server/base/qr_code.ts";
import { qrLines, qrPath } from "../../../server/base/qr_drawing.ts";
import { correctionOf, generator } from "../../../server/base/reed_solomon.ts";

type Read = (pixels: Uint8ClampedArray, width: number, height: number) => { data: string } | null;
// The package is CommonJS: what it exports is one below for Deno.
const read = ((jsqr as unknown as { default?: Read }).default ?? jsqr) as Read;

/** What a reader makes of modules that are so many dots wide. */
function readBack(
  size: number,
  isDark: (x: number, y: number) => boolean,
  dots = 3,
): string | null {
  const width = size * dots;
  const pixels = new Uint8ClampedArray(width * width * 4);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const light = isDark(Math.floor(x / dots), Math.floor(y / dots)) ? 0 : 255;
      pixels.set([light, light, light, 255], (y * width + x) * 4);
    }
  }
  return read(pixels, width, width)?.data ?? null;
}

/** The modules that a path draws. */
function drawn({ size, path }: { size: number; path: string }): (x: number, y: number) => boolean {
  const dark = new Set<number>();
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let i = 0; i < Number(width); i++) dark.add(Number(y) * size + Number(x) + i);
  }
  return (x, y) => dark.has(y * size + x);
}

Deno.test("correctionOf() makes the codewords of the standard's example (ISO/IEC 18004)", () => {
  const data = Uint8Array.fromHex("10200c566180ec11ec11ec11ec11ec11");
  assertEquals(correctionOf(data, 10).toHex(), "a524d4c1ed36c7872c55");
});

Deno.test("generator() is the polynomial of the standard, here for 7 codewords (annex A)", () => {
  // Powers of two in the field: 87, 229, 146, 149, 238, 102, 21.
  const powers = [1];
  for (let i = 1; i < 255; i++) {
    const next = powers[i - 1]! << 1;
    powers.push(next > 255 ? next ^ 0x11d : next);
  }
  assertEquals(
    [...generator(7)],
    [87, 229, 146, 149, 238, 102, 21].map((power) => powers[power]!),
  );
});

Deno.test("formatBits() and versionBits() are those of the standard (annexes C and D)", () => {
  assertEquals(formatBits(0b00, 0b101).toString(2), "100000011001110");
  assertEquals(versionBits(7).toString(2).padStart(18, "0"), "000111110010010100");
});

Deno.test("alignmentCentres() are those of the standard (annex E)", () => {
  const told: [number, number[]][] = [
    [1, []],
    [2, [6, 18]],
    [6, [6, 34]],
    [7, [6, 22, 38]],
    [13, [6, 34, 62]],
    [14, [6, 26, 46, 66]],
    [16, [6, 26, 50, 74]],
    [20, [6, 34, 62, 90]],
  ];
  for (const [version, centres] of told) assertEquals(alignmentCentres(version), centres);
});

Deno.test("a reader gets back every text in any script, at each length up to the longest", () => {
  const sizes = new Set<number>();
  for (let length = 1; length <= 666; length += length < 60 ? 1 : 13) {
    const text = "https://chat.example.org/#invite=".padEnd(length, "aZ9_-").slice(0, length);
    const shown = qrPath(text);
    sizes.add(shown.size);
    assertEquals(readBack(shown.size, drawn(shown)), text, `${length} bytes`);
  }
  assertEquals(sizes.size, 20, "each version was drawn");
  const longest = "x".repeat(666);
  assertEquals(readBack(qrPath(longest).size, drawn(qrPath(longest))), longest);
  const thai = "https://แชท.example/ห้อง#invite=їжак";
  assertEquals(readBack(qrPath(thai).size, drawn(qrPath(thai))), thai);
});

Deno.test("a code is read with a blot on it that covers a tenth of its data", () => {
  const code = qrPath(
    "https://chat.example.org/#invite=fUxE4JmTCYqkVn7mJQ3J0mXqgFh0y1nq1pZb0y0XkUo",
  );
  const isDark = drawn(code);
  const blot = Math.floor(code.size / 5);
  const from = Math.floor(code.size / 2);
  const isBlotted = (x: number, y: number) =>
    x >= from && x < from + blot && y >= from && y < from + blot;
  const plain = readBack(code.size, isDark);
  assertEquals(readBack(code.size, (x, y) => isBlotted(x, y) || isDark(x, y)), plain);
});

Deno.test("what does not fit is refused with how much would", () => {
  const error = assertThrows(() => qrCode("x".repeat(667)), ChatError);
  assertEquals(error.code, "too_long");
});

Deno.test("a path has four light modules on each side, and only digits and letters of paths", () => {
  const { size, path } = qrPath("hello");
  assertEquals(size, 21 + 8);
  assert(/^(?:M\d+ \d+h\d+v1h-\d+z)+$/.test(path));
  const isDark = drawn({ size, path });
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < 4; j++) {
      assert(
        ![isDark(i, j), isDark(j, i), isDark(i, size - 1 - j), isDark(size - 1 - j, i)].includes(
          true,
        ),
      );
    }
  }
});

Deno.test("half blocks in a terminal are read too, black on white whatever its colours are", () => {
  const lines = qrLines("https://chat.example.org/#invite=code");
  const rows = lines.map((line) => {
    assert(line.startsWith("\x1b[30;107m") && line.endsWith("\x1b[0m"));
    return [...line.slice("\x1b[30;107m".length, -"\x1b[0m".length)];
  });
  const size = rows[0]!.length;
  assertEquals(new Set(rows.map((row) => row.length)), new Set([size]));
  const isDark = (x: number, y: number) => {
    const block = rows[Math.floor(y / 2)]?.[x] ?? " ";
    return block === "█" || block === (y % 2 === 0 ? "▀" : "▄");
  };
  assertEquals(readBack(size, isDark), "https://chat.example.org/#invite=code");
});
