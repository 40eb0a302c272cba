/** The browser's way back, over a history in memory. */
import { assertEquals } from "@std/assert";
import { BackStack } from "../../../client/device/back_stack.js";
import { FakeClock } from "../../helpers/clock.ts";

/** A browser's history: what goes back or forth arrives a moment later. */
class FakeHistory {
  entries: { state: unknown; hash: string }[];
  at = 0;
  /** Milliseconds until a step arrives. */
  delay = 10;
  readonly #clock: FakeClock;
  onMoved = () => {};

  constructor(clock: FakeClock, hash: string) {
    this.#clock = clock;
    this.entries = [{ state: null, hash }];
  }

  get state(): unknown {
    return this.entries[this.at]!.state;
  }

  readonly #hashOf = (url: unknown): string => String(url).replace(/^[^#]*/, "");

  pushState(state: unknown, _: string, url?: string | URL | null): void {
    this.entries.splice(++this.at, Infinity, { state, hash: this.#hashOf(url) });
  }

  replaceState(state: unknown, _: string, url?: string | URL | null): void {
    this.entries[this.at] = { state, hash: this.#hashOf(url) };
  }

  go(by = 0): void {
    this.#clock.after(this.delay, () => {
      if (this.entries[this.at + by] === undefined) return;
      this.at += by;
      this.onMoved();
    });
  }
}

function browser({ hash = "", isTouched = true, isPiled = false } = {}) {
  const clock = new FakeClock(0);
  const history = new FakeHistory(clock, hash);
  const page = { hash: null as string | null, isTouched, isPiled, onAddress: () => {} };
  const asked: string[] = [];
  const location = {
    pathname: "/",
    search: "",
    get hash() {
      return history.entries[history.at]!.hash;
    },
  };
  const back = new BackStack({
    history,
    location,
    hasInteracted: () => page.isTouched,
    hash: () => page.hash,
    keepsRoomHistory: () => page.isPiled,
    onAddress: () => {
      page.onAddress();
      asked.push(location.hash);
      // What is asked for is opened.
      if (location.hash !== "") page.hash = location.hash.split("/").slice(0, 2).join("/");
    },
    after: (fn, ms) => {
      clock.after(ms, fn);
      return 0;
    },
  });
  history.onMoved = () => back.onPopState();
  const settles = () => {
    back.syncSoon();
    for (let i = 0; i < 10; i++) clock.advance(10);
  };
  const goes = (by: number) => {
    history.go(by);
    settles();
  };
  const opens = (room: string) => {
    page.hash = room;
    settles();
  };
  const hashes = () => history.entries.map((entry) => entry.hash);
  return { back, history, page, clock, asked, settles, goes, opens, hashes };
}

Deno.test("BackStack leads from a dialog to its room, then to the list (report 31)", () => {
  const { back, page, history, goes, opens } = browser({ hash: "#/general" });
  const closed: string[] = [];
  back.push(() => {
    closed.push("room");
    page.hash = "";
  }, 0);
  opens("#/general");
  assertEquals(history.at, 1, "the list is below");
  back.push(() => closed.push("people"), 1);
  back.push(() => closed.push("dialog"));
  opens("#/general");
  assertEquals(history.at, 3);
  goes(-1);
  assertEquals([closed, history.at], [["dialog"], 2]);
  goes(-1);
  goes(-1);
  assertEquals([closed, history.at], [["dialog", "people", "room"], 0]);
  assertEquals(history.entries[0]!.hash, "", "the list has no address of a room");
});

Deno.test("Back has one step of a room, however many were opened on a phone (report 31)", () => {
  const { back, history, opens, hashes } = browser();
  back.push(() => {}, 0);
  for (const room of ["#/general", "#/one", "#/two", "#/general"]) opens(room);
  assertEquals([hashes(), history.at], [["", "#/general"], 1]);
});

Deno.test("Back goes from room to room where they stand beside their list", () => {
  const { back, asked, history, opens, goes, hashes } = browser({ isPiled: true });
  for (const room of ["#/general", "#/one", "#/two"]) opens(room);
  assertEquals(hashes(), ["#/general", "#/one", "#/two"]);
  let isClosed = false;
  const release = back.push(() => isClosed = true);
  opens("#/two");
  goes(-1);
  assertEquals([isClosed, asked], [true, []]);
  release();
  goes(-1);
  assertEquals([asked, history.at], [["#/one"], 1]);
});

Deno.test("BackStack goes back when something closes; what opens instead adds no step", () => {
  const { back, history, settles, opens } = browser();
  opens("#/general");
  const first = back.push(() => {});
  settles();
  assertEquals(history.at, 1);
  first();
  const second = back.push(() => {});
  settles();
  assertEquals([history.at, history.entries.length], [1, 2]);
  second();
  settles();
  assertEquals(history.at, 0);
});

Deno.test("Back goes no further forth than there is something to see", () => {
  const { back, history, settles, opens, goes } = browser();
  opens("#/general");
  const release = back.push(() => {});
  settles();
  release();
  settles();
  goes(1);
  assertEquals(history.at, 0);
});

Deno.test("Back puts nothing into a history that a browser would pass over", () => {
  const { back, history, page, opens, settles } = browser({ isTouched: false });
  back.push(() => {}, 0);
  opens("#/general");
  assertEquals([history.at, history.entries.length, history.entries[0]!.hash], [0, 1, "#/general"]);
  page.isTouched = true;
  settles();
  assertEquals([history.at, history.entries.map(({ hash }) => hash)], [1, ["", "#/general"]]);
});

Deno.test("Back asks for what an address says that somebody typed", () => {
  const { history, asked, opens, back, settles } = browser({ isPiled: true });
  opens("#/general");
  history.entries.push({ state: null, hash: "#/one/45" });
  history.at = 1;
  back.onPopState();
  assertEquals(asked, ["#/one/45"]);
  opens("#/one");
  assertEquals(history.entries[1]!.hash, "#/one/45", "the message stays in the address");
  settles();
  assertEquals(history.entries.length, 2);
});

Deno.test("Back makes no step of its own where a typed address has made it", () => {
  const { back, history, opens, page, settles } = browser();
  page.hash = "";
  settles();
  page.onAddress = () => back.push(() => {}, 0);
  history.entries.push({ state: null, hash: "#/one" });
  history.at = 1;
  back.onPopState();
  const before = structuredClone(history.entries);
  opens("#/one");
  assertEquals([history.entries, history.at], [before, 1]);
  assertEquals(history.state, { step: 1, at: 1 });
});

Deno.test("Back leads nowhere that somebody was who has left (report 6)", () => {
  const { back, history, page, opens, settles } = browser({ isPiled: true });
  for (const room of ["#/general", "#/@Boris", "#/secret"]) opens(room);
  back.push(() => {});
  settles();
  page.hash = null;
  back.reset();
  settles();
  assertEquals(history.entries.map(({ hash }) => hash), ["", ""]);
});

Deno.test("Back waits no longer than a second for a step that never comes", () => {
  const { back, history, clock, settles, opens } = browser();
  opens("#/general");
  const release = back.push(() => {});
  settles();
  history.entries.shift();
  history.at = 0;
  release();
  settles();
  clock.advance(1000);
  back.push(() => {});
  settles();
  assertEquals(history.at, 1, "it goes on");
});

Deno.test("Back closes nothing that was opened while a step of its own was late", () => {
  const { back, history, clock, settles, opens } = browser();
  opens("#/general");
  const release = back.push(() => {});
  settles();
  history.delay = 3000;
  release();
  settles();
  clock.advance(1000);
  let isClosed = false;
  back.push(() => isClosed = true);
  settles();
  clock.advance(3000);
  settles();
  assertEquals([isClosed, history.at], [false, 2]);
  history.delay = 10;
  history.go(-1);
  settles();
  assertEquals(isClosed, true, "and the next one is the person's");
});

Deno.test("Back steps back after a reload only once somebody has touched the page", () => {
  const { back, history, page, settles } = browser({ isTouched: false });
  history.entries = [0, 1].map((step) => ({ state: { step, at: step }, hash: "#/general" }));
  history.at = 1;
  back.onPopState();
  page.hash = "#/general";
  settles();
  assertEquals(history.at, 1, "what was open may come back, and the page is still loading");
  page.isTouched = true;
  settles();
  assertEquals(history.at, 0);
});
