/**
 * What a form is in which a room leaves: it turns one line after another into text, and holds no
 * message. The forms are one file each in this folder; which rooms leave and where to is not their affair.
 */
import type { Message, RoomEvent, SharedFile } from "../../protocol.ts";
import type { WallClock } from "./wall_clock.ts";

/** A message that leaves. */
export interface LeavingMessage extends Message {
  /** When the message was said that it answers, ISO 8601 in UTC. */
  answeredTime?: string;
  /** Which of those it is that its author said in that second, from 1 on. */
  answeredNth?: number;
}

/** What happened to the room, and leaves: also that a pin was taken off, so that the pins come in as they are. */
export interface LeavingEvent extends Omit<RoomEvent, "event"> {
  event: RoomEvent["event"] | "unpinned";
  /** The message that is pinned, as an answer names one: when it was said, and which of that second it is. */
  pinned?: { time: string; name: string; nth: number };
}

export type LeavingLine = LeavingMessage | LeavingEvent;

/** What a form is told of the room. */
export interface Leaving {
  /** What people call it: `Kitchen`, `Ada and Boris`. */
  title: string;
  /** What the command line calls it: `Kitchen`, `@Ada+Boris`, `+Plans+…` with its id for a private room. */
  room: string;
  /** Who is in a private room, a line each. */
  members?: readonly string[];
  /** Milliseconds since 1970. */
  exported: number;
  wallClock: WallClock;
  /** Where a file lies, from beside the room; null where it does not go along. */
  pathOf: (file: SharedFile) => string | null;
}

/** A room on its way out, as pieces of text of whole lines. */
export interface Format {
  begin(): string;
  message(message: LeavingMessage): string;
  event(event: LeavingEvent): string;
  end(): string;
}
