/** Where a room that is imported comes to lie: among the rooms, or as the private conversation of two accounts. */
import { join } from "@std/path";
import { ChatError } from "../../base/errors.ts";
import { directFileOf, directKeyOf, namesSomebody } from "../../chat/direct.ts";
import { roomsIn } from "../../history/room_files.ts";
import { foldName, roomName } from "../../people/names.ts";
import { accountsOf, type DataFolder, findRoom } from "../data_folder.ts";

/** A room, and its file. */
export interface RoomPlace {
  /** As people call it: `Kitchen`, `@Ada+Boris`. */
  name: string;
  /** As the chat calls it, and the attachments that belong to it. */
  key: string;
  folder: "rooms" | "direct";
  /** The name of its file without the ending. */
  file: string;
}

/** True for the name of a private conversation, as exports write it. */
export function isPrivateName(name: string): boolean {
  return /^@[^+]+\+[^+]+$/.test(name);
}

/** The place of a room that is not there yet; a ChatError where there is one, or where there can be none. */
export function mustBeFree(options: DataFolder, name: string): RoomPlace {
  const place = isPrivateName(name) ? privatePlace(options, name) : publicPlace(name);
  if (!isThere(options, place)) return place;
  throw new ChatError("exists", `There is a room "${place.name}" already`);
}

function publicPlace(room: string): RoomPlace {
  const name = roomName(room);
  return { name, key: foldName(name), folder: "rooms", file: name };
}

/** Who is not here yet could never read it, and nobody could take the name any more. */
function privatePlace(options: DataFolder, name: string): RoomPlace {
  const names = name.slice(1).split("+");
  const accounts = accountsOf(options);
  const [one, two] = names.map((name) => {
    const found = name === "" ? null : accounts.find(name);
    if (found !== null) return found.name;
    throw new ChatError(
      "not_found",
      `Cannot import the private conversation ${
        names.join(" and ")
      }: "${name}" has no account here`,
    );
  });
  if (names.length !== 2 || !one || !two || foldName(one) === foldName(two)) {
    throw new ChatError(
      "bad_name",
      `Cannot import "${name}": expected two accounts, as in @Ada+Boris`,
    );
  }
  const key = directKeyOf(one, two);
  return { name: `@${one}+${two}`, key, folder: "direct", file: directFileOf(one, two) };
}

function isThere(options: DataFolder, { name, folder }: RoomPlace): boolean {
  if (folder === "rooms") return findRoom(options, name) !== null;
  const [one = "", two = ""] = name.slice(1).split("+");
  return roomsIn(options.disk, join(options.data, "direct"))
    .some((file) => namesSomebody([file], one) && namesSomebody([file], two));
}
