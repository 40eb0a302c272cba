/**
 * Rooms out of the chat, as text, JSON or pages, beside a chat that may be running: nothing in the data
 * folder is changed, and no file that is there is written over.
 */
import { join, resolve } from "@std/path";
import { FILE_ID } from "../attachments/sidecar.ts";
import { isShown } from "../attachments/sniff.ts";
import { ChatError } from "../base/errors.ts";
import { namesSomebody } from "../chat/direct.ts";
import { parsePrivateFile } from "../chat/private/private_key.ts";
import { roomsIn } from "../history/room_files.ts";
import type { SharedFile } from "../protocol.ts";
import { copyFile, TextWriter } from "./export_files.ts";
import { type DataFolder, mustFindRoom } from "./data_folder.ts";
import type { Format, Leaving } from "./formats/format.ts";
import { escapeHtml, htmlFormat, pageHead } from "./formats/html.ts";
import { jsonFormat } from "./formats/json.ts";
import { textFormat } from "./formats/text.ts";
import type { WallClock } from "./formats/wall_clock.ts";
import { linesIn } from "./leaving_messages.ts";
import { leavingMembers } from "./room_members.ts";

/** Forms in which a room leaves, and what their files end with. */
const FORMATS = {
  text: { ending: "txt", open: textFormat },
  json: { ending: "json", open: jsonFormat },
  html: { ending: "html", open: htmlFormat },
} as const satisfies Record<string, { ending: string; open: (leaving: Leaving) => Format }>;
export type FormatName = keyof typeof FORMATS;

/** What leaves, and how. */
export interface ExportOptions extends DataFolder {
  format: FormatName;
  wallClock: WallClock;
}

/** The same into a folder. */
export interface FolderExportOptions extends ExportOptions {
  output: string;
  /** Attachments are copied beside the room, and linked. */
  withFiles: boolean;
  /** Told what was made. */
  tell: (line: string) => void;
}

/** A history that leaves. */
interface Place {
  folder: "rooms" | "direct" | "private";
  /** The name of its file without the ending. */
  file: string;
}

/** The form of that name, or a ChatError `bad_request`. */
export function formatNamed(name: string): FormatName {
  const names = Object.keys(FORMATS) as FormatName[];
  const found = names.find((format) => format === name);
  if (found !== undefined) return found;
  throw new ChatError("bad_request", `Cannot export as "${name}": expected text, json or html`);
}

/** Writes a room, or the private conversation `@Ada+Boris`, piece by piece. */
export async function exportRoom(
  options: ExportOptions,
  room: string,
  write: (text: string) => void,
): Promise<void> {
  await writePlace(options, mustFindPlace(options, room), () => null, write);
}

/** Writes a room, or all rooms and private conversations for null, into a folder. */
export async function exportToFolder(options: FolderExportOptions, room: string | null) {
  const { output, format, tell, disk } = options;
  const folder = resolve(output);
  if (room !== null) return await placeToFolder(options, mustFindPlace(options, room), folder);
  const places = allPlaces(options);
  const index = join(folder, "index.html");
  if (format === "html" && disk.exists(index)) throw isThere(index);
  for (const place of places) await placeToFolder(options, place, join(folder, place.folder));
  if (format !== "html") return;
  await TextWriter.into(disk, index, (write) => write(indexPage(places)));
  tell(`Made ${index}`);
}

async function placeToFolder(options: FolderExportOptions, place: Place, folder: string) {
  const { disk, data, format, withFiles, tell } = options;
  const path = join(folder, `${place.file}.${FORMATS[format].ending}`);
  if (disk.exists(path)) throw isThere(path);
  disk.makeFolder(folder);
  let copied = 0;
  const pathOf = (file: SharedFile): string | null => {
    const source = join(data, "files", file.id);
    if (!withFiles || !FILE_ID.test(file.id) || !disk.exists(source)) return null;
    const name = keptName(file);
    if (copyFile(disk, source, join(folder, "files", name))) copied++;
    return `files/${name}`;
  };
  const messages = await TextWriter.into(
    disk,
    path,
    (write) => writePlace(options, place, pathOf, write),
  );
  tell(`Made ${path}: ${messages} messages${copied === 0 ? "" : `, ${copied} files beside it`}`);
}

/** Returns how many messages there were. */
async function writePlace(
  options: ExportOptions,
  place: Place,
  pathOf: Leaving["pathOf"],
  write: (text: string) => void,
): Promise<number> {
  const { data, clock, format, wallClock } = options;
  const members = place.folder === "private"
    ? { members: leavingMembers(options, place.file) }
    : {};
  const leaving = { ...titleOf(place), ...members, exported: clock.now(), wallClock, pathOf };
  const form = FORMATS[format].open(leaving);
  let count = 0;
  write(form.begin());
  for await (const line of linesIn(options, join(data, place.folder, `${place.file}.txt`))) {
    write("event" in line ? form.event(line) : form.message(line));
    if (!("event" in line)) count++;
  }
  write(form.end());
  return count;
}

function titleOf({ folder, file }: Place): { title: string; room: string } {
  switch (folder) {
    case "rooms":
      return { title: file, room: file };
    case "direct":
      return { title: file.replace("+", " and "), room: `@${file}` };
    case "private":
      return { title: parsePrivateFile(file)?.name ?? file, room: `+${file}` };
  }
}

function mustFindPlace(options: DataFolder, room: string): Place {
  if (room.startsWith("+")) return mustFindPrivate(options, room);
  if (!room.startsWith("@")) return { folder: "rooms", file: mustFindRoom(options, room) };
  const names = room.slice(1).split("+");
  const [one, two] = names;
  if (names.length !== 2 || !one || !two) {
    throw new ChatError(
      "bad_request",
      `Cannot find "${room}": expected two names, as in @Ada+Boris`,
    );
  }
  const file = roomsIn(options.disk, join(options.data, "direct"))
    .find((file) => file.includes("+") && namesSomebody([file], one) && namesSomebody([file], two));
  if (file !== undefined) return { folder: "direct", file };
  throw new ChatError("not_found", `Cannot find a private conversation of ${one} and ${two}`);
}

/** A private room by its id, `+…`, or by that behind its name. */
function mustFindPrivate({ data, disk }: DataFolder, room: string): Place {
  const file = roomsIn(disk, join(data, "private")).find((file) => {
    const found = parsePrivateFile(file);
    return found !== null && (found.key === room || `+${file}` === room);
  });
  if (file !== undefined) return { folder: "private", file };
  throw new ChatError("not_found", `Cannot find a private room "${room}": expected its id`);
}

function allPlaces({ data, disk }: DataFolder): Place[] {
  return (["rooms", "direct", "private"] as const).flatMap((folder) =>
    roomsIn(disk, join(data, folder)).sort().map((file) => ({ folder, file }))
  );
}

/** What a browser would run from a folder as it never does from the chat. */
const RUNS = /\.(?:[xs]?html?|xht|mhtml?|svgz?|xml|xslt?|js|mjs|hta)$/;

/** The name of a copy: that of the attachment, behind which nothing runs. */
function keptName({ id, type }: SharedFile): string {
  return RUNS.test(id) && !isShown(type) ? `${id}.txt` : id;
}

function indexPage(places: readonly Place[]): string {
  const list = places.map((place) => {
    const address = `${place.folder}/${encodeURIComponent(`${place.file}.html`)}`;
    return `<li dir="auto"><a href="${escapeHtml(address)}">${
      escapeHtml(titleOf(place).title)
    }</a></li>\n`;
  });
  return `${pageHead("Plaintalk")}<header><h1>Plaintalk</h1></header>\n` +
    `<main>\n<ul class="rooms">\n${list.join("")}</ul>\n</main>\n</html>\n`;
}

function isThere(path: string): ChatError {
  return new ChatError("exists", `Cannot write ${path}: it is there already`);
}
