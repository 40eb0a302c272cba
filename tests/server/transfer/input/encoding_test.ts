import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { checkData } from "../../../../server/transfer/check.ts";
import { decoderFor } from "../../../../server/transfer/input/encoding.ts";
import { MemoryDisk } from "../../../helpers/memory_disk.ts";
import { moves } from "../../../helpers/imports.ts";

/** Text in an encoding of one byte a letter, which only a decoder is known of. */
function encoded(text: string, label: string): Uint8Array<ArrayBuffer> {
  const letters = new TextDecoder(label).decode(Uint8Array.from({ length: 256 }, (_, i) => i));
  return Uint8Array.from([...text], (letter) => letters.indexOf(letter));
}

const LINES: Record<string, string> = {
  "windows-1251": "Привіт, як справи? Це довга розмова про їжу й ґанок",
  "koi8-u": "Привіт, як справи? Це довга розмова про їжу",
  "windows-874": "สวัสดีครับ วันนี้เป็นอย่างไรบ้าง",
  "windows-1252": "Grüße aus Köln, déjà vu",
};

for (const [label, text] of Object.entries(LINES)) {
  Deno.test(`a log in ${label} is refused with the option that reads it, and read with it`, async () => {
    const line = `[2023-12-30 09:07:11] Ada: ${text}\n`;
    const files = { "chat.txt": encoded(line, label) };
    await assertRejects(() => moves(files), Error, `--encoding ${label}`);
    const { messages } = await moves(files, { encoding: label });
    assertEquals((await messages()).map((one) => one.text), [text]);
  });
}

Deno.test("UTF-16 is read by its mark in both orders, and asked for without one", async () => {
  const text = "[2023-12-30 09:07:11] Ада: Привіт 🌷\r\n";
  const units = (isLittle: boolean, hasMark: boolean): Uint8Array<ArrayBuffer> => {
    const all = (hasMark ? "\ufeff" : "") + text;
    const view = new DataView(new ArrayBuffer(all.length * 2));
    for (let i = 0; i < all.length; i++) view.setUint16(i * 2, all.charCodeAt(i), isLittle);
    return new Uint8Array(view.buffer);
  };
  for (const isLittle of [true, false]) {
    const { messages } = await moves({ "a.txt": units(isLittle, true) });
    assertEquals((await messages()).map(({ name, text }) => [name, text]), [["Ада", "Привіт 🌷"]]);
  }
  await assertRejects(() => moves({ "a.txt": units(true, false) }), Error, "--encoding utf-16le");
  assertThrows(() => decoderFor("cp-4711"), Error, "windows-1251");
});

Deno.test("a letter that is cut at the end of a log is told, and none becomes another", async () => {
  const bytes = new TextEncoder().encode("[2023-12-30 09:07:11] Ada: Привіт");
  await assertRejects(() => moves({ "a.txt": bytes.slice(0, -1) }), Error, "not whole");
});

Deno.test("checkData() names the option that imports a file in rooms/ that is not UTF-8", () => {
  const disk = new MemoryDisk();
  const line = `[2023-12-30 09:07:11] Ada: x\n[2023-12-30 09:07:11] Борис ${
    LINES["windows-1251"]
  }\n`;
  disk.put("data/rooms/a.txt", encoded(line, "windows-1251"));
  const finds: string[] = [];
  checkData(disk, "data", (find) => finds.push(find));
  assert(finds.some((find) => find.includes("--encoding windows-1251")), finds.join("\n"));
});
