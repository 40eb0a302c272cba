import { assert, assertEquals } from "@std/assert";
import {
  hueOf as clientHueOf,
  HUES as CLIENT_HUES,
  initialsOf as clientInitialsOf,
} from "../../../../client/text/person.js";
import { exportRoom } from "../../../../server/transfer/export.ts";
import { COLOURS, HUE_COLOURS } from "../../../../server/transfer/formats/html_style.ts";
import { hueOf, HUES, initialsOf } from "../../../../server/transfer/formats/person_look.ts";
import { WallClock } from "../../../../server/transfer/formats/wall_clock.ts";
import { guardedDisk } from "../../../../server/store/guarded_disk.ts";
import { FakeClock } from "../../../helpers/clock.ts";
import { MemoryDisk } from "../../../helpers/memory_disk.ts";
import { random } from "../../../helpers/random.ts";
import { furnish } from "./furnished_room.ts";

async function page(disk = furnish(), zone?: string): Promise<string> {
  let text = "";
  await exportRoom(
    {
      data: "data",
      disk: guardedDisk(disk),
      clock: new FakeClock(),
      random: () => {},
      format: "html",
      wallClock: new WallClock(zone),
    },
    "Kitchen",
    (piece) => text += piece,
  );
  return text;
}

Deno.test("an exported page gives everybody the initials and the hue they have in the chat", () => {
  assertEquals(HUES, CLIENT_HUES);
  const segmenter = new Intl.Segmenter();
  const next = random(7);
  const letters = [..."abcXYZ ._-'’09éßİıАбвЄїกขคงจส葉مرح🐈"];
  const names = ["Ada", "Борис О’Нил", "สมชาย ใจดี", "a.b_c-d", "Ｗｉｄｅ", "9 odd (name)", "..."];
  for (let i = 0; i < 2000; i++) {
    const length = 1 + Math.floor(next() * 12);
    names.push(Array.from({ length }, () => letters[Math.floor(next() * letters.length)]).join(""));
  }
  for (const name of names) {
    assertEquals(hueOf(name), clientHueOf(name), name);
    assertEquals(initialsOf(name, segmenter), clientInitialsOf(name), name);
  }
});

Deno.test("an exported page has the chat's own colours", () => {
  const tokens = Deno.readTextFileSync(
    new URL("../../../../client/style/tokens.css", import.meta.url),
  );
  for (const [name, [light, dark]] of Object.entries(COLOURS)) {
    assert(tokens.includes(`--${name}: light-dark(${light}, ${dark});`), name);
  }
  assertEquals(HUE_COLOURS.length, HUES);
  for (const [i, [light, dark, ground]] of HUE_COLOURS.entries()) {
    const rule =
      `.hue-${i} {\n  --name: light-dark(${light}, ${dark});\n  --ground-hue: ${ground};\n}`;
    assert(tokens.includes(rule), rule);
  }
});

Deno.test("an exported page shows reactions, edits, answers, erased marks, files and times", async () => {
  const html = await page(furnish(), "Europe/Kyiv");
  for (
    const part of [
      "<title>Kitchen</title>",
      "Times are as in Europe/Kyiv.",
      "<h2>Thursday, 20 November 2025</h2>",
      '<time datetime="2025-11-19T23:46:36Z">01:46</time>',
      "👍 <bdi>Ada, Борис О’Нил</bdi>",
      "<summary>❤️ 4</summary><bdi>A, B, C, D</bdi>",
      "edited 01:47",
      "This message was deleted",
      '<a class="answered hue-',
      "holi&#39;day [1], a: b.png <small>8 B</small>",
      '<a href="https://example.org/a?b=1" rel="noreferrer noopener">https://example.org/a?b=1</a>.',
    ]
  ) assert(html.includes(part), part);
  assertEquals([...html.matchAll(/<article /g)].length, 15);
  assertEquals([...html.matchAll(/<h2>/g)].length, 3);
});

Deno.test("no word, name or file becomes a tag, script or other line of an exported page", async () => {
  const evil =
    `"><script>alert(1)</script><img src=x onerror=alert(1)> ' & javascript:alert(1) http://x/"onmouseover=alert(1)`;
  const disk = new MemoryDisk();
  const lines = [
    `[2025-11-19 23:46:36] 9 ${evil.replaceAll(":", "")}: ${evil}\u2028${evil}`,
    `[2025-11-19 23:46:36] * Ada answered 0: ${evil}`,
    `[2025-11-19 23:46:36] * Ada shared 0123456789abcdef0123456789abcdef.png image/png 4 "${
      evil.replaceAll('"', "'")
    }": ${evil}`,
    `[2025-11-19 23:46:36] * Ada reacted <script> to 0`,
  ];
  disk.put("data/rooms/Kitchen.txt", `${lines.join("\n")}\n`);
  const html = await page(disk);
  const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag));
  assert(!tags.has("script") && !tags.has("img"), [...tags].join(" "));
  const attributes = [...html.matchAll(/<[a-z][^>]*>/gi)].map(([tag]) => tag);
  assert(attributes.every((tag) => !/\son[a-z]+\s*=/i.test(tag.replace(/"[^"]*"/g, '""'))));
  assert(attributes.every((tag) => !/(?:href|src)="(?!https?:|#|files\/)/.test(tag)));
  assertEquals(html.split("\n").filter((line) => line.includes("<article")).length, 3);
  assert(/default-src 'none'/.test(html) && !html.includes("<script"));
});
