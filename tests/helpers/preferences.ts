/** What somebody prefers who never chose anything. */
import type { initialState } from "../../client/state/state.js";

type Preferences = ReturnType<typeof initialState>["preferences"];

export const PREFERENCES: Preferences = Object.freeze({
  theme: "auto",
  language: "en",
  size: "normal",
  order: "name",
  sound: false,
  notify: false,
  installHint: "",
  notificationLevels: {},
  favourites: [],
});
