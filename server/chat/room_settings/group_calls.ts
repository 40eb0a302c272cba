/**
 * `@all` and `@here`: everybody of a room, or whoever is present, called by its maker or an admin. From
 * anybody else they are plain text. Who had the right is seen from the history and the accounts alone, so
 * that a message calls whom it called after a restart too: a guest never has it. In a private room whoever is
 * its maker now has it as well.
 */
import { foldName } from "../../people/names.ts";
import { calledIn } from "../../history/mentions.ts";
import { isImported } from "../../history/imported.ts";
import type { History } from "../../history/history.ts";
import type { Message } from "../../protocol.ts";
import type { Circle } from "../room_options.ts";

/** What it needs from outside. */
export interface GroupCallsOptions {
  /** True for the folded name of somebody who can be called: a person comes before a group. */
  isName: (key: string) => boolean;
  /** When an account got its name, in milliseconds; null where there is none. */
  claimedAt: (name: string) => number | null;
  isAdmin: (name: string) => boolean;
}

/** What a history tells of its room. */
type Origin = Pick<History, "maker" | "imported">;

/** A quick look: nearly no message holds either. */
const MAY_CALL = /@(?:all|here)/i;

/** Tells whom messages call as a group. */
export class GroupCalls {
  readonly #options: GroupCallsOptions;

  constructor(options: GroupCallsOptions) {
    this.#options = options;
  }

  /** Whom a message calls, by the room it is in. */
  of(message: Message, origin: Origin, circle?: Circle | null): Message["calls"] {
    const { text, erased } = message;
    if (erased || !MAY_CALL.test(text)) return undefined;
    const { isName } = this.#options;
    const isGroup = (key: string): boolean => (key === "all" || key === "here") && !isName(key);
    const called = calledIn(text, (key) => isGroup(key) || isName(key));
    const group = (["all", "here"] as const).find((key) => isGroup(key) && called.has(key));
    const mayCall = group !== undefined && this.#mayCall(message, origin, circle);
    return mayCall ? group : undefined;
  }

  /** An account's words since it had the name, of an admin or of who made the room. */
  #mayCall(
    { name, time }: Message,
    { maker, imported }: Origin,
    circle: Circle | null | undefined,
  ): boolean {
    const { claimedAt, isAdmin } = this.#options;
    const claimed = claimedAt(name);
    const said = Date.parse(time);
    if (claimed === null || said < claimed || isImported(imported, said)) return false;
    if (isAdmin(name)) return true;
    // A private room may be another's by now than the first line tells.
    if (circle?.isMaker?.({ key: foldName(name), account: true }) === true) return true;
    return maker !== null && foldName(maker.name) === foldName(name) && claimed <= maker.time;
  }
}
