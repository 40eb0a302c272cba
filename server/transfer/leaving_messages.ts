/**
 * The messages of a history as they are now, from the first to the last, whatever later lines did to them, and
 * what happened to the room between them. They are held a page at a time, so that a room of any size leaves in the memory of a small one.
 */
import { basename, join } from "@std/path";
import type { DataFolder } from "./data_folder.ts";
import type { LeavingEvent, LeavingLine, LeavingMessage } from "./formats/format.ts";
import { formatIso } from "../base/clock.ts";
import { History } from "../history/history.ts";
import { type Entry, mayBeMessage, parse, STAMP_LENGTH } from "../history/line.ts";
import { asMessage } from "../history/relations.ts";
import { mayBeRoomEvent, roomEventOf } from "../history/room_events.ts";
import type { Message } from "../protocol.ts";
import type { Disk, DiskFile } from "../store/disk.ts";
import { decodeLine, readBackward, readForward, readLine } from "../store/line_reader.ts";

/** Messages, or other lines, that are held at a time. */
const PAGE_LINES = 200;

/** The messages of a history that is open, while others have their turn. */
export async function* messagesOf(history: History): AsyncIterable<LeavingMessage> {
  let [at, including] = [0, true];
  for (let more = true; more;) {
    const page = await history.after(at, PAGE_LINES, including);
    for (const message of page.messages) yield withTime(history, message);
    more = page.newer === true && (page.messages.length > 0 || page.end > at);
    // A page that is full ends with its last message, another one where the next line begins.
    including = page.messages.at(-1)?.id !== page.end;
    at = page.end;
  }
}

/** The messages of a history on the disk. A chat may be running on it. */
export async function* messagesIn(
  folder: DataFolder,
  path: string,
): AsyncIterable<LeavingMessage> {
  for await (const line of linesIn(folder, path)) if (!("event" in line)) yield line;
}

/** The same with what happened to the room. */
export async function* linesIn(
  { data, disk, clock }: DataFolder,
  path: string,
): AsyncIterable<LeavingLine> {
  if ((disk.size(path) ?? 0) === 0) return;
  const index = join(data, "index", `.export ${basename(path)}`);
  const history = new History(path, {
    disk: untouched(disk),
    clock,
    recent: PAGE_LINES,
    sync: "never",
    index,
  });
  const file = disk.openToRead(path);
  try {
    history.catchUpNow();
    for (let at = 0; file !== null && at < history.end;) {
      const page = nextPage(file, at, history.end);
      for (const line of page.lines) {
        if ("event" in line) {
          const event = withPinned(file, history, line);
          if (event !== null) yield event;
          continue;
        }
        const { to } = line;
        const answeredNth = to === undefined ? 1 : nthOfItsSecond(file, to.id, history.end);
        yield {
          ...withTime(history, history.current(line)),
          ...answeredNth > 1 ? { answeredNth } : {},
        };
      }
      at = page.end;
    }
  } finally {
    file?.close();
    await history.rest();
    disk.remove(index);
  }
}

/** What begins at an offset or behind it, and where what is behind that begins. */
function nextPage(
  file: DiskFile,
  from: number,
  end: number,
): { lines: (Message | LeavingEvent)[]; end: number } {
  const lines: (Message | LeavingEvent)[] = [];
  const reached = readForward(file, from, end, (line, offset) => {
    const isWanted = line !== null && (mayBeMessage(line) || mayBeLeavingEvent(line));
    const entry = isWanted ? parse(line) : null;
    const found = entry && (asMessage(entry, offset) ?? leavingEventOf(entry, offset));
    if (found !== null) lines.push(found);
    return lines.length < PAGE_LINES;
  }, Infinity);
  // Where no line ends any more there is nothing left to read.
  return { lines, end: reached > from ? reached : end };
}

/** False for a line that surely tells nothing that happened to a room. */
function mayBeLeavingEvent(line: string): boolean {
  return mayBeRoomEvent(line) || line.startsWith("* ", STAMP_LENGTH) && line.includes(" unpinned ");
}

function leavingEventOf(entry: Entry, id: number): LeavingEvent | null {
  if (entry.kind !== "pinned" || entry.on) return roomEventOf(entry, id);
  const { time, name, id: target } = entry;
  return { id, time: formatIso(time), name, event: "unpinned", target };
}

/** The event with the message that it pins; null where there is none. */
function withPinned(file: DiskFile, history: History, event: LeavingEvent): LeavingEvent | null {
  if (event.target === undefined) return event;
  const message = event.target < event.id ? history.find(event.target) : null;
  if (message === null) return null;
  const { time, name } = message;
  return { ...event, pinned: { time, name, nth: nthOfItsSecond(file, message.id, history.end) } };
}

/** Which message of its author in its second the one at an offset is; 1 where there is none. */
function nthOfItsSecond(file: DiskFile, id: number, end: number): number {
  const line = readLine(file, id, end);
  const answered = line === null ? null : parse(decodeLine(line, id));
  if (answered === null) return 1;
  let nth = 1;
  readBackward(file, id, (line) => {
    const entry = line === null || !mayBeMessage(line) ? null : parse(line);
    if (entry === null || asMessage(entry, 0) === null) return;
    if (entry.time !== answered.time) return false;
    if (entry.name === answered.name) nth++;
  });
  return nth;
}

function withTime(history: History, message: Message): LeavingMessage {
  if (message.to === undefined) return message;
  const answeredTime = history.find(message.to.id)?.time;
  return answeredTime === undefined ? message : { ...message, answeredTime };
}

/** A chat may be running: what it overwrites in the history is its own affair. */
function untouched(disk: Disk): Disk {
  return { ...disk, open: (path) => ({ ...disk.open(path), overwrite: () => {} }) };
}
