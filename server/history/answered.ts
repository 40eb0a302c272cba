/**
 * What a message answers, told with it as it is now: the line holds a place alone, so that words which
 * are changed or erased stand nowhere else.
 */
import type { Answered, Message } from "../protocol.ts";

/** Characters of a message that are told with an answer to it. */
const MAX_QUOTED_CHARACTERS = 120;

/**
 * A message with who said what it answers, looked for among those that are near, then by `find`. Where
 * that is no message before it, it answers nothing.
 */
export function withAnswered(
  message: Message,
  near: readonly Message[],
  find: (id: number) => Message | null,
): Message {
  const { to } = message;
  if (to === undefined) return message;
  const found = to.id < message.id ? near.find(({ id }) => id === to.id) ?? find(to.id) : null;
  if (found === null) delete message.to;
  else message.to = answered(found);
  return message;
}

/** A message as it is told where another thing points at it. */
export function answered(message: Message): Answered {
  return { id: message.id, name: message.name, text: beginningOf(message) };
}

/** The first words of a message, or the name of its file; nothing where it is erased. */
function beginningOf({ text, file, erased }: Message): string {
  if (erased) return "";
  const words = (text || file?.name || "").slice(0, 2 * MAX_QUOTED_CHARACTERS);
  return [...words].slice(0, MAX_QUOTED_CHARACTERS).join("");
}
