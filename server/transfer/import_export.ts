/**
 * Histories out and in: `export` prints a room as text, JSON or a page; `import` makes a room from the log
 * of another chat. Neither changes a room that is there. Lines are held one at a time, whatever the size.
 */
import { basename, join } from "@std/path";
import { formatTime, readTime, wholeSeconds } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { History } from "../history/history.ts";
import { format } from "../history/line.ts";
import { type OldLog, type OldMessage, recognise } from "./import_formats.ts";
import { type DataFolder, findRoom, mustFindRoom } from "./data_folder.ts";
import { messageText, personName, roomName } from "../people/names.ts";
import type { Message } from "../protocol.ts";
import { type Disk, writeAll, writeFile } from "../store/disk.ts";

/** Forms in which a room leaves. */
export const FORMS = ["text", "json", "html"] as const;
export type Form = (typeof FORMS)[number];

/** Messages read at a time. */
const PAGE = 200;

/** What became of a log. */
export interface Imported {
  log: string;
  room: string;
  messages: number;
  remarks: number;
  /** Lines that fit nothing, and the first few of them by number. */
  unfit: number;
  unfitAt: number[];
}

/** Tells a room in one of the forms, line by line: what was edited as it is now, without what was erased. */
export async function exportRoom(
  options: DataFolder,
  room: string,
  form: Form,
  tell: (line: string) => void,
): Promise<void> {
  const name = mustFindRoom(options, room);
  const path = join(options.data, "rooms", `${name}.txt`);
  if (form === "html") tell(pageHead(name));
  for await (const message of messagesIn(options, path)) tell(shown(message, form));
  if (form === "html") tell("</main>");
}

/** The messages of a history that is open, as they are now, without what was erased. */
export async function* messagesOf(history: History): AsyncIterable<Message> {
  let after = 0;
  for (let more = true; more;) {
    const run = await history.after(after, PAGE);
    // The line at `after` itself is left out: at the very start it is the first one.
    const first = after === 0 ? history.find(0) : null;
    for (const message of [...first === null ? [] : [first], ...run.messages]) {
      if (!message.erased) yield message;
    }
    more = run.newer === true && run.messages.length > 0;
    after = run.messages.at(-1)?.id ?? after;
  }
}

/** The messages of a history as they are now, without what was erased. A chat may be running on it. */
export async function* messagesIn(
  { data, disk, clock }: DataFolder,
  path: string,
): AsyncIterable<Message> {
  const index = join(data, "index", `.export ${basename(path)}`);
  const history = new History(path, {
    disk: untouched(disk),
    clock,
    recent: PAGE,
    sync: "never",
    index,
  });
  try {
    history.catchUpNow();
    yield* messagesOf(history);
  } finally {
    await history.rest();
    disk.remove(index);
  }
}

/** A chat may be running: what it overwrites in the history is its own affair. */
function untouched(disk: Disk): Disk {
  return { ...disk, open: (path) => ({ ...disk.open(path), overwrite: () => {} }) };
}

/** Makes a room from a log; with `dry` it only counts what would become of it. */
export function importLog(
  options: DataFolder,
  text: Iterable<string>,
  room: string,
  dry: boolean,
): Imported {
  const { data, disk } = options;
  const name = roomName(room);
  const path = join(data, "rooms", `${name}.txt`);
  if (findRoom(options, name) !== null) {
    throw new ChatError("exists", `There is a room "${name}" already`);
  }
  const lines = [...text];
  const log = recognise(lines.slice(0, 500));
  if (log === null) {
    throw new ChatError(
      "bad_request",
      "Cannot read this log: expected lines of Plaintalk, irssi, WeeChat, The Lounge or WhatsApp",
    );
  }
  const { messages, ...counts } = readLog(log, lines);
  if (!dry) {
    disk.makeFolder(join(data, "rooms"));
    writeFile(disk, `${path}.new`, (file) => {
      for (const message of messages) {
        writeAll(file, new TextEncoder().encode(`${format({ kind: "message", ...message })}\n`));
      }
    });
    disk.rename(`${path}.new`, path);
  }
  return { log: log.name, room: name, messages: messages.length, ...counts };
}

function readLog(log: OldLog, lines: string[]) {
  const messages: OldMessage[] = [];
  const unfitAt: number[] = [];
  let [remarks, unfit] = [0, 0];
  for (const [i, raw] of lines.entries()) {
    const line = raw.replace(/\r$/, "");
    if (line === "") continue;
    const read = log.read(line);
    const last = messages.at(-1);
    if (read.kind === "message" && fits(read)) {
      messages.push({ ...read, time: wholeSeconds(read.time), name: nameFor(read.name) });
    } else if (read.kind === "more" && last !== undefined) last.text += `\n${read.text}`;
    else if (read.kind === "remark") remarks++;
    else {
      unfit++;
      if (unfitAt.length < 5) unfitAt.push(i + 1);
    }
  }
  for (const message of messages) {
    message.text = messageText(message.text.slice(0, 4000), true) || "…";
  }
  return { messages, remarks, unfit, unfitAt };
}

function fits({ name, time }: OldMessage): boolean {
  return nameFor(name) !== "" && time >= readTime("1970-01-01 00:00:00");
}

/** The name as ours may be; "" for one of which nothing is left. */
function nameFor(name: string): string {
  const tidy = name.normalize("NFC").replace(/[^\p{L}\p{M}\p{Nd} _\-.'\u2019]/gu, " ")
    .replace(/^[^\p{L}\p{Nd}]+/u, "");
  try {
    return personName([...tidy].slice(0, 32).join(""));
  } catch {
    return "";
  }
}

/** A message in one of the forms. */
export function shown(message: Message, form: Form): string {
  if (form === "json") return JSON.stringify(message);
  const { time, name, text, file } = message;
  const words = file === undefined ? text : `${text} (${file.name}: files/${file.id})`.trim();
  const stamp = formatTime(Date.parse(time));
  if (form === "text") return `[${stamp}] ${name}: ${words.replaceAll("\n", "\n    ")}`;
  return `<p id="${message.id}"><time datetime="${time}">${stamp}</time> <b>${escape(name)}</b> ${
    escape(words).replaceAll("\n", "<br>")
  }</p>`;
}

function pageHead(room: string): string {
  return `<!doctype html><meta charset="utf-8"><title>${escape(room)}</title>` +
    "<style>body{font:1rem/1.5 system-ui;max-width:45rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}" +
    "p{margin:.4rem 0;overflow-wrap:anywhere}time{opacity:.6;font-size:.85em}</style>" +
    `<main><h1>${escape(room)}</h1>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
