/**
 * The messages of a history as they are now, from the first to the last, whatever later lines did to them.
 * They are held a page at a time, so that a room of any size leaves in the memory of a small one.
 */
import { basename, join } from "@std/path";
import type { DataFolder } from "./data_folder.ts";
import type { LeavingMessage } from "./formats/format.ts";
import { History } from "../history/history.ts";
import { mayBeMessage, parse } from "../history/line.ts";
import { asMessage } from "../history/relations.ts";
import type { Message } from "../protocol.ts";
import type { Disk, DiskFile } from "../store/disk.ts";
import { decodeLine, readBackward, readForward, readLine } from "../store/line_reader.ts";

/** Messages that are held at a time. */
const PAGE_MESSAGES = 200;

/** The messages of a history that is open, while others have their turn. */
export async function* messagesOf(history: History): AsyncIterable<LeavingMessage> {
  let [at, including] = [0, true];
  for (let more = true; more;) {
    const page = await history.after(at, PAGE_MESSAGES, including);
    for (const message of page.messages) yield withTime(history, message);
    more = page.newer === true && (page.messages.length > 0 || page.end > at);
    // A page that is full ends with its last message, another one where the next line begins.
    including = page.messages.at(-1)?.id !== page.end;
    at = page.end;
  }
}

/** The messages of a history on the disk. A chat may be running on it. */
export async function* messagesIn(
  { data, disk, clock }: DataFolder,
  path: string,
): AsyncIterable<LeavingMessage> {
  if ((disk.size(path) ?? 0) === 0) return;
  const index = join(data, "index", `.export ${basename(path)}`);
  const history = new History(path, {
    disk: untouched(disk),
    clock,
    recent: PAGE_MESSAGES,
    sync: "never",
    index,
  });
  const file = disk.openToRead(path);
  try {
    history.catchUpNow();
    for (let at = 0; file !== null && at < history.end;) {
      const page = nextPage(file, at, history.end);
      for (const message of page.messages) {
        const { to } = message;
        const answeredNth = to === undefined ? 1 : nthOfItsSecond(file, to.id, history.end);
        yield {
          ...withTime(history, history.current(message)),
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

/** The messages that begin at an offset or behind it, and where those behind them begin. */
function nextPage(file: DiskFile, from: number, end: number): { messages: Message[]; end: number } {
  const messages: Message[] = [];
  const reached = readForward(file, from, end, (line, offset) => {
    const entry = line === null || !mayBeMessage(line) ? null : parse(line);
    const message = entry === null ? null : asMessage(entry, offset);
    if (message !== null) messages.push(message);
    return messages.length < PAGE_MESSAGES;
  }, Infinity);
  // Where no line ends any more there is nothing left to read.
  return { messages, end: reached > from ? reached : end };
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
