/** Writes what was said and done into the drafts of rooms, in the order in which it comes, as our own lines. */
import { formatIso, wholeSeconds } from "../../base/clock.ts";
import { ChatError } from "../../base/errors.ts";
import { type Entry, type FileFacts, isUnmistakable } from "../../history/line.ts";
import { MAX_EMOJI_PER_MESSAGE } from "../../history/relations.ts";
import { roomName, topicText } from "../../people/names.ts";
import type { Attachment, LogEvent, LogMessage, LogRoomEvent } from "../sources/source.ts";
import type { Item } from "./assembler.ts";
import type { ImportFiles } from "./import_files.ts";
import type { ImportNames } from "./import_names.ts";
import type { Log } from "./log_file.ts";
import type { RoomDraft } from "./room_draft.ts";
import type { TargetTable } from "./target_table.ts";
import { piecesOf } from "./text_pieces.ts";

/** Messages that are shown from the beginning and from the end. */
const SHOWN = 3;
/** Characters of a shown message. */
const SHOWN_CHARS = 200;
/** What an emoji may be in our lines. */
const EMOJI = /^\S{1,64}$/u;
const MAX_REACTIONS = 10_000;

/** What writing needs. */
export interface WriterOptions {
  logs: readonly Log[];
  draftOf: (room: string) => RoomDraft;
  names: ImportNames;
  targets: TargetTable;
  files: ImportFiles;
}

type Said = Item & { kind: "message" };
type Shown = Entry & { kind: "message" | "shared" };

/** Writes items. */
export class ImportWriter {
  readonly #options: WriterOptions;
  messages = 0;
  missing = 0;
  readonly #first: Shown[] = [];
  /** The last messages, the oldest of them at the place where the next one goes. */
  readonly #last: Shown[] = [];
  #shown = 0;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** The first messages and the last, as lines. */
  preview(): { first: string[]; last: string[] } {
    const at = this.#last.length < SHOWN ? 0 : this.#shown % SHOWN;
    const last = [...this.#last.slice(at), ...this.#last.slice(0, at)];
    return { first: this.#first.map(shown), last: last.map(shown) };
  }

  /** Writes one; returns why it could not be kept, "" where it was. */
  write(item: Item): string {
    if (item.kind === "message") {
      this.#message(item);
      return "";
    }
    return this.#event(item.room, item);
  }

  #message(item: Said): void {
    const { names, targets, draftOf } = this.#options;
    const draft = draftOf(item.room);
    const head = { time: wholeSeconds(item.time), name: names.of(item.name) };
    const to = item.to === undefined ? null : targets.placeOf(item.room, item.to);
    const { facts, text } = this.#withFiles(item);
    const pieces = piecesOf(text, facts.length > 0);
    let first = -1;
    for (let i = 0; i < Math.max(pieces.length, facts.length); i++) {
      const about = { ...head, text: pieces[i] ?? "", ...(i === 0 && to !== null ? { to } : {}) };
      const file = facts[i];
      const entry: Entry = file === undefined
        ? { kind: "message", ...about }
        : { kind: "shared", ...about, file };
      const at = draft.add(entry);
      if (first < 0) first = at;
      this.#show(entry);
    }
    this.messages++;
    for (const id of [item.id, item.alias]) {
      if (id !== undefined) targets.put(item.room, id, first);
    }
    if (item.edited === true && pieces[0] !== "") {
      draft.add({ kind: "edited", ...head, target: first, text: pieces[0]! });
    }
    this.#reactions(draft, item, head.time, first);
  }

  #reactions(draft: RoomDraft, { reactions = [] }: LogMessage, time: number, target: number): void {
    const kinds = new Set<string>();
    for (const { emoji, name } of reactions.slice(0, MAX_REACTIONS)) {
      const sign = emoji.trim().replace(/\s+/gu, "_");
      if (
        !EMOJI.test(sign) ||
        (kinds.size >= MAX_EMOJI_PER_MESSAGE && !kinds.has(sign))
      ) continue;
      kinds.add(sign);
      draft.add({
        kind: "reacted",
        time,
        name: this.#options.names.of(name),
        target,
        emoji: sign,
        on: true,
      });
    }
  }

  #event(room: string, event: LogEvent): string {
    const { names, targets, draftOf } = this.#options;
    const head = { time: wholeSeconds(event.time), name: names.of(event.name) };
    if (event.kind === "created") {
      draftOf(room).add({ ...head, kind: "created" });
      return "";
    }
    if (!("target" in event)) return this.#roomEvent(room, event);
    let target = targets.placeOf(room, event.target);
    if (event.kind === "erased" && event.orElse !== undefined) {
      target ??= targets.placeOf(room, event.orElse);
    }
    if (target === null) return "speaks of a message that is not in this log";
    const draft = draftOf(room);
    if (event.kind === "edited") {
      draft.add({ ...head, kind: "edited", target, text: piecesOf(event.text, false)[0]! });
    } else if (event.kind === "erased") {
      draft.add({ ...head, kind: "erased", target });
    } else if (event.kind === "pinned") {
      draft.add({ ...head, kind: "pinned", id: target, on: event.on });
    } else draft.add({ ...head, kind: "reacted", target, emoji: event.emoji, on: event.on });
    return "";
  }

  #roomEvent(room: string, event: LogRoomEvent): string {
    const { names, targets, draftOf } = this.#options;
    const entry = roomEntryOf(event, (name) => names.of(name));
    if (entry === null || !isUnmistakable(entry)) {
      return "says of the room what no line of ours can";
    }
    const at = draftOf(room).add(entry);
    if (event.kind === "topic" && event.id !== undefined) targets.put(room, event.id, at);
    return "";
  }

  /** The attachments that came along, and the words with what stands for the others. */
  #withFiles(item: Said): { facts: FileFacts[]; text: string } {
    const facts: FileFacts[] = [];
    let { text } = item;
    const log = this.#options.logs[item.log]!.file;
    for (const file of item.files ?? []) {
      const found = this.#options.files.claim(log, file);
      if (found === null) text = withoutFile(text, file);
      else {
        facts.push(found);
        if (file.inText !== undefined) {
          text = text.replace(file.inText, "").replace(/^\s+|\s+$/g, "");
        }
      }
      if (found === null) this.missing++;
    }
    return { facts, text };
  }

  #show(entry: Shown): void {
    if (this.#first.length < SHOWN) this.#first.push(entry);
    else this.#last[this.#shown++ % SHOWN] = entry;
  }
}

/** The line that says it; null for a topic or a name that the chat would not take. */
function roomEntryOf(event: LogRoomEvent, nameOf: (name: string) => string): Entry | null {
  const head = { time: wholeSeconds(event.time), name: nameOf(event.name) };
  try {
    switch (event.kind) {
      case "topic":
        return { ...head, kind: "topic", text: topicText(event.text) };
      case "renamed":
        return { ...head, kind: "renamed", to: roomName(event.to) };
      case "archived":
        return { ...head, kind: "archived", on: event.on };
      case "added":
      case "removed":
        return { ...head, kind: event.kind, who: nameOf(event.who) };
      case "left":
        return { ...head, kind: "left" };
    }
  } catch (error) {
    if (error instanceof ChatError) return null;
    throw error;
  }
}

function shown(entry: Shown): string {
  const { time, name, text } = entry;
  const file = entry.kind === "shared" ? ` (${entry.file.name})` : "";
  const words = text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text;
  return `${formatIso(time)} ${name}: ${words}${file}`;
}

/** Words for a file that did not come along: where the log says it lay. */
function withoutFile(text: string, { path, inText, missing }: Attachment): string {
  if (inText !== undefined) return text;
  return `${text} ${missing ?? `(${path})`}`.trim();
}
