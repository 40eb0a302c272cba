/**
 * Where a room that is imported comes to lie: among the rooms, as the private conversation of two accounts, or as
 * a private room with those of its members who have accounts here.
 */
import { join } from "@std/path";
import { ChatError } from "../../base/errors.ts";
import { parsePrivateFile, privateFileOf } from "../../chat/private/private_key.ts";
import { directFileOf, directKeyOf, namesSomebody } from "../../chat/direct.ts";
import { roomsIn } from "../../history/room_files.ts";
import { foldName, roomName } from "../../people/names.ts";
import { accountsOf, type DataFolder, findRoom } from "../data_folder.ts";
import { type ArrivingMembers, arrivingMembers } from "../room_members.ts";

/** A room, and its file. */
export interface RoomPlace {
  /** As people call it: `Kitchen`, `@Ada+Boris`. */
  name: string;
  /** As the chat calls it, and the attachments that belong to it. */
  key: string;
  folder: "rooms" | "direct" | "private";
  /** The name of its file without the ending. */
  file: string;
  /** Who is in it, where that is chosen. */
  arriving?: ArrivingMembers;
  /** What whoever imports it should know. */
  note?: string;
}

/** True for the name of a private conversation or room, as exports write it. */
export function isPrivateName(name: string): boolean {
  return /^@[^+]+\+[^+]+$/.test(name) || parsePrivateName(name) !== null;
}

/** A name of a room of a log, as ours may be. */
export function nameOfRoom(name: string): string {
  const tidy = name.normalize("NFC").replace(/[^\p{L}\p{M}\p{Nd} _\-.'\u2019]/gu, " ").trim()
    .replace(/^[^\p{L}\p{Nd}]+/u, "").replace(/\s+/gu, " ");
  return [...tidy].slice(0, 32).join("").trim() || "imported";
}

/** The place of a room that is not there yet; a ChatError where there is one, or where there can be none. */
export function mustBeFree(
  options: DataFolder,
  name: string,
  members: readonly string[] = [],
): RoomPlace {
  const place = parsePrivateName(name) !== null
    ? chosenPlace(options, name, members)
    : isPrivateName(name)
    ? privatePlace(options, name)
    : publicPlace(name);
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

/** `+Plans+…`: what a private room is called, and its id. */
function parsePrivateName(name: string): { name: string; key: string } | null {
  return name.startsWith("+") ? parsePrivateFile(name.slice(1)) : null;
}

/** A private room: nobody comes into it by a name that somebody else may claim here. */
function chosenPlace(options: DataFolder, room: string, lines: readonly string[]): RoomPlace {
  const { name: title, key } = parsePrivateName(room)!;
  const name = roomName(title);
  const accounts = accountsOf(options);
  const { members: all, history } = arrivingMembers(lines);
  if (all.length === 0) {
    throw new ChatError(
      "bad_request",
      `Cannot import the private room "${name}": its file does not say who is in it, as an export does ` +
        "(--room NAME makes it everybody's)",
    );
  }
  const members = all.flatMap((member) => {
    const found = accounts.find(member.name);
    return found === null ? [] : [{ ...member, name: found.name }];
  });
  const [heir] = members;
  if (heir === undefined) {
    throw new ChatError(
      "not_found",
      `Cannot import the private room "${name}": none of its members has an account here`,
    );
  }
  if (!members.some(({ isMaker }) => isMaker)) heir.isMaker = true;
  const left = all.filter((member) => accounts.find(member.name) === null)
    .map((member) => member.name);
  const note = `Not in "${name}" any more, for they have no account here: ${left.join(", ")}`;
  return {
    name,
    key,
    folder: "private",
    file: privateFileOf(name, key),
    arriving: { members, history },
    ...left.length === 0 ? {} : { note },
  };
}

function isThere(options: DataFolder, { name, key, folder }: RoomPlace): boolean {
  if (folder === "rooms") return findRoom(options, name) !== null;
  if (folder === "private") {
    return roomsIn(options.disk, join(options.data, "private"))
      .some((file) => parsePrivateFile(file)?.key === key);
  }
  const [one = "", two = ""] = name.slice(1).split("+");
  return roomsIn(options.disk, join(options.data, "direct"))
    .some((file) => namesSomebody([file], one) && namesSomebody([file], two));
}
