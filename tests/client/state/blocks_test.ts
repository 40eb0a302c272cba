import { assertEquals } from "@std/assert";
import { blockedNames, foldBlocked, isBlocked } from "../../../client/state/blocks.js";
import { reduce } from "../../../client/state/reduce.js";
import { itemsOf } from "../../../client/state/selectors.js";
import { initialState } from "../../../client/state/state.js";
import { PREFERENCES } from "../../helpers/preferences.ts";

function said(id: number, name: string) {
  const time = "2025-11-19T23:46:36Z";
  return { type: "message" as const, room: "general", id, time, name, text: `words ${id}` };
}

/** Ada in a room that she has open, and in a conversation with Boris. */
function started() {
  const me = { name: "Ada", account: true, admin: false };
  const info = { epoch: "e", end: 45, read: 0, people: 1 };
  const state = reduce(initialState(PREFERENCES, 0), {
    type: "welcome",
    me,
    rooms: [{ room: "general", ...info }, { room: "@Boris", ...info }],
    people: [],
    limits: initialState(PREFERENCES, 0).limits,
    version: "1",
  });
  const page = { messages: [], start: 45, end: 45, more: false };
  const history = { type: "history" as const, room: "general", epoch: "e", reset: false, ...page };
  return reduce(state, history);
}

Deno.test("who is blocked adds nothing to what is unread, and calls nobody", () => {
  let state = reduce(started(), { type: "blocked", name: "Boris", on: true });
  state = reduce(state, { ...said(45, "boris"), text: "@Ada look" });
  const { unread, mentions, separator } = state.rooms.get("general")!;
  assertEquals([unread, mentions, separator], [0, 0, null]);
  state = reduce(state, said(46, "Vera"));
  assertEquals(state.rooms.get("general")!.unread, 1);
});

Deno.test("a conversation is not there while somebody is blocked, be it open", () => {
  const open = reduce(started(), { type: "open_room", room: "@Boris" });
  const state = reduce(open, { type: "blocked", name: "BORIS", on: true });
  assertEquals([[...state.rooms.keys()], state.open], [["general"], null]);
  assertEquals(isBlocked(state, "boris"), true);
  assertEquals(
    isBlocked(reduce(state, { type: "blocked", name: "Boris", on: false }), "Boris"),
    false,
  );
});

Deno.test("what they said in a row is one row, and typing is not shown", () => {
  let state = reduce(started(), { type: "blocked", name: "Boris", on: true });
  for (
    const [id, name] of [[45, "Vera"], [46, "Boris"], [47, "Boris"], [48, "Ada"], [49, "Boris"]]
  ) {
    state = reduce(state, said(Number(id), String(name)));
  }
  const rows = foldBlocked(itemsOf(state.rooms.get("general")!, [], "Ada"), state.blocked);
  const kinds = rows.map((row) => row.kind === "blocked" ? row.items.length : row.kind);
  assertEquals(kinds.filter((kind) => kind !== "day" && kind !== "unread"), [
    "message",
    2,
    "message",
    1,
  ]);
  state = reduce(state, { type: "somebody_typing", room: "general", name: "Boris", until: 9 });
  assertEquals(state.rooms.get("general")!.typing.size, 0);
});

Deno.test("the server's list takes the place of an account's, and adds to a guest's", () => {
  const kept = { ...started(), blocked: blockedNames(["Eve"]) };
  const welcome = (account: boolean) =>
    reduce(kept, {
      type: "welcome",
      me: { name: "Ada", account, admin: false },
      rooms: [],
      people: [],
      blocked: ["Boris"],
      limits: kept.limits,
      version: "1",
    });
  assertEquals([...welcome(true).blocked.values()], ["Boris"]);
  assertEquals([...welcome(false).blocked.values()], ["Eve", "Boris"]);
});
