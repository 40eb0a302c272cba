/**
 * A room out of the chat: as text, JSON or a page, without changing anything, beside a chat that may be
 * running. Messages are held a page at a time, whatever the size.
 */
import { basename, join } from "@std/path";
import { formatTime } from "../base/clock.ts";
import { type DataFolder, mustFindRoom } from "./data_folder.ts";
import { History } from "../history/history.ts";
import type { Message } from "../protocol.ts";
import type { Disk } from "../store/disk.ts";

/** Forms in which a room leaves. */
export const FORMS = ["text", "json", "html"] as const;
export type Form = (typeof FORMS)[number];

/** Messages read at a time. */
const PAGE = 200;

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
