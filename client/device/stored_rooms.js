/**
 * What a browser keeps of a room, under its name: with another name it is kept under that.
 *
 * @import { StorageArea } from "./storage_area.js"
 */
import { ownKey } from "./storage_keys.js";

/** @typedef {{ room: string, to: string }} Rename */

/**
 * @param {StorageArea} area
 * @param {string} owner folded name
 * @param {Rename} rename
 */
export function renameStoredRoom(area, owner, { room, to }) {
  for (const kind of ["draft", "answer", "edits"]) {
    const [old, now] = [ownKey(owner, kind, room), ownKey(owner, kind, to)];
    const kept = area.read(old);
    if (kept === null) continue;
    if (area.read(now) === null) area.write(now, kept);
    area.write(old, null);
  }
  for (const kind of ["marks", "levels"]) {
    const { [room]: kept, ...others } = area.read(ownKey(owner, kind)) ?? {};
    if (kept !== undefined) area.write(ownKey(owner, kind), { ...others, [to]: kept });
  }
  for (const kind of ["row", "change"]) {
    for (const key of area.keys(ownKey(owner, kind))) {
      const one = area.read(key);
      if (one?.room === room) area.write(key, { ...one, room: to });
    }
  }
  const first = area.read(ownKey(owner, "favourites"));
  if (Array.isArray(first) && first.includes(room)) {
    area.write(ownKey(owner, "favourites"), first.map((one) => one === room ? to : one));
  }
}
