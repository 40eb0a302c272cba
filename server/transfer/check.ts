/**
 * Reads a whole data folder and tells of everything that does not fit, with file and offset. Changes
 * nothing, so that it may run beside the chat, and holds one line at a time, whatever the size.
 */
import { basename, dirname, join } from "@std/path";
import { isMemberLine } from "../chat/private/member_list.ts";
import { parsePrivateFile, privateFileOf } from "../chat/private/private_key.ts";
import { lostHalves } from "../chat/private/private_moves.ts";
import { isFormerNameLine } from "../chat/room_settings/former_names.ts";
import { isRelation } from "../history/relations.ts";
import { type Entry, parse, type Relation } from "../history/line.ts";
import { isAccountLine } from "../people/accounts.ts";
import { isBlockLine } from "../people/blocks.ts";
import { isPreferenceLine } from "../people/room_preferences.ts";
import { isHandoverLine } from "../people/handovers.ts";
import { isInviteLine } from "../people/invites.ts";
import { isSanctionLine } from "../people/moderation.ts";
import { foldName, roomName } from "../people/names.ts";
import { isPeopleLine } from "../people/people_table.ts";
import { isReadMarkLine } from "../people/read_marks.ts";
import { isRemovalLine } from "../people/removals.ts";
import { isResetLine } from "../people/resets.ts";
import { isSessionLine } from "../people/session_lines.ts";
import { isSetupLine } from "../people/setup.ts";
import { isTokenLine } from "../people/tokens.ts";
import { isPushLine } from "../push/subscriptions.ts";
import { isPushKeyLine } from "../push/vapid.ts";
import type { Disk, DiskFile } from "../store/disk.ts";
import { DiskTrouble } from "../store/disk_trouble.ts";
import { encodingHint } from "./input/encoding.ts";
import { FILE_ID } from "../attachments/sidecar.ts";
import { decodeLine, fill, readForward, readLine } from "../store/line_reader.ts";
import { lastLineEnd } from "../store/tail.ts";

/** What was looked at and how much of it does not fit. */
export interface Checked {
  files: number;
  lines: number;
  finds: number;
}

/** Bytes from a line on by which its encoding is told. */
const ENCODING_SAMPLE_BYTES = 4096;

/** Folders of histories, and what a file's name must be one of. */
const FOLDERS = [["rooms", roomName], ["direct", null], ["private", privateName], [
  "deleted",
  null,
]] as const;

/** Files of lines beside the histories, and what a line of each is. */
const LINES: Record<string, (line: string) => boolean> = {
  accounts: isAccountLine,
  blocks: isBlockLine,
  preferences: isPreferenceLine,
  sessions: isSessionLine,
  tokens: isTokenLine,
  moderation: isSanctionLine,
  read_marks: isReadMarkLine,
  setup: isSetupLine,
  removals: isRemovalLine,
  people: isPeopleLine,
  resets: isResetLine,
  invites: isInviteLine,
  push: isPushLine,
  push_key: isPushKeyLine,
  handovers: isHandoverLine,
  former_names: isFormerNameLine,
};

/** Checks a data folder; `tell` hears a sentence for each find, in the order of files and offsets. */
export function checkData(disk: Disk, folder: string, tell: (find: string) => void): Checked {
  const checked: Checked = { files: 0, lines: 0, finds: 0 };
  const found = (find: string): void => {
    checked.finds++;
    tell(find);
  };
  const sizeOf = (id: string): number | null => disk.size(join(folder, "files", id));
  /** What cannot be read is a find as well, and the rest is looked at. */
  function looking(path: string, look: () => void): void {
    try {
      look();
    } catch (error) {
      found(`${path}: cannot be read (${new DiskTrouble(path, error).reason})`);
    }
  }
  for (const [place, nameOf] of FOLDERS) {
    const seen = new Map<string, string>();
    looking(place, () => {
      const lost = place === "private" ? lostHalves(disk, folder) : new Map<string, null>();
      for (const name of disk.list(join(folder, place)).sort()) {
        const path = `${place}/${name}`;
        if (name.endsWith(".members")) {
          looking(path, () => checkLines(disk, folder, path, checked, found, isMemberLine));
          const find = lostFind(lost.get(name));
          if (find !== null) found(`${path}: ${find}`);
        }
        if (!name.endsWith(".txt")) continue;
        const room = name.slice(0, -".txt".length);
        if (nameOf !== null) checkName(nameOf, room, path, seen, found);
        const members = join(folder, place, `${room}.members`);
        if (place === "private" && !disk.exists(members)) {
          const half = [...lost.keys()].find((name) => lost.get(name) === members);
          found(
            half === undefined
              ? `${path}: it has no .members beside it, nobody can read it`
              : `${path}: its members are in ${place}/${half}, the next start gives that file this name`,
          );
        }
        // Files of a deleted room lie elsewhere, and not for ever.
        const check = checkHistory(path, found, place === "deleted" ? null : sizeOf);
        looking(path, () => checkFile(disk, join(folder, path), path, checked, found, check));
      }
    });
  }
  for (const [name, fits] of Object.entries(LINES)) {
    const path = `${name}.txt`;
    looking(path, () => {
      if (disk.exists(join(folder, path))) checkLines(disk, folder, path, checked, found, fits);
    });
  }
  return checked;
}

/**
 * What there is to say about members without a history beside them; where it has another name in the same
 * folder, that is told there.
 */
function lostFind(path: string | null | undefined): string | null {
  if (path === null) return "there is no history of this room";
  if (path === undefined || basename(dirname(path)) !== "deleted") return null;
  const history = basename(path).replace(/\.members$/, ".txt");
  return `the history of this room is in deleted/${history}, the next start puts this file beside it`;
}

/** A file of lines that each say something by themselves. */
function checkLines(
  disk: Disk,
  folder: string,
  path: string,
  checked: Checked,
  found: (find: string) => void,
  fits: (line: string) => boolean,
): void {
  checkFile(disk, join(folder, path), path, checked, found, (line, at) => {
    const text = line.replace(/\r+$/, "");
    const isFit = text.trim() === "" || fits(text);
    if (!isFit) found(`${path}, offset ${at}: this line fits nothing`);
  });
}

/** The name of a private room's file as it is written, or an error for none. */
function privateName(file: string): string {
  const room = parsePrivateFile(file);
  if (room === null) throw new Error("it is none");
  return privateFileOf(roomName(room.name), room.key);
}

function checkName(
  nameOf: (name: string) => string,
  name: string,
  path: string,
  seen: Map<string, string>,
  found: (find: string) => void,
): void {
  try {
    if (nameOf(name) !== name) found(`${path}: a room's name is not written like this`);
  } catch {
    found(`${path}: this is no name for a room`);
  }
  const twin = seen.get(foldName(name));
  if (twin !== undefined) found(`${path}: the same room as ${twin}`);
  seen.set(foldName(name), path);
}

/** Lines of a history: each must fit the grammar, and what it speaks about must be there. */
function checkHistory(
  path: string,
  found: (find: string) => void,
  sizeOf: ((id: string) => number | null) | null,
): (line: string, at: number, file: DiskFile) => void {
  return (line, at, file) => {
    const entry = parse(line);
    if (entry === null) {
      found(`${path}, offset ${at}: this line fits nothing${hintFor(line, at, file)}`);
    } else if (isRelation(entry) && entry.target > 0 && !isErasable(file, entry, at)) {
      found(`${path}, offset ${at}: there is no message at ${entry.target}`);
    } else if (entry.kind === "pinned" && entry.id > 0 && !isMessageAt(file, entry.id, at)) {
      found(`${path}, offset ${at}: there is no message at ${entry.id}`);
    } else if (sizeOf !== null && entry.kind === "shared" && FILE_ID.test(entry.file.id)) {
      const size = sizeOf(entry.file.id);
      if (size !== entry.file.size) {
        const what = size === null ? "is not there" : `has ${size} bytes`;
        found(`${path}, offset ${at}: the file ${entry.file.id} ${what}`);
      }
    }
  };
}

/** What to do with a line that some other program wrote in an encoding of its own. */
function hintFor(line: string, at: number, file: DiskFile): string {
  if (!line.includes("\ufffd") && !line.includes("\0")) return "";
  const bytes = new Uint8Array(ENCODING_SAMPLE_BYTES);
  const hint = encodingHint(bytes.subarray(0, fill(file, bytes, at)));
  return `: it is not UTF-8; move the file away and import it with ${hint}`;
}

function checkFile(
  disk: Disk,
  path: string,
  shown: string,
  checked: Checked,
  found: (find: string) => void,
  check: (line: string, at: number, file: DiskFile) => void,
): void {
  const file = disk.openToRead(path);
  if (file === null) return;
  checked.files++;
  try {
    // What is added from now on is not our affair: the chat may be running.
    const size = file.size();
    const end = lastLineEnd(file, size);
    readForward(file, 0, end, (line, at) => {
      checked.lines++;
      if (line === null) found(`${shown}, offset ${at}: this line is too long to be one`);
      else check(line, at, file);
    }, Infinity);
    const isGrowing = file.size() !== size;
    if (end < size && !isGrowing) {
      found(`${shown}, offset ${end}: the last line has no end`);
    }
  } finally {
    file.close();
  }
}

/** A relation speaks about a message; the words of a topic can be erased as well. */
function isErasable(file: DiskFile, { kind, target }: Relation, at: number): boolean {
  return isMessageAt(file, target, at) ||
    (kind === "erased" && kindAt(file, target, at) === "topic");
}

function isMessageAt(file: DiskFile, target: number, before: number): boolean {
  const kind = kindAt(file, target, before);
  return kind === "message" || kind === "shared";
}

function kindAt(file: DiskFile, target: number, before: number): Entry["kind"] | undefined {
  const bytes = target < before ? readLine(file, target, before) : null;
  return bytes === null ? undefined : parse(decodeLine(bytes, target))?.kind;
}
