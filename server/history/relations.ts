/**
 * What a message is now: its own line with the later lines that speak about it folded on.
 * Notes are folded in the order of the file; an erased message stays erased whatever comes later.
 */
import type { Entry, Note } from "./line.ts";
import { formatIso } from "../base/clock.ts";
import type { Event, Message } from "../protocol.ts";

/** Most different emoji one message shows. */
export const MOST_EMOJI = 20;

/** The message that an entry is, before anything is folded onto it; null if it is none. */
export function asMessage(entry: Entry, id: number): Message | null {
  if (entry.kind !== "message" && entry.kind !== "shared") return null;
  const message: Message = {
    id,
    time: formatIso(entry.time),
    name: entry.name,
    text: entry.text,
  };
  if (entry.kind === "shared") message.file = entry.file;
  // Who said what there is looked up by whoever tells it.
  if (entry.to !== undefined) message.to = { id: entry.to, name: "", text: "" };
  return message;
}

/** True for an entry that speaks about an earlier line. */
export function isNote(entry: Entry): entry is Note {
  return entry.kind === "reacted" || entry.kind === "edited" ||
    entry.kind === "erased";
}

/** What is told of a note to those who have its message. */
export function toldOf(note: Note, room: string): Event {
  const { target: id, name } = note;
  switch (note.kind) {
    case "reacted":
      return { type: "reacted", room, id, name, emoji: note.emoji, on: note.on };
    case "edited":
      return { type: "edited", room, id, name, text: note.text };
    case "erased":
      return { type: "erased", room, id, name };
  }
}

/** Folds a note onto its message, in place. */
export function fold(message: Message, note: Note): void {
  if (message.erased) return;
  switch (note.kind) {
    case "erased":
      message.erased = true;
      message.text = "";
      delete message.file;
      delete message.to;
      delete message.edited;
      delete message.reactions;
      return;
    case "edited":
      message.text = note.text;
      message.edited = true;
      return;
    case "reacted":
      react(message, note);
  }
}

function react(message: Message, note: Extract<Note, { kind: "reacted" }>): void {
  const reactions = message.reactions ?? [];
  const reaction = reactions.find((r) => r.emoji === note.emoji);
  if (note.on) {
    if (reaction === undefined) {
      if (reactions.length >= MOST_EMOJI) return;
      reactions.push({ emoji: note.emoji, names: [note.name] });
    } else if (!reaction.names.includes(note.name)) {
      reaction.names.push(note.name);
    }
    message.reactions = reactions;
    return;
  }
  if (reaction === undefined) return;
  reaction.names = reaction.names.filter((name) => name !== note.name);
  if (reaction.names.length > 0) return;
  const rest = reactions.filter((r) => r !== reaction);
  if (rest.length > 0) message.reactions = rest;
  else delete message.reactions;
}
