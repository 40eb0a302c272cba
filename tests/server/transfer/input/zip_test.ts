import { assert, assertEquals, assertRejects } from "@std/assert";
import { checkData } from "../../../../server/transfer/check.ts";
import { moves } from "../../../helpers/imports.ts";
import { zipOf } from "../../../helpers/zip.ts";

const PICTURE = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]);
const CHAT = [
  "[30.12.23, 09:07:11] Ada: Hello",
  "\u200e[30.12.23, 09:08:11] Boris: \u200e<attached: 00000042-PHOTO.jpg>",
  "[30.12.23, 09:09:11] Boris: \u200e<attached: 00000043-PHOTO.jpg>",
].join("\n");

Deno.test("a phone's zip becomes a room with pictures and voice; what is gone stays words", async () => {
  const voice = new TextEncoder().encode("OggS".padEnd(28, "\0") + "OpusHead");
  const android =
    "30.12.23, 10:00 - Ada: PTT-1.opus (Datei angehängt)\nlisten\n30.12.23, 10:01 - Ada: no.txt (x y z)";
  const phones = [
    { files: { "_chat.txt": CHAT, "00000042-PHOTO.jpg": PICTURE }, names: ["00000042-PHOTO.jpg"] },
    { files: { "WhatsApp Chat.txt": android, "PTT-1.opus": voice }, names: ["PTT-1.opus"] },
  ];
  for (const { files, names } of phones) {
    const { result, messages, disk } = await moves({ "Club.zip": zipOf(files) });
    const found = await messages();
    assertEquals(found.flatMap(({ file }) => file === undefined ? [] : [file.name]), names);
    const [file] = found.flatMap(({ file }) => file ?? []);
    assert(/^(?:image\/jpeg|audio\/ogg)$/.test(file!.type), file!.type);
    assertEquals(disk.files.has(`data/files/${file!.id}.about`), true);
    assert(disk.text(`data/files/${file!.id}.about`).includes(" @import\told\n"));
    assertEquals([result.attachments, result.malformed], [1, 0]);
    const finds: string[] = [];
    checkData(disk, "data", (find) => finds.push(find));
    assertEquals(finds, []);
    assertEquals([...disk.files.keys()].filter((path) => path.includes("files/new/")), []);
  }
  const texts = (await (await moves({ "Club.zip": zipOf({ "_chat.txt": CHAT }) })).messages()).map((
    m,
  ) => m.text);
  assertEquals(texts, [
    "Hello",
    "<attached: 00000042-PHOTO.jpg>",
    "<attached: 00000043-PHOTO.jpg>",
  ]);
});

Deno.test("a zip that is encrypted, damaged, cut or a bomb is refused, and nothing is left", async () => {
  const files = { "_chat.txt": CHAT };
  const whole = zipOf(files);
  const bomb = "[30.12.23, 09:07:11] Ada: ".padEnd(40_000_000, "x");
  const cases: [string, Uint8Array, string][] = [
    ["encrypted", zipOf(files, { "_chat.txt": { flags: 0x801 } }), "encrypted"],
    ["another method", zipOf(files, { "_chat.txt": { method: 12 } }), "(12)"],
    ["larger than it says", zipOf(files, { "_chat.txt": { size: 10 } }), "larger"],
    ["smaller than it says", zipOf(files, { "_chat.txt": { size: 1000 } }), "damaged"],
    ["another sum", zipOf(files, { "_chat.txt": { crc: 1 } }), "damaged"],
    ["elsewhere", zipOf(files, { "_chat.txt": { at: 5 } }), "damaged"],
    ["cut", whole.slice(0, whole.length - 10), "not whole"],
    ["a bomb", zipOf({ "_chat.txt": bomb }), "would unpack"],
  ];
  for (const [what, zip, words] of cases) {
    const error = await assertRejects(() => moves({ "Club.zip": zip }), Error, words);
    assert(error.message.includes("zip"), `${what}: ${error.message}`);
  }
});

Deno.test("no path of a zip leads anywhere", async () => {
  const chat = "30.12.23, 10:00 - Ada: ../../secret.jpg (file attached)";
  const zip = zipOf({
    "_chat.txt": chat,
    "../../secret.jpg": PICTURE,
    "/etc/passwd": "x",
    "a/../b.jpg": PICTURE,
  });
  const { messages, disk } = await moves({ "Club.zip": zip });
  assertEquals((await messages()).map(({ text }) => text), ["../../secret.jpg (file attached)"]);
  assertEquals([...disk.files.keys()].filter((path) => !/^(?:in|data)\//.test(path)), []);
});

Deno.test("a log names only what lies beside it or below", async () => {
  const chat = (path: string) =>
    JSON.stringify({
      name: "Club",
      type: "private_group",
      messages: [{
        id: 1,
        type: "message",
        date_unixtime: "1703927231",
        from: "Ada",
        text: "x",
        photo: path,
      }],
    });
  for (const path of ["../secret.jpg", "/etc/passwd", "photos/../../secret.jpg", "photos"]) {
    const { messages } = await moves({ "sub/result.json": chat(path), "secret2.jpg": PICTURE });
    assertEquals((await messages()).map(({ text, file }) => [text, file]), [[
      `x (${path})`,
      undefined,
    ]]);
  }
  const { messages } = await moves({
    "sub/result.json": chat("photos/1.jpg"),
    "sub/photos/1.jpg": PICTURE,
  });
  assertEquals((await messages())[0]!.file?.name, "1.jpg");
});
