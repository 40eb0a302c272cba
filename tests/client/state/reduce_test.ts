import { assertEquals } from "@std/assert";
import { LIMITS } from "../../helpers/limits.ts";
import { PREFERENCES } from "../../helpers/preferences.ts";
import { reduce } from "../../../client/state/reduce.js";
import { mergeMessages } from "../../../client/state/reduce_room.js";
import { itemsOf, roomList, typingNames } from "../../../client/state/selectors.js";
import { initialState, MAX_MESSAGES_PER_ROOM } from "../../../client/state/state.js";
import type { Event, Message } from "../../../server/protocol.ts";

type State = ReturnType<typeof initialState>;
type Happening = Parameters<typeof reduce>[1];

const ME = { name: "Ada", account: false, admin: false };

function message(id: number, name = "Boris", minute = 0): Message {
  const time = `2025-11-19T23:${String(minute).padStart(2, "0")}:00Z`;
  return { id, time, name, text: `m${id}` };
}

function after(state: State, ...happenings: Happening[]): State {
  return happenings.reduce(reduce, state);
}

function info(room: string, end = 100) {
  return { room, epoch: "e1", end, read: 0, people: 0 };
}

function history(
  messages: Message[],
  more: Partial<Extract<Event, { type: "history" }>> = {},
): Event {
  const start = messages[0]?.id ?? 0;
  return {
    type: "history",
    room: "general",
    epoch: "e1",
    messages,
    start,
    end: 999,
    more: false,
    reset: false,
    ...more,
  };
}

/** Ada in general, with these messages. */
function chat(...messages: Message[]): State {
  return after(
    initialState(PREFERENCES, 0),
    {
      type: "session",
      me: ME,
      limits: LIMITS,
      version: "1",
      door: { guests: true, invite: false, rooms: "everyone", accounts: "open" },
    },
    {
      type: "welcome",
      me: ME,
      rooms: [info("general"), info("club")],
      people: [],
      limits: LIMITS,
      version: "1",
    },
    { type: "open_room", room: "general" },
    history(messages),
  );
}

function general(state: State) {
  return state.rooms.get("general")!;
}

function ids(state: State): number[] {
  return general(state).messages.map(({ id }) => id);
}

const ROW = { ref: "r1", room: "general", text: "hi", time: "2025-11-19T23:00:00Z" };

Deno.test("reduce() keeps a pending row until the message with its ref comes back", () => {
  let state = after(chat(), { type: "queued", row: ROW });
  assertEquals(state.outbox.length, 1);
  state = after(state, { type: "message", room: "general", ...message(200, "Ada"), ref: "other" });
  assertEquals(state.outbox.length, 1);
  state = after(state, { type: "message", room: "general", ...message(300, "Ada"), ref: "r1" });
  assertEquals([state.outbox.length, ids(state)], [0, [200, 300]]);
});

Deno.test("reduce() marks a row that failed, takes it back and drops it", () => {
  const failed = after(chat(), { type: "queued", row: ROW }, {
    type: "failed",
    ref: "r1",
    code: "disk",
  });
  assertEquals(failed.outbox[0]?.failed, "disk");
  assertEquals(after(failed, { type: "requeued", ref: "r1" }).outbox, [ROW]);
  assertEquals(after(failed, { type: "discarded", ref: "r1" }).outbox, []);
});

Deno.test("reduce() keeps messages in order and each once, however they come", () => {
  const state = after(
    chat(message(10), message(20)),
    { type: "message", room: "general", ...message(20) },
    { type: "message", room: "general", ...message(40) },
    history([message(30), message(40), message(50)]),
  );
  assertEquals(ids(state), [10, 20, 30, 40, 50]);
});

Deno.test("merged() of any two runs is sorted and holds each id once", () => {
  const runs = [[], [1], [2, 3], [1, 2, 3], [3, 4, 9], [7]];
  for (const a of runs) {
    for (const b of runs) {
      const found = mergeMessages(a.map((id) => message(id)), b.map((id) => message(id))).map((m) =>
        m.id
      );
      assertEquals(found, [...new Set([...a, ...b])].sort((x, y) => x - y));
    }
  }
});

Deno.test("reduce() throws away what it had when the server says reset or another epoch", () => {
  const had = chat(message(10), message(20));
  assertEquals(ids(after(had, history([message(90)], { reset: true }))), [90]);
  assertEquals(ids(after(had, history([message(5)], { epoch: "e2" }))), [5]);
});

Deno.test("reduce() keeps what is pending over a reset", () => {
  const state = after(
    chat(),
    { type: "queued", row: ROW },
    history([message(90)], { reset: true }),
  );
  assertEquals(state.outbox, [ROW]);
});

Deno.test("reduce() folds edits, erasures and reactions onto their message", () => {
  const state = after(
    chat(message(10), message(20)),
    { type: "edited", room: "general", id: 10, name: "Boris", text: "better" },
    { type: "reacted", room: "general", id: 10, name: "Ada", emoji: "👍", on: true },
    { type: "reacted", room: "general", id: 10, name: "Ada", emoji: "👍", on: true },
    { type: "reacted", room: "general", id: 10, name: "Boris", emoji: "👍", on: true },
    { type: "reacted", room: "general", id: 10, name: "Boris", emoji: "🎉", on: true },
    { type: "reacted", room: "general", id: 10, name: "Boris", emoji: "🎉", on: false },
    { type: "erased", room: "general", id: 20, name: "Boris" },
    { type: "edited", room: "general", id: 20, name: "Boris", text: "no" },
  );
  const [first, second] = general(state).messages;
  assertEquals(first, {
    ...message(10),
    text: "better",
    edited: true,
    reactions: [{ emoji: "👍", names: ["Ada", "Boris"] }],
  });
  assertEquals([second?.text, second?.erased], ["", true]);
});

Deno.test("reduce() counts what is new in a room that is not open, and not one's own words", () => {
  const state = after(
    chat(message(10)),
    { type: "seen", room: "general" },
    { type: "open_room", room: "club" },
    { type: "message", room: "general", ...message(20) },
    { type: "message", room: "general", ...message(30, "Ada") },
    { type: "message", room: "general", ...message(40) },
  );
  assertEquals(general(state).unread, 1, "one's own words say that the rest was read");
  const opened = after(state, { type: "open_room", room: "general" });
  assertEquals(general(opened).separator, 40);
  assertEquals(general(after(opened, { type: "seen", room: "general" })).unread, 0);
});

Deno.test("reduce() counts in a room that was not joined where it knows all of it", () => {
  const before = after(chat(), { type: "read_marks", marks: new Map() });
  const state = after(
    before,
    { type: "activity", room: "club", end: 500, from: 100, messages: 3 },
    { type: "activity", room: "club", end: 600, from: 520, messages: 2, mentioned: true },
    { type: "activity", room: "general", end: 500, from: 100, messages: 3 },
  );
  const club = state.rooms.get("club")!;
  assertEquals([club.stirred, club.unread, club.mentions, club.counted], [true, 5, 1, 600]);
  assertEquals(general(state).unread, 0, "what is said here is heard itself");
  const again = { type: "activity", room: "club", end: 700, from: 550, messages: 4 } as const;
  const unsure = after(state, again).rooms.get("club")!;
  assertEquals([unsure.unread, unsure.counted], [5, null], "part of it was counted before");
  const sure = after(after(state, again), {
    type: "counted",
    room: "club",
    after: club.read,
    unread: 7,
    mentions: 0,
    end: 700,
  }).rooms.get("club")!;
  assertEquals([sure.unread, sure.mentions, sure.counted], [7, 0, 700]);
});

Deno.test("reduce() takes a room never seen as read, and others as far as they were", () => {
  const marks = new Map([["club", { epoch: "e1", id: 40 }], ["general", { epoch: "old", id: 7 }]]);
  const begun = initialState(PREFERENCES, 0);
  const rooms = [info("general"), info("club"), info("@Boris")];
  const state = after(
    begun,
    { type: "welcome", me: ME, rooms, people: [], limits: LIMITS, version: "1" },
    { type: "read_marks", marks },
  );
  const read = [...state.rooms.values()].map(({ room, read, counted }) => [room, read, counted]);
  assertEquals(read, [["general", 99, 100], ["club", 40, null], ["@Boris", 0, null]]);
});

Deno.test("reduce() takes what was read at another place as read", () => {
  const state = after(
    chat(message(10)),
    { type: "message", room: "general", ...message(20), text: "@ada" },
    { type: "message", room: "general", ...message(30) },
  );
  assertEquals([general(state).unread, general(state).mentions], [2, 1]);
  const read = general(after(state, { type: "read", room: "general", id: 20 }));
  assertEquals([read.unread, read.mentions, read.read], [1, 0, 20]);
  const late = general(after(state, { type: "read", room: "general", id: 5 }));
  assertEquals(late.unread, 2, "a mark never moves back");
});

Deno.test("reduce() leaves a deleted room, and says that its unsent words will not arrive", () => {
  const state = after(
    chat(),
    { type: "queued", row: ROW },
    { type: "room_deleted", room: "general", by: "Boris" },
  );
  assertEquals([state.open, state.problem?.code], [null, "room_deleted"]);
  assertEquals(state.outbox[0]?.failed, "not_found");
});

Deno.test("reduce() holds a bounded number of rows, at both ends", () => {
  const many = Array.from({ length: MAX_MESSAGES_PER_ROOM }, (_, i) => message(1000 + i * 10));
  const grown = after(chat(...many), { type: "message", room: "general", ...message(99_999) });
  assertEquals(general(grown).messages.length <= MAX_MESSAGES_PER_ROOM, true);
  assertEquals([ids(grown).at(-1), general(grown).more], [99_999, true]);
  const page = {
    room: "general",
    epoch: "e1",
    messages: [message(1), message(2)],
    start: 1,
    end: 3,
    more: false,
  };
  const back = after(chat(...many), { type: "page", where: "older", page });
  assertEquals([ids(back)[0], general(back).messages.length, general(back).newer], [
    1,
    MAX_MESSAGES_PER_ROOM,
    true,
  ]);
  const later = after(back, { type: "message", room: "general", ...message(99_999) });
  assertEquals([later.rooms.get("general")?.unread, ids(later).includes(99_999)], [1, false]);
});

Deno.test("reduce() says once that the server is a newer one", () => {
  const state = after(chat(), {
    type: "welcome",
    me: ME,
    rooms: [info("general")],
    people: [],
    limits: LIMITS,
    version: "2",
  });
  assertEquals([state.outdated, state.rooms.has("club"), state.open], [true, false, "general"]);
});

Deno.test("itemsOf() groups one person's messages of five minutes and one day", () => {
  const room = general(
    chat(message(1), message(2, "Boris", 4), message(3, "Boris", 10), message(4, "Cy", 10)),
  );
  const items = itemsOf(room, [], "Ada");
  const firsts = items.flatMap((item) => item.kind === "message" ? [item.first] : []);
  assertEquals(firsts, [true, false, true, true]);
  assertEquals(items[0]?.kind, "day");
});

Deno.test("itemsOf() puts days, the unread line and notices where they belong", () => {
  const later = { ...message(3), time: "2025-11-21T10:00:00Z" };
  const room = {
    ...general(chat(message(1), message(2), later)),
    separator: 3,
    notices: [{ after: 1, kind: "joined" as const, name: "Cy" }],
  };
  const kinds = itemsOf(room, [ROW], "Ada").map(({ kind }) => kind);
  assertEquals(kinds, [
    "day",
    "message",
    "notice",
    "message",
    "day",
    "unread",
    "message",
    "day",
    "pending",
  ]);
});

Deno.test("itemsOf() gives every row a key of its own", () => {
  const room = general(chat(message(1), message(2), message(3)));
  const keys = itemsOf(room, [ROW, { ...ROW, ref: "r2" }], "Ada").map(({ key }) => key);
  assertEquals(new Set(keys).size, keys.length);
});

Deno.test("reduce() believes for a while that somebody writes, and not after it was said", () => {
  const state = reduce(chat(), {
    type: "somebody_typing",
    room: "general",
    name: "Boris",
    until: 5000,
  });
  assertEquals(typingNames({ ...state, now: 4999 }), "Boris");
  assertEquals(typingNames({ ...state, now: 5000 }), "");
  const said = reduce(state, {
    type: "message",
    room: "general",
    ...message(900, "Boris"),
  });
  assertEquals(typingNames({ ...said, now: 4999 }), "");
  const own = reduce(chat(), {
    type: "somebody_typing",
    room: "general",
    name: "Ada",
    until: 5000,
  });
  assertEquals(typingNames({ ...own, now: 0 }), "", "oneself is no news");
});

Deno.test("reduce() keeps what stands around a sought message when the newest come later", () => {
  const page = {
    room: "general",
    epoch: "e1",
    messages: [message(10), message(20)],
    start: 10,
    end: 30,
    more: true,
    newer: true,
  };
  const before = after(chat(), { type: "page", where: "around", page, target: 20 });
  const state = after(before, history([message(900), message(910)]));
  assertEquals([ids(state), general(state).newer, state.target], [[10, 20], true, 20]);
});

Deno.test("reduce() shows nothing new after a reconnect where nothing was said", () => {
  const rooms = [info("general"), info("club")];
  const welcome = {
    type: "welcome" as const,
    me: ME,
    people: [],
    limits: LIMITS,
    version: "1",
  };
  const marks: Happening = { type: "read_marks", marks: new Map() };
  const state = after(chat(), marks, { ...welcome, rooms }, marks);
  const club = state.rooms.get("club")!;
  assertEquals([club.stirred, club.unread, club.counted], [false, 0, 100]);
  const later = after(state, { ...welcome, rooms: [info("general"), info("club", 150)] });
  assertEquals([later.rooms.get("club")?.stirred, later.rooms.get("club")?.counted], [true, null]);
});

Deno.test("what is erased is unread to nobody; a change calls by its new words (report 23)", () => {
  const away = { ...chat(message(1)), open: "club" };
  const call = { type: "message", room: "general", ...message(10), text: "@Ada come" } as const;
  const state = after(away, call, { type: "message", room: "general", ...message(20) });
  const counts = (one: State) => {
    const { unread, mentions, separator } = one.rooms.get("general")!;
    return [unread, mentions, separator];
  };
  assertEquals(counts(state), [2, 1, 10]);
  const gone = after(state, { type: "erased", room: "general", id: 10, name: "Boris" });
  assertEquals(counts(gone), [1, 0, 20]);
  const changed = after(state, {
    type: "edited",
    room: "general",
    id: 20,
    name: "Boris",
    text: "@ada too",
  });
  assertEquals(counts(changed), [2, 2, 10]);
});

Deno.test("what changed in a room that is not heard is counted anew (report 23)", () => {
  const state = after(chat(), { type: "activity", room: "club", end: 200, from: 100, messages: 2 });
  const known = after(state, {
    type: "counted",
    room: "club",
    after: 0,
    unread: 2,
    mentions: 0,
    end: 200,
  });
  assertEquals([known.rooms.get("club")!.unread, known.rooms.get("club")!.counted], [2, 200]);
  const stirred = after(known, {
    type: "activity",
    room: "club",
    end: 250,
    from: 200,
    messages: 0,
    amended: true,
  });
  const { unread, counted, stirred: isStirred } = stirred.rooms.get("club")!;
  assertEquals([unread, counted, isStirred], [2, null, true]);
});

/** Names of the rooms in the order that is wished. */
function ordered(state: State, order: "name" | "activity"): string[] {
  return roomList({ rooms: state.rooms, preferences: { order, favourites: [] } }).map(({ room }) =>
    room
  );
}

Deno.test("roomList() sorts rooms by name or by the newest talk (ux 13)", () => {
  const told = (room: string, said?: string) => ({ ...info(room), ...(said ? { said } : {}) });
  const state = after(initialState(PREFERENCES, 0), {
    type: "welcome",
    me: ME,
    rooms: [
      told("attic", "2025-11-19T10:00:00Z"),
      told("bikes", "2025-11-19T12:00:00Z"),
      told("cellar"),
      told("general", "2025-11-19T11:00:00Z"),
      told("@Boris", "2025-11-19T09:00:00Z"),
    ],
    people: [],
    limits: LIMITS,
    version: "1",
  });
  assertEquals(ordered(state, "name"), ["attic", "bikes", "cellar", "general", "@Boris"]);
  assertEquals(ordered(state, "activity"), ["bikes", "general", "attic", "cellar", "@Boris"]);
  const stirred = after(state, { type: "activity", room: "cellar", end: 200, messages: 1 });
  assertEquals(ordered(stirred, "activity")[0], "cellar");
  const made = after(stirred, { type: "room_created", room: "den", by: "Ada", epoch: "e", end: 9 });
  assertEquals(ordered(made, "activity").slice(0, 2), ["den", "cellar"]);
  const said = after(made, { type: "message", room: "attic", ...message(300) });
  assertEquals(ordered(said, "activity")[0], "attic");
  const amended = after(said, { type: "activity", room: "bikes", end: 9, amended: true });
  assertEquals(ordered(amended, "activity")[0], "attic", "a change of what was there is no talk");
});

Deno.test("roomList() counts as people do: room 2 before room 10 (ux 13)", () => {
  const state = after(initialState(PREFERENCES, 0), {
    type: "welcome",
    me: ME,
    rooms: [info("room 10"), info("room 2"), info("Room 1")],
    people: [],
    limits: LIMITS,
    version: "1",
  });
  assertEquals(ordered(state, "name"), ["Room 1", "room 2", "room 10"]);
});

Deno.test("what is told with an answer changes with the message that it answers (ux 15)", () => {
  const to = { id: 1, name: "Ada", text: "m1" };
  const state = chat(message(1, "Ada"), { ...message(10), to });
  const told = (one: State) => one.rooms.get("general")!.messages.map(({ to }) => to?.text);
  const edited = { type: "edited", room: "general", id: 1, name: "Ada", text: "new" } as const;
  const erased = { type: "erased", room: "general", id: 1, name: "Ada" } as const;
  assertEquals(told(after(state, edited)), [undefined, "new"]);
  assertEquals(told(after(state, edited, erased)), [undefined, ""]);
  const far = chat({ ...message(10), to });
  assertEquals(told(after(far, erased)), [""], "also where that one is not on the page");
});

Deno.test("who is answered is called, whatever the words are (ux 15)", () => {
  const away = { ...chat(message(1, "Ada")), open: "club" };
  const to = { id: 1, name: "Ada", text: "m1" };
  const state = after(away, { type: "message", room: "general", ...message(10), to });
  assertEquals(state.rooms.get("general")!.mentions, 1);
});
