/**
 * What a file is by its first bytes, and what it may be called. Nothing a sender says about a file is
 * believed: a type is sniffed or there is none, and a name is only ever shown, never a path.
 */

/** Bytes from which a type can be recognised: what a browser records tells in them which tracks it has. */
export const SNIFFED_BYTES = 4096;
/** Bytes in which a file says what it is packed in. */
const HEAD_BYTES = 64;

/** What stands for a file of any other kind: browsers keep it and never show it. */
export const ANY_TYPE = "application/octet-stream";

/** Kinds that a browser may show inside our page: none of them can run anything (OWASP File Upload). */
const KINDS: readonly { type: string; ending: string; fits: (head: string) => boolean }[] = [
  { type: "image/png", ending: "png", fits: (head) => head.startsWith("\x89PNG\r\n\x1a\n") },
  { type: "image/jpeg", ending: "jpg", fits: (head) => head.startsWith("\xff\xd8\xff") },
  { type: "image/gif", ending: "gif", fits: (head) => /^GIF8[79]a/.test(head) },
  { type: "image/webp", ending: "webp", fits: (head) => /^RIFF[^]{4}WEBP/.test(head) },
  { type: "image/avif", ending: "avif", fits: (head) => isoKind(head) === "avif" },
  { type: "audio/mp4", ending: "m4a", fits: (head) => isoKind(head) === "m4a" },
  { type: "video/mp4", ending: "mp4", fits: (head) => isoKind(head) === "mp4" },
  { type: "audio/webm", ending: "webm", fits: (head) => isWebm(head) && hasOnlySound(head) },
  { type: "video/webm", ending: "webm", fits: isWebm },
  // MPEG audio layer 3, with or without a tag before it.
  {
    type: "audio/mpeg",
    ending: "mp3",
    fits: (head) => /^(?:ID3|\xff[\xfa\xfb\xf2\xf3])/.test(head),
  },
  {
    type: "audio/ogg",
    ending: "ogg",
    // A film may come in the same container.
    fits: (head) => head.startsWith("OggS") && /^(?:OpusHead|.vorbis)/.test(head.slice(28)),
  },
  { type: "audio/wav", ending: "wav", fits: (head) => /^RIFF[^]{4}WAVE/.test(head) },
  { type: "audio/flac", ending: "flac", fits: (head) => head.startsWith("fLaC") },
];

function isWebm(head: string): boolean {
  return head.startsWith("\x1a\x45\xdf\xa3") && head.slice(0, HEAD_BYTES).includes("webm");
}

/** True where the tracks of a WebM are told so soon, and each of them is heard (RFC 9559, 5.1.4.1.21). */
function hasOnlySound(head: string): boolean {
  return /\x86[\x80-\x90]A_(?:OPUS|VORBIS)/.test(head) && !/\x86[\x80-\x90]V_/.test(head);
}

const FILM_BRAND = /^(?:iso[m2-9]|mp4[12]|avc1|dash|M4V[ HP]|MSNV)$/;

/**
 * What a file in an ISO container holds, by the brand it is written for and those it goes along with
 * (ISO/IEC 14496-12, 4.3); null for what browsers do not show: photos of phones, QuickTime.
 */
function isoKind(head: string): "avif" | "m4a" | "mp4" | null {
  if (!head.startsWith("ftyp", 4)) return null;
  const brand = head.slice(8, 12);
  const length = Math.min(head.length, head.charCodeAt(2) * 256 + head.charCodeAt(3));
  const others = head.slice(16, Math.max(16, length)).match(/[^]{4}/g) ?? [];
  if (/^avi[fs]$/.test(brand)) return "avif";
  // A brand of pictures in general: those that it goes along with tell how they are packed.
  if (/^m[is]f1$/.test(brand)) return others.some((one) => /^avi[fs]$/.test(one)) ? "avif" : null;
  if (/^M4[AB] $/.test(brand)) return "m4a";
  if (!FILM_BRAND.test(brand)) return null;
  const isSound = others.some((one) => /^M4[AB] $/.test(one)) || isRecordedSound(head);
  return isSound ? "m4a" : "mp4";
}

/** True where all that is told of the tracks is here, and each of them is heard. */
function isRecordedSound(head: string): boolean {
  const at = head.indexOf("moov") - 4;
  if (at < 0) return false;
  const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map((i) => head.charCodeAt(at + i));
  const end = at + a * 2 ** 24 + b * 2 ** 16 + c * 256 + d;
  const tracks = end <= head.length ? head.slice(at, end).match(/hdlr[^]{8}[^]{4}/g) ?? [] : [];
  return tracks.length > 0 && tracks.every((track) => track.endsWith("soun"));
}

/** The type that the first bytes of a file show, {@link ANY_TYPE} for what is not known to be harmless. */
export function sniffType(head: Uint8Array): string {
  const text = String.fromCharCode(...head.subarray(0, SNIFFED_BYTES));
  return KINDS.find(({ fits }) => fits(text))?.type ?? ANY_TYPE;
}

/** True for a type that is shown inside the page. */
export function isShown(type: string): boolean {
  return KINDS.some((kind) => kind.type === type);
}

/** The ending of a file's own name on our disk: its kind's, else a harmless one of the name it came with. */
export function extensionOf(type: string, name: string): string {
  const kind = KINDS.find((kind) => kind.type === type);
  return kind?.ending ?? /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? "bin";
}

const MAX_NAME_CHARACTERS = 100;

/** A file's name as it is shown: without folders, quotes, controls and what turns letters around. */
export function safeFileName(value: string): string {
  const name = value.toWellFormed().normalize("NFC").replace(/^.*[/\\]/s, "")
    .replaceAll('"', "'")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "")
    .trim();
  const letters = [...name];
  if (letters.length <= MAX_NAME_CHARACTERS) return name || "file";
  const ending = /\.[^.]{1,10}$/u.exec(name)?.[0] ?? "";
  return letters.slice(0, MAX_NAME_CHARACTERS - ending.length).join("") + ending;
}
