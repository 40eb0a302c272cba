/**
 * What this browser keeps of whom its person does not want to hear: of an account what the server says, so that
 * nothing flashes up before it does; of a guest all there is, which the server is told again.
 *
 * @import { Event } from "../../../server/protocol.ts"
 * @import { OwnStorage } from "../../device/own_storage.js"
 * @import { Store } from "../../state/store.js"
 */
import { isBlocked } from "../../state/blocks.js";

/**
 * @param {Extract<Event, { type: "welcome" | "blocked" }>} event taken in already
 * @param {{ store: Store, storage: OwnStorage, ask: (address: string, how: { body: unknown }) => Promise<unknown> }}
 *   options
 */
export function keepBlocks(event, { store, storage, ask }) {
  const { me, blocked } = store.state;
  const kept = storage.blocked();
  if (event.type === "welcome" && me?.account === false) {
    const told = new Map((event.blocked ?? []).map((name) => [name, name]));
    const names = kept.filter((name) => !isBlocked({ blocked: told }, name));
    if (names.length > 0) void ask("api/blocks", { body: { names } });
    return;
  }
  storage.saveBlocked([...blocked.values()]);
}
