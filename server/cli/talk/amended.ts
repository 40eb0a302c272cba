/** A message whose words were changed, or went, or on which somebody put an emoji. Pure. */
import type { Event, Message } from "../../protocol.ts";

export type Amended = Extract<Event, { type: "edited" | "erased" | "reacted" }>;

/** The message as the event leaves it. */
export function amended(message: Message, event: Amended): Message {
  if (event.type === "edited") {
    return { ...message, text: event.text, edited: true };
  }
  if (event.type === "erased") {
    const { file: _, ...rest } = message;
    return { ...rest, text: "", erased: true };
  }
  const { emoji, name, on } = event;
  const others = (message.reactions ?? []).map((one) =>
    one.emoji === emoji ? { emoji, names: one.names.filter((other) => other !== name) } : one
  );
  const isThere = others.some((one) => one.emoji === emoji);
  const all = !on
    ? others
    : isThere
    ? others.map((one) => one.emoji === emoji ? { emoji, names: [...one.names, name] } : one)
    : [...others, { emoji, names: [name] }];
  return { ...message, reactions: all.filter(({ names }) => names.length > 0) };
}
