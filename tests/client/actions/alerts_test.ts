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
    notifier: {
      permission: "granted",
      requestPermission: () => Promise.resolve(true),
      playSound: () => Promise.resolve(void calls.push("sound")),
      show: ({ title, body }: { title: string; body: string }) =>
        void calls.push(`${title}: ${body}`),
      showBadge: () => {},
    } as never,
    isFocused: () => isWatched,
    translate: (key, { name }) => `${key} ${name}`,
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
  alerts.onEvent(message("general", "@ada"));
  assertEquals(calls, []);
});

Deno.test("Alerts calls for one's name and private words, not for what one looks at", () => {
  const chosen = { notify: true };
  const away = open(chosen, false);
  for (const text of ["hello", "@ada?"]) away.alerts.onEvent(message("general", text));
  away.alerts.onEvent(message("@Boris", "psst"));
  away.alerts.onEvent(message("general", "@ada", "Ada"));
  assertEquals(away.calls, ["Boris · general: @ada?", "Boris: psst"]);
  const here = open(chosen);
  here.alerts.onEvent(message("general", "@ada"));
  here.alerts.onEvent(message("club", "@ada"));
  assertEquals(here.calls, ["Boris · club: @ada"]);
});

Deno.test("Alerts keeps to what was chosen for each room, joined or not", () => {
  const { alerts, calls } = open({
    notify: true,
    notificationLevels: { club: "all", busy: "none" },
  });
  alerts.onEvent(message("club", "hello"));
  alerts.onEvent(message("busy", "@ada"));
  const activity = { type: "activity", end: 9, from: 1, messages: 1 } as const;
  alerts.onEvent({ ...activity, room: "club" });
  alerts.onEvent({ ...activity, room: "busy", mentioned: true });
  alerts.onEvent({ ...activity, room: "other" });
  alerts.onEvent({ ...activity, room: "other", mentioned: true });
  assertEquals(calls, [
    "Boris · club: hello",
    "club: alert.said club",
    "other: alert.mentioned other",
  ]);
});

Deno.test("Alerts plays one sound for many messages", () => {
  const { alerts, calls } = open({ sound: true }, false);
  for (let i = 0; i < 30; i++) alerts.onEvent(message("@Boris", `m${i}`));
  assertEquals(calls, ["sound", "sound"]);
});
