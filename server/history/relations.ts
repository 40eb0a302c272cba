/**
 * What a message is now: its own line with the later lines that speak about it folded on.
 * Notes are folded in the order of the file; an erased message stays erased whatever comes later.
 */
import type { Entry, Relation } from "./line.ts";
import { formatIso } from "../base/clock.ts";
import type { Event, Message } from "../protocol.ts";

/** Most different emoji one message shows. */
export const MAX_EMOJI_PER_MESSAGE = 20;

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
export function isRelation(entry: Entry): entry is Relation {
  return entry.kind === "reacted" || entry.kind === "edited" ||
    entry.kind === "erased";
}

/** What is told of a note to those who have its message. */
export function eventOf(relation: Relation, room: string): Event {
  const { target: id, name } = relation;
  switch (relation.kind) {
    case "reacted":
      return { type: "reacted", room, id, name, emoji: relation.emoji, on: relation.on };
    case "edited":
      return { type: "edited", room, id, name, text: relation.text };
    case "erased":
      return { type: "erased", room, id, name };
  }
}

/** Folds a note onto its message, in place. */
export function applyRelation(message: Message, relation: Relation): void {
  if (message.erased) return;
  switch (relation.kind) {
    case "erased":
      message.erased = true;
      message.text = "";
      delete message.file;
      delete message.to;
      delete message.edited;
      delete message.calls;
      delete message.reactions;
      return;
    case "edited":
      message.text = relation.text;
      message.edited = true;
      return;
    case "reacted":
      react(message, relation);
  }
}

function react(message: Message, relation: Extract<Relation, { kind: "reacted" }>): void {
  const reactions = message.reactions ?? [];
  const reaction = reactions.find((r) => r.emoji === relation.emoji);
  if (relation.on) {
    if (reaction === undefined) {
      if (reactions.length >= MAX_EMOJI_PER_MESSAGE) return;
      reactions.push({ emoji: relation.emoji, names: [relation.name] });
    } else if (!reaction.names.includes(relation.name)) {
      reaction.names.push(relation.name);
    }
    message.reactions = reactions;
    return;
  }
  if (reaction === undefined) return;
  reaction.names = reaction.names.filter((name) => name !== relation.name);
  if (reaction.names.length > 0) return;
  const rest = reactions.filter((r) => r !== reaction);
  if (rest.length > 0) message.reactions = rest;
  else delete message.reactions;
}
