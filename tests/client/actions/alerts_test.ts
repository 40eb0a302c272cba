import { assertEquals } from "@std/assert";
import { PREFERENCES } from "../../helpers/preferences.ts";
import { Alerts } from "../../../client/actions/alerts.js";
import { initialState } from "../../../client/state/state.js";
import { Store } from "../../../client/state/store.js";
import type { Event } from "../../../server/protocol.ts";

type Preferences = ReturnType<typeof initialState>["preferences"];

/** Ada looks at general, or at another page; what she is called by is written down. */
function open(preferences: Partial<Preferences>, isWatched = true) {
  const state = initialState({ ...PREFERENCES, ...preferences }, 0);
  const store = new Store({
    ...state,
    open: "general",
    me: { name: "Ada", account: false, admin: false },
  });
  const calls: string[] = [];
  let now = 0;
  const alerts = new Alerts({
    store,
    alerts: {
      permission: "granted",
      ask: () => Promise.resolve(true),
      play: () => Promise.resolve(void calls.push("sound")),
      show: ({ title, body }: { title: string; body: string }) =>
        void calls.push(`${title}: ${body}`),
      badge: () => {},
    } as never,
    isWatched: () => isWatched,
    say: (key, { name }) => `${key} ${name}`,
    now: () => now += 100,
    openRoom: () => {},
  });
  return { alerts, calls };
}

function message(room: string, text: string, name = "Boris"): Event {
  return { type: "message", room, id: 1, time: "2025-11-19T23:46:36Z", name, text };
}

Deno.test("Alerts is silent until somebody chose to be called", () => {
  const { alerts, calls } = open({}, false);
  alerts.heard(message("general", "@ada"));
  assertEquals(calls, []);
});

Deno.test("Alerts calls for one's name and for private words, and not for what one is looking at", () => {
  const chosen = { notify: true };
  const away = open(chosen, false);
  for (const text of ["hello", "@ada?"]) away.alerts.heard(message("general", text));
  away.alerts.heard(message("@Boris", "psst"));
  away.alerts.heard(message("general", "@ada", "Ada"));
  assertEquals(away.calls, ["Boris · general: @ada?", "Boris: psst"]);
  const here = open(chosen);
  here.alerts.heard(message("general", "@ada"));
  here.alerts.heard(message("club", "@ada"));
  assertEquals(here.calls, ["Boris · club: @ada"]);
});

Deno.test("Alerts keeps to what was chosen for each room, joined or not", () => {
  const { alerts, calls } = open({ notify: true, levels: { club: "all", busy: "none" } });
  alerts.heard(message("club", "hello"));
  alerts.heard(message("busy", "@ada"));
  const activity = { type: "activity", end: 9, from: 1, messages: 1 } as const;
  alerts.heard({ ...activity, room: "club" });
  alerts.heard({ ...activity, room: "busy", mentioned: true });
  alerts.heard({ ...activity, room: "other" });
  alerts.heard({ ...activity, room: "other", mentioned: true });
  assertEquals(calls, [
    "Boris · club: hello",
    "club: alert.said club",
    "other: alert.mentioned other",
  ]);
});

Deno.test("Alerts plays one sound for many messages", () => {
  const { alerts, calls } = open({ sound: true }, false);
  for (let i = 0; i < 30; i++) alerts.heard(message("@Boris", `m${i}`));
  assertEquals(calls, ["sound", "sound"]);
});
