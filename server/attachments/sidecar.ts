/**
 * What an attachment is called on our disk, and the line of text beside it: `[2025-11-19 23:48:10] 34012 image/jpeg "holiday.jpg" ada`,
 * a tab, and the room it was sent to. For every file, `parseLine(lineOf(file))` is what the line says.
 */
import { formatTime, readTime } from "../base/clock.ts";

/** What is known of an attachment. `size` is in bytes. */
export interface StoredFile {
  id: string;
  type: string;
  size: number;
  name: string;
  /** Who sent it. */
  owner: string;
  /** The room that it was sent to. */
  place: string;
  /** When it was sent, in milliseconds. */
  time: number;
}

/** What everybody may know of an attachment. */
export function factsOf(
  { id, type, size, name }: StoredFile,
): Pick<StoredFile, "id" | "type" | "size" | "name"> {
  return { id, type, size, name };
}

/** 128 random bits, the width and height of a picture, an ending. */
export const FILE_ID = /^[0-9a-f]{32}(?:-\d{1,5}x\d{1,5})?\.[a-z0-9]{1,8}$/;

/** Whose files from an import are: nobody's, since no name begins so. */
export const IMPORT_OWNER = "@import";

/** The ending of the file that holds the line. No id ends so: it has one dot. */
export const SIDECAR_SUFFIX = ".about";

const SIDECAR_LINE =
  /^\[([\d :-]{19})\] (\d{1,15}) ([\w.+-]+\/[\w.+-]+) "([^"]*)" ([^\t\n]*)\t([^\t\n]*)\n$/;

/** The ending of the small picture of an attachment: no other program and no older version needs it. */
export const PREVIEW_SUFFIX = ".preview";

/** What belongs to an attachment; the file itself goes last, so that what is there has its line beside it. */
export const PARTS: readonly string[] = [SIDECAR_SUFFIX, PREVIEW_SUFFIX, ""];

/** The id of the attachment that a file stands beside, null for a file that holds no such line. */
export function idBeside(file: string): string | null {
  const id = file.endsWith(SIDECAR_SUFFIX) ? file.slice(0, -SIDECAR_SUFFIX.length) : "";
  return FILE_ID.test(id) ? id : null;
}

/** What a line says of its file, or null where it says nothing. */
export function parseSidecar(line: string): Omit<StoredFile, "id"> | null {
  const [, time = "", size, type = "", name = "", owner = "", place = ""] =
    SIDECAR_LINE.exec(line) ?? [];
  if (size === undefined) return null;
  return { time: readTime(time), size: Number(size), type, name, owner, place };
}

/** The line of a file. */
export function formatSidecar({ time, size, type, name, owner, place }: StoredFile): string {
  return `[${formatTime(time)}] ${size} ${type} "${name}" ${owner}\t${place}\n`;
}
