/**
 * What this browser remembers of the person whose session it is: drafts, what was not sent, read marks.
 * Everything stands under their name, and nobody else is ever given it. What waits to be sent stands
 * under a key each, so that two tabs never overwrite each other.
 *
 * @import { RoomPreferencesInfo } from "../../server/protocol_own.ts"
 * @import { Change, Preferences, Row } from "../state/state.js"
 * @import { Edit } from "./stored_shapes.js"
 * @import { StorageArea } from "./storage_area.js"
 */
import { deviceKey, ownKey, ownPrefix } from "./storage_keys.js";
import { renameStoredRoom } from "./stored_rooms.js";
import { byTime, editsIn, isChange, isRow, levelsIn, syncedIn, textsIn } from "./stored_shapes.js";
import { foldName } from "../text/fold.js";

/** People whose unsent words one browser keeps. */
const MAX_PEOPLE = 8;
/** Messages of one room that are being changed. */
const MAX_EDITS_PER_ROOM = 20;
/** Rooms that one person has on top of the list. */
const MAX_FAVOURITES = 200;
/** Emoji that are remembered as used lately. */
const MAX_RECENT_EMOJI = 24;

export class OwnStorage {
  #area;
  /** Folded name; null while nobody is in: then nothing is remembered. */
  #owner = /** @type {string | null} */ (null);

  /** @param {StorageArea} area */
  constructor(area) {
    this.#area = area;
  }

  get owner() {
    return this.#owner;
  }

  /** @param {string | null} name whose session it is from now on */
  setOwner(name) {
    this.#owner = name === null ? null : foldName(name);
    if (this.#owner === null) return;
    const people = [this.#owner, ...this.#people().filter((other) => other !== this.#owner)];
    for (const gone of people.slice(MAX_PEOPLE)) this.#area.removeAll(ownPrefix(gone));
    // What was said is for who is here: the words of others wait, what they read does not.
    for (const other of people.slice(1)) this.#area.write(ownKey(other, "snapshot"), null);
    this.#area.write(deviceKey("people"), people.slice(0, MAX_PEOPLE));
  }

  /** @param {string} name */
  isOwnedBy(name) {
    return this.#owner === foldName(name);
  }

  /** The person leaves for good: nothing of them stays. */
  removeAll() {
    if (this.#owner === null) return;
    this.#area.removeAll(ownPrefix(this.#owner));
    const others = this.#people().filter((other) => other !== this.#owner);
    this.#area.write(deviceKey("people"), others.length === 0 ? null : others);
  }

  /** @returns {Row[]} in the order in which they were written */
  rows() {
    return this.#all("row").filter(isRow).sort(byTime);
  }

  /** @param {Row} row */
  saveRow(row) {
    this.#save("row", row.ref, row);
  }

  /** @param {string} ref */
  removeRow(ref) {
    this.#save("row", ref, null);
  }

  /** @returns {Change[]} in the order in which they were asked for */
  changes() {
    return this.#all("change").filter(isChange).sort(byTime);
  }

  /** @param {Change} change */
  saveChange(change) {
    this.#save("change", change.ref, change);
  }

  /** @param {string} ref */
  removeChange(ref) {
    this.#save("change", ref, null);
  }

  /**
   * What a key that another tab has changed stands for; null where it is nothing that waits.
   * @param {string} key
   * @returns {{ kind: "row" | "change", ref: string } | null}
   */
  unsentAt(key) {
    if (this.#owner === null) return null;
    for (const kind of /** @type {const} */ (["row", "change"])) {
      const prefix = ownKey(this.#owner, kind);
      if (key.startsWith(prefix)) return { kind, ref: key.slice(prefix.length) };
    }
    return null;
  }

  /** @returns {Map<string, { epoch: string, id: number, end?: number }>} */
  readMarks() {
    const marks = new Map();
    for (const [room, mark] of Object.entries(this.#read("marks") ?? {})) {
      if (typeof mark?.epoch === "string" && typeof mark?.id === "number") marks.set(room, mark);
    }
    return marks;
  }

  /** @param {Map<string, { epoch: string, id: number, end?: number }>} marks */
  saveReadMarks(marks) {
    this.#save("marks", "", Object.fromEntries(marks));
  }

  /** @returns {Preferences["notificationLevels"]} */
  notificationLevels() {
    return levelsIn(this.#read("levels"));
  }

  /** @param {Preferences["notificationLevels"]} levels */
  saveNotificationLevels(levels) {
    this.#save("levels", "", Object.keys(levels).length === 0 ? null : levels);
  }

  /** @returns {string[]} rooms, the latest last */
  favourites() {
    return textsIn(this.#read("favourites"));
  }

  /** @param {string[]} rooms */
  saveFavourites(rooms) {
    this.#save("favourites", "", rooms.length === 0 ? null : rooms.slice(-MAX_FAVOURITES));
  }

  /** @returns {RoomPreferencesInfo | null} what the server said last that is wanted of the list of rooms */
  synced() {
    return syncedIn(this.#read("synced"));
  }

  /** @param {RoomPreferencesInfo | null} synced */
  saveSynced(synced) {
    this.#save("synced", "", synced);
  }

  /** @returns {{ text: boolean } | null} how one is called here while the page is closed, if so */
  push() {
    const kept = this.#read("push");
    return typeof kept?.text === "boolean" ? { text: kept.text } : null;
  }

  /** @param {{ text: boolean } | null} push */
  savePush(push) {
    this.#save("push", "", push);
  }

  /** @returns {string[]} names of those whom one does not want to hear */
  blocked() {
    return textsIn(this.#read("blocked"));
  }

  /** @param {string[]} names */
  saveBlocked(names) {
    this.#save("blocked", "", names.length === 0 ? null : names);
  }

  /** @returns {string[]} used last first */
  recentEmoji() {
    return textsIn(this.#read("emoji"));
  }

  /** @param {string} emoji */
  saveRecentEmoji(emoji) {
    const others = this.recentEmoji().filter((one) => one !== emoji);
    this.#save("emoji", "", [emoji, ...others].slice(0, MAX_RECENT_EMOJI));
  }

  /** The tone of skin one has chosen, "" for none. */
  skinTone() {
    const kept = this.#read("tone");
    return typeof kept === "string" && /^\p{Emoji_Modifier}$/u.test(kept) ? kept : "";
  }

  /** @param {string} tone */
  saveSkinTone(tone) {
    this.#save("tone", "", tone === "" ? null : tone);
  }

  /**
   * @param {string} room
   * @param {"draft" | "answer"} [kind] what is being written, or which message it answers
   */
  draft(room, kind = "draft") {
    const kept = this.#read(kind, room);
    return typeof kept === "string" ? kept : "";
  }

  /**
   * @param {string} room
   * @param {string} text
   * @param {"draft" | "answer"} [kind]
   */
  saveDraft(room, text, kind = "draft") {
    this.#save(kind, room, text === "" ? null : text);
  }

  /**
   * @param {string} room
   * @returns {Edit[]} what was written last stands last
   */
  edits(room) {
    return editsIn(this.#read("edits", room));
  }

  /**
   * @param {string} room
   * @param {number} id
   * @returns {Edit | null}
   */
  edit(room, id) {
    return this.edits(room).find((edit) => edit.id === id) ?? null;
  }

  /**
   * @param {string} room
   * @param {Edit} edit
   */
  saveEdit(room, edit) {
    const others = this.edits(room).filter(({ id }) => id !== edit.id);
    this.#save("edits", room, [...others, edit].slice(-MAX_EDITS_PER_ROOM));
  }

  /**
   * @param {string} room
   * @param {number} id
   */
  removeEdit(room, id) {
    const others = this.edits(room).filter((edit) => edit.id !== id);
    this.#save("edits", room, others.length === 0 ? null : others);
  }

  /** @param {import("./stored_rooms.js").Rename} rename what is kept of the room goes along */
  renameRoom(rename) {
    if (this.#owner !== null) renameStoredRoom(this.#area, this.#owner, rename);
  }

  /** Who was here last, folded; null where nobody was. */
  get lastOwner() {
    return this.#people()[0] ?? null;
  }

  /** @returns {any} what the page looked like last: the caller looks at it closely */
  snapshot() {
    return this.#read("snapshot");
  }

  /** @param {unknown} snapshot null forgets */
  saveSnapshot(snapshot) {
    this.#save("snapshot", "", snapshot);
  }

  /** @returns {string[]} */
  #people() {
    return textsIn(this.#area.read(deviceKey("people")));
  }

  /**
   * @param {string} kind
   * @param {string} [part]
   */
  #read(kind, part) {
    return this.#owner === null ? null : this.#area.read(ownKey(this.#owner, kind, part));
  }

  /** @param {string} kind */
  #all(kind) {
    if (this.#owner === null) return [];
    return this.#area.keys(ownKey(this.#owner, kind)).map((key) => this.#area.read(key));
  }

  /**
   * @param {string} kind
   * @param {string} part
   * @param {unknown} value null forgets
   */
  #save(kind, part, value) {
    if (this.#owner === null) return;
    const key = ownKey(this.#owner, kind, part);
    if (this.#area.write(key, value)) return;
    // What one reads can be had again, what one writes cannot.
    this.#area.write(ownKey(this.#owner, "snapshot"), null);
    if (kind !== "snapshot") this.#area.write(key, value);
  }
}
