/** The name and the picture of a chat: what is taken, and what becomes of the page and the manifest. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { ConfigError } from "../../../server/settings/values.ts";
import { readConfig } from "../../../server/config.ts";
import { AppFiles } from "../../../server/web/app_files.ts";
import { type Brand, MAX_LOGO_BYTES, readLogo } from "../../../server/web/brand.ts";
import { evening } from "../../helpers/picture.ts";
import type { Call } from "../../../server/web/router.ts";

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>';
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A WebP of such a size in each of its forms, as far as a header goes. */
function webp(kind: "VP8X" | "VP8L" | "VP8 ", side: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(40);
  bytes.set(bytesOf("RIFF"), 0);
  bytes.set(bytesOf(`WEBP${kind}`), 8);
  const view = new DataView(bytes.buffer);
  if (kind === "VP8L") view.setUint32(21, (side - 1) | (side - 1) << 14, true);
  else if (kind === "VP8 ") [26, 28].forEach((at) => view.setUint16(at, side, true));
  else [24, 27].forEach((at) => view.setUint16(at, side - 1, true));
  return bytes;
}

/** Asks a chat's files as a browser does. */
async function asked(files: AppFiles, path: string): Promise<Response> {
  for (const route of files.routes) {
    const match = new URLPattern({ pathname: route.path }).exec({ pathname: path });
    if (match === null) continue;
    const request = new Request(`http://localhost${path}`);
    return await route.handle({ request, params: match.pathname.groups } as unknown as Call);
  }
  throw new Error(`Nobody answers ${path}`);
}

Deno.test("readLogo() knows SVG, PNG and the three forms of WebP, and their sizes", () => {
  assertEquals(readLogo(evening(256, 256)).sizes, "256x256");
  for (const kind of ["VP8X", "VP8L", "VP8 "] as const) {
    const { type, sizes } = readLogo(webp(kind, 512));
    assertEquals([type, sizes], ["image/webp", "512x512"], kind);
  }
  for (
    const svg of [
      SVG,
      `\ufeff<?xml version="1.0"?>\n<!-- mine -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">\n${SVG}`,
    ]
  ) {
    assertEquals([readLogo(bytesOf(svg)).type, readLogo(bytesOf(svg)).sizes], [
      "image/svg+xml",
      "any",
    ]);
  }
});

Deno.test("readLogo() refuses with a sentence what is none, not square, too small or large", () => {
  const refused: [Uint8Array<ArrayBuffer>, string][] = [
    [evening(300, 200), "300 × 200 pixels"],
    [evening(64, 64), "64 × 64 pixels"],
    [webp("VP8X", 4096), "4096 × 4096 pixels"],
    [new Uint8Array(MAX_LOGO_BYTES + 1), `${MAX_LOGO_BYTES + 1} bytes`],
    [bytesOf("<html><svg></svg></html>"), "neither SVG nor PNG nor WebP"],
    [bytesOf('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG), "neither SVG nor PNG nor WebP"],
    [bytesOf("GIF89a"), "neither SVG nor PNG nor WebP"],
    [new Uint8Array(), "neither SVG nor PNG nor WebP"],
    [evening(256, 256).slice(0, 20), "neither SVG nor PNG nor WebP"],
  ];
  for (const [bytes, what] of refused) {
    const { message } = assertThrows(() => readLogo(bytes), ChatError);
    assert(message.startsWith(`Cannot use a logo of ${what}: expected an SVG`), message);
  }
});

Deno.test("a chat's title is one short line", () => {
  const read = (title: string) => {
    const asked = readConfig(["--title", title], () => undefined);
    return "config" in asked ? asked.config.title : "";
  };
  assertEquals(read("  Dom rodziny & <b>Żuk</b> "), "Dom rodziny & <b>Żuk</b>");
  for (const bad of ["  ", "a\nb", "x".repeat(41), "a\u2028b"]) {
    assertThrows(() => read(bad), ConfigError, "expected one line of 1 to 40 characters");
  }
});

Deno.test("the page, the tab and the manifest say the chat's name, and none of it is markup", async () => {
  const title = `Żuk & "<script>alert(1)</script> %APP% $&`;
  const files = await AppFiles.load(false, { title, logo: null });
  const page = await (await asked(files, "/")).text();
  const written = "Żuk &#38; &#34;&#60;script&#62;alert(1)&#60;/script&#62; ";
  assert(page.includes(`<title>${written}`) && !page.includes("<script>alert"));
  assert(page.includes(`<h1 class="wordmark wordmark--own">${written}`));
  const [, address = ""] = /rel="manifest" href="([^"]+)"/.exec(page) ?? [];
  const manifest = await (await asked(files, `/${address}`)).json();
  assertEquals([manifest.name, manifest.short_name], [title, title]);
  assertEquals(manifest.icons.length, 4, "the icons stay ours");
  const plain = await AppFiles.load(false);
  assert(plain.version !== files.version, "another name is another version");
  assert((await (await asked(plain, "/")).text()).includes("<title>Plaintalk</title>"));
});

Deno.test("a logo is the icon of the page and the manifest; an SVG may load and run nothing", async () => {
  const wild = SVG.replace("<path", "<script>alert(1)</script><path");
  for (const bytes of [bytesOf(wild), evening(192, 192)]) {
    const logo = readLogo(bytes);
    const files = await AppFiles.load(false, { title: "Żuk", logo } satisfies Brand);
    const page = await (await asked(files, "/")).text();
    const [, icon = ""] = /rel="icon" href="([^"]+)"[^>]* data-logo>/.exec(page) ?? [];
    const answer = await asked(files, `/${icon}`);
    assertEquals(answer.headers.get("content-type"), logo.type);
    assertEquals(new Uint8Array(await answer.arrayBuffer()), bytes);
    const [, address = ""] = /rel="manifest" href="([^"]+)"/.exec(page) ?? [];
    const { icons } = await (await asked(files, `/${address}`)).json();
    assertEquals(icons, [{ src: `logo.${logo.ending}`, sizes: logo.sizes, type: logo.type }]);
    const unread = await asked(files, `/${icon.replace(/\.\w+$/, "-unread.svg")}`);
    const policies = [unread, ...(logo.ending === "svg" ? [answer] : [])]
      .map(({ headers }) => headers.get("content-security-policy"));
    for (const policy of policies) assert(/default-src 'none';.*; sandbox;/.test(policy ?? ""));
    assert((await unread.text()).includes(`data:${logo.type};base64,`));
    assertEquals((await asked(files, "/favicon.ico")).headers.get("content-type"), logo.type);
  }
});
