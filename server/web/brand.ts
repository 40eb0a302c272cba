/**
 * What a chat is called and its picture, as they stand in the page, in the tab and where it is installed.
 * The picture is the owner's own file, and yet nothing in it runs: it is sniffed and bounded at the start,
 * and an SVG is served under a policy that lets it load and run nothing.
 */
import { ChatError } from "../base/errors.ts";
import { type Sides, webpSides } from "../base/webp.ts";

/** A picture that was looked at. */
export interface Logo {
  bytes: Uint8Array<ArrayBuffer>;
  type: "image/svg+xml" | "image/png" | "image/webp";
  ending: "svg" | "png" | "webp";
  /** As a manifest has it: `512x512`, `any`. */
  sizes: string;
}

/** What whoever runs the chat calls it. */
export interface Brand {
  title: string;
  logo: Logo | null;
}

/** A chat that nobody gave another name. */
export const PLAIN: Brand = Object.freeze({ title: "Plaintalk", logo: null });

export const MAX_LOGO_BYTES = 512 * 1024;
/** Below it browsers offer no installing; above it a phone spends its memory on an icon. */
const [MIN_SIDE, MAX_SIDE] = [192, 2048];

/** For an SVG that is opened by itself. */
export const LOGO_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'";

/** Comments, declarations and blanks, and then the root element with its namespace. */
const SVG =
  /^\ufeff?(?:\s|<\?xml[^>]*\?>|<!--[^]*?-->|<!DOCTYPE[^>[]*>)*<svg\s[^>]*xmlns=["']http:\/\/www\.w3\.org\/2000\/svg["']/;

/** The picture that a file holds, or a ChatError that says what is expected. */
export function readLogo(bytes: Uint8Array<ArrayBuffer>): Logo {
  if (bytes.length > MAX_LOGO_BYTES) {
    throw notUsable(`${bytes.length} bytes`);
  }
  const sides = pngSides(bytes) ?? sidesOfWebp(bytes);
  if (sides === null) {
    if (!isSvg(bytes)) throw notUsable("neither SVG nor PNG nor WebP");
    return { bytes, type: "image/svg+xml", ending: "svg", sizes: "any" };
  }
  const { width, height } = sides;
  if (width !== height || width < MIN_SIDE || width > MAX_SIDE) {
    throw notUsable(`${width} × ${height} pixels`);
  }
  const kind = bytes[0] === 0x89 ? "png" : "webp";
  return { bytes, type: `image/${kind}`, ending: kind, sizes: `${width}x${height}` };
}

function notUsable(what: string): ChatError {
  return new ChatError(
    "bad_request",
    `Cannot use a logo of ${what}: expected an SVG, or a square PNG or WebP of ${MIN_SIDE} to ${MAX_SIDE} pixels, ${
      MAX_LOGO_BYTES / 1024
    } KB at most`,
  );
}

/** Width and height of a PNG, by its first chunk. */
function pngSides(bytes: Uint8Array): Sides | null {
  if (headOf(bytes, 0, 8) !== "\x89PNG\r\n\x1a\n" || headOf(bytes, 12, 4) !== "IHDR") return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return bytes.length < 24 ? null : { width: view.getUint32(16), height: view.getUint32(20) };
}

/** Width and height of a WebP, by its first chunk. */
function sidesOfWebp(bytes: Uint8Array): Sides | null {
  if (headOf(bytes, 0, 4) !== "RIFF" || headOf(bytes, 8, 4) !== "WEBP") return null;
  return webpSides(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 12);
}

function headOf(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function isSvg(bytes: Uint8Array): boolean {
  try {
    return SVG.test(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}

/** Files of the client that differ for a chat with a name or a picture of its own. */
export function brandFiles(
  { title, logo }: Brand,
  manifest: string,
): Map<string, Uint8Array<ArrayBuffer>> {
  if (title === PLAIN.title && logo === null) return new Map();
  const encoder = new TextEncoder();
  const own = { ...JSON.parse(manifest), name: title, short_name: title };
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  if (logo !== null) {
    const { bytes, type, ending, sizes } = logo;
    own.icons = [{ src: `logo.${ending}`, sizes, type }];
    files.set(`logo.${ending}`, bytes);
    files.set("logo-unread.svg", encoder.encode(withDot(logo)));
  }
  return files.set("manifest.webmanifest", encoder.encode(JSON.stringify(own)));
}

/** The page with its name and picture in it. */
export function withBrand(page: string, { title, logo }: Brand): string {
  const isPlain = title === PLAIN.title && logo === null;
  const values: Record<string, string> = {
    TITLE: title.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`),
    OWN: isPlain ? "" : " wordmark--own",
    ICON: logo === null ? "favicon.svg" : `logo.${logo.ending}`,
    ICON_TYPE: logo?.type ?? "image/svg+xml",
    TOUCH_ICON: logo?.ending === "png" ? "logo.png" : "icon-192.png",
    LOGO: logo === null ? "" : " data-logo",
  };
  return page.replace(/%([A-Z_]+)%/g, (whole, name) => values[name] ?? whole);
}

/** The picture with a dot on it: something is unread. */
function withDot({ bytes, type }: Logo): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">` +
    `<image width="64" height="64" href="data:${type};base64,${bytes.toBase64()}"/>` +
    `<circle cx="50" cy="14" r="12" fill="#d4351c" stroke="#fff" stroke-width="4"/></svg>`;
}
