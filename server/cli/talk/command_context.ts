/** What the commands with a slash are written against: each of them is one or two of these words. */
import type { Numbered } from "./numbered.ts";
import type { PastActions } from "./past_actions.ts";
import type { PeopleActions } from "./people_actions.ts";
import type { RoomActions } from "./room_actions.ts";

/** What commands can do. */
export interface CommandContext {
  readonly rooms: RoomActions;
  readonly people: PeopleActions;
  readonly past: PastActions;
  /** How wide it is where this is read. */
  readonly columns: number;
  remark(text: string): void;
  /** Says something; `room`: another one than that which is open, `to`: the message it answers. */
  say(text: string, where?: { room?: string; to?: number }): void;
  react(target: Numbered, emoji: string): Promise<void>;
  edit(target: Numbered, text: string): void;
  erase(target: Numbered): void;
  attach(rest: string): Promise<void>;
  save(target: Numbered, to: string): Promise<void>;
  open(target: Numbered): void;
  signOut(): Promise<void>;
  clear(): void;
  /** Puts text where one writes. */
  write(text: string): void;
  /** The message that a number means, or the one meant without; null after saying that there is none. */
  target(number: number | null, fallback: "others" | "own"): Numbered | null;
}
