/**
 * Rooms that got another name: what waits and what this browser keeps goes along, before anything is drawn.
 *
 * @import { Event } from "../../server/protocol.ts"
 */

/** @typedef {{ room: string, to: string }} Rename */

/**
 * @param {Event[]} events
 * @param {{ renameRoom: (rename: Rename) => void }[]} keepers
 */
export function followRenames(events, keepers) {
  for (const event of events) {
    const renames = event.type === "welcome"
      ? event.renamed ?? []
      : event.type === "room_renamed"
      ? [event]
      : [];
    for (const rename of renames) {
      // A private room is called otherwise, and is what it was.
      if (rename.room === rename.to) continue;
      for (const keeper of keepers) keeper.renameRoom(rename);
    }
  }
}
