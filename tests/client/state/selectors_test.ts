import { assertEquals } from "@std/assert";
import { canCallAll, pageTitle, roomList, seenNames } from "../../../client/state/selectors.js";
import { newRoom } from "../../../client/state/state.js";

const brand = { title: "Plaintalk", logo: null };

function rooms(...mentions: [string, number][]) {
  return new Map(mentions.map(([room, n]) => [room, { ...newRoom(room, ""), mentions: n }]));
}

Deno.test("titleOf() names the room one is called in, else the open one (ux)", () => {
  const all = rooms(["general", 0], ["Bikes", 0]);
  assertEquals(pageTitle({ open: "general", rooms: all, brand }), "general · Plaintalk");
  assertEquals(pageTitle({ open: null, rooms: all, brand }), "Plaintalk");
  const called = rooms(["general", 0], ["Bikes", 2]);
  assertEquals(pageTitle({ open: "general", rooms: called, brand }), "@ Bikes · Plaintalk");
  assertEquals(pageTitle({ open: "Bikes", rooms: called, brand }), "Bikes · Plaintalk");
});

Deno.test("seenNames() puts everybody under the last message that they saw, once", () => {
  const said = (id: number, name: string) => ({ id, name, time: "", text: "" });
  const messages = [said(10, "Ada"), said(20, "Boris"), said(30, "Ada"), said(40, "Ada")];
  const readBy = new Map([["Boris", 30], ["Vera", 20], ["Di", 30], ["Ed", 5], ["Off", 0]]);
  const found = seenNames({ messages, readBy, people: 6 }, 20);
  assertEquals([...found], [[30, "Boris\nDi"], [20, "Vera"]]);
  const spoke = seenNames({ messages, readBy: new Map([["Boris", 10]]), people: 2 }, 20);
  assertEquals([...spoke], [], "whose own words are the last they saw has no picture below them");
  assertEquals([...seenNames({ messages, readBy, people: 21 }, 20)], []);
});

Deno.test("roomList() has favourites on top of the rooms, and of the private ones", () => {
  const names = ["b", "a", "@Vera", "@Ada", "constructor", "c"];
  const all = new Map(names.map((room, said) => [room, { ...newRoom(room, ""), said }]));
  const list = (order: "name" | "activity", favourites: string[]) =>
    roomList({ rooms: all, preferences: { order, favourites } }).map(({ room }) => room).join(" ");
  assertEquals(list("name", []), "a b c constructor @Ada @Vera");
  assertEquals(list("name", ["@Vera", "constructor", "gone"]), "constructor a b c @Vera @Ada");
  assertEquals(list("activity", ["a"]), "a c constructor b @Ada @Vera");
});

Deno.test("canCallAll() is true for a room's maker and for every admin who is in it", () => {
  const me = (told: { account?: boolean; admin?: boolean }) =>
    ({ name: "Ada", account: true, admin: false, ...told }) as Parameters<
      typeof canCallAll
    >[0]["me"];
  const all = new Map(
    [["open", false], ["mine", true], ["+others", false], ["+mine", true], ["@Vera", false]].map((
      [room, mine],
    ) => [String(room), { ...newRoom(String(room), ""), mine: Boolean(mine) }]),
  );
  const where = (one: ReturnType<typeof me>) =>
    [...all.keys()].filter((open) => canCallAll({ me: one, open, rooms: all })).join(" ");
  assertEquals(where(me({})), "mine +mine");
  assertEquals(where(me({ admin: true })), "open mine +others +mine");
  assertEquals(where(me({ account: false })), "");
});
