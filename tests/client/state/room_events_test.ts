/** What happened to a room, at its place among the messages of a page. */
import { assertEquals } from "@std/assert";
import { reduce } from "../../../client/state/reduce.js";
import { mergeEvents } from "../../../client/state/room_events.js";
import { itemsOf } from "../../../client/state/selectors.js";
import { isSnapshot, restoreState, snapshotOf } from "../../../client/state/snapshot.js";
import { initialState, newRoom } from "../../../client/state/state.js";
import type { Event, RoomEvent } from "../../../server/protocol.ts";
import { PREFERENCES } from "../../helpers/preferences.ts";

const NOW = Date.parse("2025-11-19T23:50:00Z");
const ADA = { name: "Ada", account: true, admin: false };

type State = ReturnType<typeof initialState>;
type Happening = Parameters<typeof reduce>[1];

function message(id: number, day = 19) {
  return { id, time: `2025-11-${day}T10:00:00Z`, name: "Boris", text: `m${id}` };
}

function topic(id: number, text = `t${id}`, day = 19): RoomEvent {
  return { id, time: `2025-11-${day}T10:00:00Z`, name: "Ada", event: "topic", text };
}

const live = (event: RoomEvent): Event => ({ type: "room_event", room: "general", ...event });

function history(ids: number[], events: RoomEvent[], more = {}): Event {
  const messages = ids.map((id) => message(id));
  const page = { room: "general", epoch: "e", messages, events, start: ids[0] ?? 0, end: 999 };
  return { type: "history", ...page, more: false, reset: false, ...more };
}

function start(...happenings: Happening[]): State {
  const state = {
    ...initialState(PREFERENCES, NOW),
    phase: "chat" as const,
    me: ADA,
    open: "general",
    rooms: new Map([["general", newRoom("general", "e")]]),
  };
  return happenings.reduce(reduce, state);
}

/** What stands in the room, in short. */
function shown(state: State): string[] {
  return itemsOf(state.rooms.get("general")!, [], "Ada").map((item) =>
    item.kind === "message"
      ? item.message.text + (item.first ? "" : "+")
      : item.kind === "event"
      ? `${item.event.event} ${item.event.text}`
      : item.kind
  );
}

Deno.test("room events stand at their places, each once however often it is told", () => {
  const state = start(
    history([10, 30], [topic(20), topic(5)]),
    live(topic(40)),
    live(topic(40)),
    history([], [topic(40), topic(50)]),
  );
  assertEquals(shown(state), [
    "day",
    "topic t5",
    "m10",
    "topic t20",
    "m30",
    "topic t40",
    "topic t50",
  ]);
});

Deno.test("who came stands before or behind a room event as it happened, and stays there", () => {
  const comes = (name: string): Happening => ({
    type: "joined",
    room: "general",
    name,
    account: true,
  });
  const state = start(
    history([10], []),
    comes("Cy"),
    live(topic(20)),
    comes("Dora"),
    comes("Emil"),
    live(topic(30)),
  );
  const order = ["day", "m10", "notice", "topic t20", "notice", "notice", "topic t30"];
  assertEquals(shown(state), order);
  const said = reduce(state, { type: "message", room: "general", ...message(40) });
  assertEquals(shown(said), [...order, "m40"]);
});

Deno.test("room events begin a day of their own, and end a run of one person's messages", () => {
  const state = start(history([10, 20], [topic(30, "next day", 20)]), live(topic(15, "between")));
  assertEquals(shown(state), ["day", "m10", "topic between", "m20", "day", "topic next day"]);
});

Deno.test("room events above the oldest message come with the page above", () => {
  const state = start(history([10, 30], [topic(5), topic(20)], { more: true }));
  assertEquals(shown(state), ["day", "m10", "topic t20", "m30"]);
  const page = { room: "general", epoch: "e", end: 10, more: false };
  const older = { ...page, messages: [message(2)], events: [topic(5), topic(1)], start: 0 };
  const all = reduce(state, { type: "page", where: "older", page: older });
  assertEquals(shown(all).slice(1), ["topic t1", "m2", "topic t5", "m10", "topic t20", "m30"]);
});

Deno.test("room events of an older part are its own, and what comes meanwhile waits for the newest", () => {
  const page = {
    room: "general",
    epoch: "e",
    messages: [message(10), message(30)],
    events: [topic(20)],
    start: 10,
    end: 40,
    more: true,
    newer: true,
  };
  const around = start(history([50], [topic(60)]), { type: "page", where: "around", page });
  const now = [live(topic(70)), history([], [topic(70)])].reduce(reduce, around);
  assertEquals(shown(now), ["day", "m10", "topic t20", "m30"]);
});

Deno.test("room events: erasing a topic takes its words from the page", () => {
  const state = start(history([10], [topic(20, "secret")]));
  const gone = reduce(state, { type: "erased", room: "general", id: 20, name: "Ada" });
  assertEquals(shown(gone), ["day", "m10", "topic undefined"]);
});

Deno.test("room events are there after a reload, and a page keeps no more than it shows", () => {
  const state = start(history([10], [topic(5), topic(20)], { more: true }), live(topic(40)));
  const snapshot = JSON.parse(JSON.stringify(snapshotOf(state, NOW)));
  assertEquals(isSnapshot(snapshot, NOW), true);
  assertEquals(shown(restoreState(start(), snapshot)), ["day", "m10", "topic t20", "topic t40"]);
  for (const events of [7, [null], [{ id: 1 }], [{ id: "1", time: "", name: "", event: "" }]]) {
    assertEquals(
      isSnapshot({ ...snapshot, rooms: [{ ...snapshot.rooms[0], events }] }, NOW),
      false,
    );
  }
  const many = Array.from({ length: 5000 }, (_, i) => topic(i));
  assertEquals(mergeEvents(many.slice(0, 4000), many).map(({ id }) => id).at(0), 4700);
});
