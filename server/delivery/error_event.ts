/** Errors as events for those who asked. */
import { asChatError } from "../base/errors.ts";
import type { Event } from "../protocol.ts";

/** An error as an event for the one who asked. */
export function errorEvent(error: unknown, ref?: string, room?: string): Event {
  const { code, message, wait, suggestion } = asChatError(error);
  return {
    type: "error",
    code,
    text: message,
    ...(ref ? { ref } : {}),
    ...(room ? { room } : {}),
    ...(wait === undefined ? {} : { wait }),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}
