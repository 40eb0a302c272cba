/**
 * Whose words from elsewhere are. A room that was imported says so and when in its first lines; everything
 * of that time or before came with the import. A name in it is only a name: who bears it here is whoever
 * took it here, so nobody gets words by that, unless the owner of the machine said that these are the people.
 */
import { type Entry, format } from "./line.ts";
import { wholeSeconds } from "../base/clock.ts";

/** That a room was imported, as its file has it. */
export type Import = Extract<Entry, { kind: "imported" }>;

/**
 * The first line of a room that is imported now. `latest` is the latest time of what is imported: a clock
 * behind it would leave that outside.
 */
export function importLine(now: number, latest: number, asAccounts: boolean): string {
  const time = wholeSeconds(Math.max(now, latest));
  return format({ kind: "imported", time, name: "Plaintalk", asAccounts });
}

/** True for what came with the import. Times are in milliseconds since 1970. */
export function isImported(imported: Import | null, time: number): boolean {
  return imported !== null && time <= imported.time;
}

/**
 * From when on what is said under an account's name is the account's, for a line of that time: since it
 * was claimed. What was imported is nobody's, or, as accounts, that of one which was there by then.
 */
export function ownSince(
  imported: Import | null,
  time: number,
  claimed: number,
): number {
  if (imported === null || time > imported.time) return claimed;
  return imported.asAccounts && claimed <= imported.time ? -Infinity : Infinity;
}
