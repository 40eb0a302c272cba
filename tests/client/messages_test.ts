/** What one does with messages that are there, by a clock that the test moves. */
import { assertEquals } from "@std/assert";
import { MessageActions } from "../../client/actions/messages.js";
import { initialState, newRoom } from "../../client/state/state.js";
import { Store } from "../../client/state/store.js";
import type { Command } from "../../server/protocol.ts";
import { FakeClock } from "../helpers/clock.ts";
import { PREFERENCES } from "../helpers/preferences.ts";

function messages() {
  const clock = new FakeClock(0);
  const timers: { cancel(): void }[] = [];
  const sent: Command[] = [];
  const line = { open: true };
  const store = new Store({
    ...initialState(PREFERENCES, 0),
    rooms: new Map([["general", newRoom("general", "e")]]),
    open: "general",
  });
  const actions = new MessageActions({
    store,
    send: (command) => {
      if (line.open) sent.push(command);
      return line.open;
    },
    outbox: () => {
      throw new Error("Nothing is said here");
    },
    now: () => clock.now(),
    after: (fn, ms) => timers.push(clock.after(ms, fn)),
    cancel: (timer) => timers[timer - 1]?.cancel(),
    copy: () => Promise.resolve(true),
    copyText: () => Promise.resolve(true),
  });
  return { actions, clock, sent, line, store };
}

Deno.test("MessageActions.erase() has its whole time again after it was taken back (ux: Erase → Undo → Erase)", () => {
  const { actions, clock, sent, store } = messages();
  actions.erase(7);
  clock.advance(4900);
  actions.keep(7);
  actions.erase(7);
  assertEquals(store.state.erasing, [7]);
  clock.advance(4999);
  assertEquals(sent, [], "the first one's clock was stopped");
  clock.advance(1);
  assertEquals(sent, [{ type: "erase", room: "general", id: 7 }]);
  assertEquals(store.state.erasing, []);
});

Deno.test("MessageActions.forget() erases nothing in the name of who comes next", () => {
  const { actions, clock, sent } = messages();
  actions.erase(7);
  actions.forget();
  clock.advance(60_000);
  assertEquals(sent, []);
});
