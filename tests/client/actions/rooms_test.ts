import { assertEquals } from "@std/assert";
import { RoomActions } from "../../../client/actions/rooms.js";
import { initialState } from "../../../client/state/state.js";
import { Store } from "../../../client/state/store.js";
import type { Event } from "../../../server/protocol.ts";

type State = ReturnType<typeof initialState>;

Deno.test("RoomActions opens a room that was asked for before the server told of it", () => {
  const preferences = { notificationLevels: {}, favourites: [] } as unknown;
  const store = new Store(initialState(preferences as State["preferences"], 0));
  const rooms = new RoomActions(
    {
      store,
      toasts: { show: () => {} },
      updateAddress: () => {},
      send: () => true,
      pages: { loadAround: () => Promise.resolve() },
      onSwitch: () => {},
      onOpened: () => {},
    } as unknown as ConstructorParameters<typeof RoomActions>[0],
  );
  const hears = (event: Extract<Event, { type: "room_created" }>) => {
    store.dispatch(event);
    rooms.onEvent(event);
  };
  const made = { type: "room_created", by: "Ada", epoch: "e", end: 1 } as const;
  hears({ ...made, room: "general" });
  rooms.open("general");
  const talk = `+${"a".repeat(26)}`;
  // By a link one is in it at once, and its event is still on its way.
  rooms.openFromAddress(talk, null);
  assertEquals(store.state.open, "general");
  hears({ ...made, room: talk, name: "Talk", private: true });
  assertEquals(store.state.open, talk);
  hears({ ...made, room: "another" });
  assertEquals(store.state.open, talk, "what nobody asked for is not opened");
});
