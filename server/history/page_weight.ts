/**
 * How much one page may weigh. A message takes a thousand reactions, each with a name, and a page two
 * hundred messages: without a bound those who react in turn would make every newcomer's page megabytes.
 */
import { eventsWithin } from "./room_events.ts";
import type { PageSlice } from "./page_reader.ts";
import type { Message } from "../protocol.ts";

/** Characters of one page, more than two hundred of the longest messages have without reactions. */
const MAX_PAGE_WEIGHT = 1_000_000;
/** What stands around words and names on the wire. */
const MESSAGE_WEIGHT = 120;
const NAME_WEIGHT = 3;

/** The same run, cut where it is too heavy; a page that goes on from there leaves nothing out. */
export function lightened(
  { start, ...rest }: Omit<PageSlice, "start"> & { start?: number },
  keep: "newest" | "oldest",
): PageSlice {
  const run = { start: start ?? rest.messages[0]?.id ?? rest.end, ...rest };
  const order = keep === "newest" ? run.messages.toReversed() : run.messages;
  let weight = 0;
  const heavy = order.findIndex((message, i) =>
    (weight += weightOf(message)) > MAX_PAGE_WEIGHT && i > 0
  );
  if (heavy < 0) return run;
  const kept = order.slice(0, heavy);
  const { events, ...whole } = run;
  if (keep === "oldest") {
    const end = kept.at(-1)!.id;
    return { ...whole, messages: kept, ...eventsWithin(events, 0, end), end, newer: true };
  }
  const messages = kept.reverse();
  const { id } = messages[0]!;
  return { ...whole, messages, ...eventsWithin(events, id, Infinity), start: id, more: true };
}

function weightOf({ text, reactions = [] }: Message): number {
  let weight = MESSAGE_WEIGHT + text.length;
  for (const { names } of reactions) {
    for (const name of names) weight += NAME_WEIGHT + name.length;
  }
  return weight;
}
