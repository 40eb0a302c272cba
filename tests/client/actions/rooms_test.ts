import { assertEquals } from "@std/assert";
import { RoomActions } from "../../../client/actions/rooms.js";
import { initialState } from "../../../client/state/state.js";
import { Store } from "../../../client/state/store.js";
import type { Event } from "../../../server/protocol.ts";

type State = ReturnType<typeof initialState>;

/** The rooms of a page; `told`: its toasts. */
function page() {
  const preferences = { notificationLevels: {}, favourites: [] } as unknown;
  const store = new Store(initialState(preferences as State["preferences"], 0));
  const told: unknown[] = [];
  const rooms = new RoomActions(
    {
      store,
      toasts: { show: (...toast: unknown[]) => told.push(toast) },
      updateAddress: () => {},
      send: () => true,
      pages: { loadAround: () => Promise.resolve() },
      onSwitch: () => {},
      onOpened: () => {},
    } as unknown as ConstructorParameters<typeof RoomActions>[0],
  );
  const hears = (event: Extract<Event, { type: "room_created" | "room_renamed" }>) => {
    const before = store.state;
    store.dispatch(event);
    rooms.onEvent(event, before);
  };
  return { store, rooms, told, hears };
}

const MADE = { type: "room_created", by: "Ada", epoch: "e", end: 1 } as const;

Deno.test("RoomActions opens a room that was asked for before the server told of it", () => {
  const { store, rooms, hears } = page();
  hears({ ...MADE, room: "general" });
  rooms.open("general");
  const talk = `+${"a".repeat(26)}`;
  // By a link one is in it at once, and its event is still on its way.
  rooms.openFromAddress(talk, null);
  assertEquals(store.state.open, "general");
  hears({ ...MADE, room: talk, name: "Talk", private: true });
  assertEquals(store.state.open, talk);
  hears({ ...MADE, room: "another" });
  assertEquals(store.state.open, talk, "what nobody asked for is not opened");
});

Deno.test("RoomActions tells of a new name those who do not see the room's own line", () => {
  const { rooms, told, hears } = page();
  hears({ ...MADE, room: "general" });
  hears({ ...MADE, room: "Garden" });
  const talk = `+${"a".repeat(26)}`;
  hears({ ...MADE, room: talk, name: "Talk", private: true });
  told.splice(0);
  rooms.open("Garden");
  hears({ type: "room_renamed", room: "Garden", to: "Kitchen", by: "Ada" });
  assertEquals(told, [], "it stands in the conversation");
  rooms.open("general");
  hears({ type: "room_renamed", room: "Kitchen", to: "Cellar", by: "Ada" });
  hears({ type: "room_renamed", room: talk, to: talk, name: "Plans", by: "Ada" });
  hears({ type: "room_renamed", room: "Cellar", to: "Attic" });
  assertEquals(told, [
    ["rooms.renamed", { name: "Ada", from: "Kitchen", room: "Cellar" }],
    ["rooms.renamed", { name: "Ada", from: "Talk", room: "Plans" }],
  ]);
});
