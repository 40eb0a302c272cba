/** What one does with messages that are there, by a clock that the test moves. */
import { assertEquals } from "@std/assert";
import { MessageActions } from "../../../client/actions/messages.js";
import { Refs } from "../../../client/actions/refs.js";
import { Toasts } from "../../../client/actions/toasts.js";
import { OwnStorage } from "../../../client/device/own_storage.js";
import { StorageArea } from "../../../client/device/storage_area.js";
import { Changes } from "../../../client/net/changes.js";
import { initialState, newRoom } from "../../../client/state/state.js";
import { Store } from "../../../client/state/store.js";
import { pendingErasures, withChanges } from "../../../client/state/optimistic.js";
import type { Command, Event, Message } from "../../../server/protocol.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryStorage } from "../../helpers/memory_storage.ts";
import { PREFERENCES } from "../../helpers/preferences.ts";

const TIME = "2025-11-19T23:00:00Z";
const MESSAGES: Message[] = [7, 8].map((id) => ({ id, time: TIME, name: "Ada", text: `m${id}` }));

/** The page of Ada in "general", where she has said two things; a second one over the same storage is a reload. */
function page(memory = new MemoryStorage()) {
  const clock = new FakeClock(0);
  const timers: { cancel(): void }[] = [];
  const sent: Command[] = [];
  const line = { open: true };
  const me = { name: "Ada", account: true, admin: false };
  const room = { ...newRoom("general", "e"), loaded: true, messages: MESSAGES };
  const store = new Store({
    ...initialState(PREFERENCES, 0),
    me,
    rooms: new Map([["general", room], ["other", newRoom("other", "o")]]),
    open: "general",
  });
  const storage = new OwnStorage(new StorageArea(memory));
  storage.setOwner("Ada");
  const after = (fn: () => void, ms: number) => timers.push(clock.after(ms, fn));
  const send = (command: Command) => {
    if (line.open) sent.push(command);
    return line.open;
  };
  const changes: Changes = new Changes({
    send,
    save: (change) => storage.saveChange(change),
    remove: (ref) => storage.removeChange(ref),
    after,
    onFailed: (change, code) => actions.onRefused(change, code),
    onItems: (items) => store.dispatch({ type: "changes", changes: items }),
  });
  let minted = 0;
  const actions: MessageActions = new MessageActions({
    store,
    send,
    outbox: () => {
      throw new Error("Nothing is said here");
    },
    changes: () => changes,
    storage,
    toasts: new Toasts({ store, after }),
    refs: new Refs({
      now: () => clock.now(),
      random: () => new Uint8Array([++minted]),
      tabs: { id: "tab" },
    }),
    now: () => clock.now(),
    after,
    cancel: (timer) => timers[timer - 1]?.cancel(),
    copyLinkTo: () => Promise.resolve(true),
    copyText: () => Promise.resolve(true),
  });
  /** The server says something. */
  const hears = (event: Event): void => {
    store.dispatch(event);
    actions.onEvent(event);
  };
  const shown = () => {
    const { rooms, changes, me } = store.state;
    return withChanges(rooms.get("general")!, changes, me!.name).map(({ text }) => text);
  };
  const toasts = () => store.state.toasts.map(({ key, code }) => [key, code].join(" ").trim());
  return { actions, changes, clock, sent, line, store, own: storage, hears, shown, toasts };
}

const about = { room: "general", name: "Ada" };

function erased(id: number): Event {
  return { type: "erased", id, ...about };
}

Deno.test("MessageActions.erase() begins anew after an undo (ux: Erase → Undo → Erase)", () => {
  const { actions, clock, sent, store } = page();
  actions.erase(7);
  clock.advance(4900);
  actions.undoErase(7);
  actions.erase(7);
  assertEquals(store.state.erasing, [7]);
  clock.advance(4999);
  assertEquals(sent, [], "the first one's clock was stopped");
  clock.advance(1);
  assertEquals(sent, [{ type: "erase", room: "general", id: 7, ref: "01" }]);
  assertEquals(store.state.erasing, []);
});

Deno.test("MessageActions.forget() erases nothing in the name of who comes next", () => {
  const { actions, clock, sent } = page();
  actions.erase(7);
  actions.reset();
  clock.advance(60_000);
  assertEquals(sent, []);
});

Deno.test("an edit on a dead line is shown, kept, and sent until it is answered (report 8)", () => {
  const memory = new MemoryStorage();
  const before = page(memory);
  before.actions.save(7, "better");
  assertEquals(before.sent.length, 1, "the line looked open");
  assertEquals(before.shown(), ["better", "m8"]);
  const after = page(memory);
  after.changes.adopt(after.own.changes());
  assertEquals(after.shown(), ["better", "m8"]);
  after.actions.onWelcome([]);
  after.actions.onWelcome([]);
  assertEquals(after.sent, [before.sent[0]!, before.sent[0]!], "with the same ref each time");
  after.hears({ type: "edited", id: 7, ...about, text: "better", ref: "01" });
  assertEquals([after.own.changes(), after.store.state.changes], [[], []]);
  assertEquals(after.shown(), ["better", "m8"]);
});

Deno.test("changes asked for without a line go in order when it is back (report 10)", () => {
  const { actions, clock, sent, line, hears, store } = page();
  line.open = false;
  actions.react(8, "👍", true);
  actions.save(7, "better");
  actions.erase(8);
  clock.advance(5000);
  assertEquals([sent.length, pendingErasures(store.state)], [0, "8"]);
  actions.undoErase(8);
  assertEquals(pendingErasures(store.state), "", "what nobody was told of can still be taken back");
  actions.erase(8);
  clock.advance(5000);
  line.open = true;
  actions.onWelcome([]);
  for (const id of [7, 8]) {
    const ref = (sent.at(-1) as { ref: string }).ref;
    hears(
      id === 7
        ? { type: "edited", id, ...about, text: "better", ref }
        : { ...erased(id), ref } as Event,
    );
  }
  assertEquals(sent.map(({ type }) => type), ["edit", "erase"], "an erased one needs no reaction");
});

Deno.test("Changes sends nothing for what was taken back, and the last words only", () => {
  const { actions, sent, line, changes } = page();
  line.open = false;
  actions.react(7, "👍", true);
  actions.react(7, "👍", false);
  actions.react(7, "👎", true);
  actions.react(7, "👎", true);
  for (const text of ["one", "two", "three"]) actions.save(7, text);
  line.open = true;
  changes.resend();
  changes.discard((sent[0] as { ref: string }).ref);
  assertEquals(sent.map((one) => "text" in one ? one.text : "emoji" in one && one.emoji), [
    "👎",
    "three",
  ]);
});

Deno.test("Changes takes a hundred, and an editor that finds no place keeps its words", () => {
  const { actions, line, changes, store, own } = page();
  line.open = false;
  for (let i = 0; i < 120; i++) actions.react(7, String.fromCodePoint(0x1f600 + i), true);
  assertEquals(changes.items.length, 100);
  actions.edit(8);
  actions.edits.save(8, "better");
  actions.save(8, "better");
  assertEquals([store.state.editing, own.edit("general", 8)?.text], [8, "better"]);
  assertEquals(store.state.problem, { code: "outbox_full" });
});

Deno.test("words of an edit survive another room, a reload and another edit", () => {
  const memory = new MemoryStorage();
  const { actions, store } = page(memory);
  actions.edit(7);
  actions.edits.save(7, "half a tho");
  store.dispatch({ type: "open_room", room: "other" });
  actions.edits.onRoomOpened();
  assertEquals(store.state.editing, null);
  store.dispatch({ type: "open_room", room: "general" });
  actions.edits.onRoomOpened();
  assertEquals([store.state.editing, actions.edits.textFor(7)], [7, "half a tho"]);
  actions.edit(8);
  assertEquals(actions.edits.textFor(8), "m8");
  const reloaded = page(memory);
  reloaded.actions.edits.onRoomOpened();
  assertEquals([reloaded.store.state.editing, reloaded.actions.edits.textFor(7)], [
    7,
    "half a tho",
  ]);
  reloaded.actions.edit(null);
  reloaded.actions.edits.onRoomOpened();
  assertEquals(reloaded.store.state.editing, null, "given up on purpose");
  assertEquals(reloaded.actions.edits.textFor(7), "m7");
});

Deno.test("words of an edit whose message was erased are in the field (report 9)", () => {
  const { actions, store, own, hears, toasts } = page();
  own.saveDraft("general", "a draft");
  actions.edit(7);
  actions.edits.save(7, "better words");
  hears(erased(7));
  assertEquals(store.state.editing, null);
  assertEquals(own.draft("general"), "a draft\nbetter words");
  assertEquals(toasts(), ["edit.gone"]);
  actions.edit(8);
  hears(erased(8));
  assertEquals(store.state.editing, null, "nothing was written: nothing is given back");
  assertEquals(own.draft("general"), "a draft\nbetter words");
});

Deno.test("words of a refused edit are in the field, or in their editor (report 9)", () => {
  for (const code of ["not_found", "not_allowed", "too_many", "too_long", "muted"]) {
    const { actions, store, own, hears, shown, toasts } = page();
    actions.save(7, "better words");
    hears({ type: "error", code, text: "", room: "general", ref: "01" });
    const isOver = code.startsWith("not") || code === "too_many";
    assertEquals(store.state.insertion, isOver ? "better words" : null, code);
    assertEquals(store.state.editing, isOver ? null : 7);
    assertEquals(own.edit("general", 7)?.text, isOver ? undefined : "better words");
    assertEquals([shown(), toasts(), own.changes()], [["m7", "m8"], [`edit.refused ${code}`], []]);
  }
});

Deno.test("a change of a room that was made anew is given back, not done to another message", () => {
  const { actions, sent, line, store } = page();
  line.open = false;
  actions.save(7, "better words");
  const room = { room: "general", epoch: "another", end: 99, read: 0, people: 0 };
  const { limits } = store.state;
  const me = { name: "Ada", account: true, admin: false };
  line.open = true;
  store.dispatch({ type: "welcome", me, rooms: [room], people: [], limits, version: "" });
  actions.onWelcome([room]);
  assertEquals([sent, store.state.insertion], [[], "better words"]);
});

Deno.test("a refused reaction is taken off again, and why is said", () => {
  const { actions, hears, store, toasts } = page();
  actions.react(7, "👍", true);
  const { rooms, changes } = store.state;
  assertEquals(withChanges(rooms.get("general")!, changes, "Ada")[0]?.reactions?.[0]?.names, [
    "Ada",
  ]);
  hears({ type: "error", code: "too_many", text: "", ref: "01" });
  assertEquals([store.state.changes, toasts()], [[], ["reaction.refused too_many"]]);
});
