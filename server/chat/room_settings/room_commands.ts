/** What a connection can ask about a room as a whole: rows of the table in `commands.ts`. */
import type { CommandRow } from "../commands.ts";
import * as read from "../fields.ts";
import { isPrivateKey } from "../private/private_key.ts";
import { ChatError } from "../../base/errors.ts";
import { foldName, topicText } from "../../people/names.ts";

type RoomWord = "rename_room" | "archive_room" | "restore_room" | "topic" | "pin";

export const ROOM_COMMANDS: Readonly<Record<RoomWord, CommandRow>> = {
  rename_room: {
    rateClass: "manage",
    speaks: true,
    run({ connection: { member }, rooms, allowance, now }, fields) {
      const [name, to] = [read.madeRoom(fields), read.newName(fields)];
      allowance.makeRoom(member, now);
      const room = rooms.get(name, member);
      return (room.circle === null ? rooms.moves : rooms.private).rename(room, to, member);
    },
  },
  archive_room: {
    rateClass: "manage",
    speaks: true,
    run({ connection, rooms, allowance, now }, fields) {
      const room = rooms.get(read.madeRoom(fields), connection.member);
      rooms.ownership.mustOwn(room, connection.member, "archive");
      allowance.write(connection.member, room, 0, now);
      room.settings.archive(connection, true);
    },
  },
  restore_room: {
    rateClass: "manage",
    run({ connection, rooms }, fields) {
      const { member } = connection;
      const name = read.madeRoom(fields);
      if (isPrivateKey(name)) {
        const room = rooms.private.byKey(name);
        if (room?.isFor(member) !== true) return rooms.private.restore(name, member);
        rooms.ownership.mustOwn(room, member, "restore");
        return room.settings.archive(connection, false);
      }
      if (!member.admin) {
        throw new ChatError("not_allowed", `Cannot restore the room "${name}": only admins may`);
      }
      const room = rooms.byKey(foldName(name), member);
      if (room?.settings.isArchived !== true) return rooms.moves.restore(name, member);
      room.settings.archive(connection, false);
    },
  },
  topic: {
    rateClass: "manage",
    speaks: true,
    run({ connection, rooms, allowance, now }, fields) {
      const { member } = connection;
      const room = rooms.get(read.madeRoom(fields), member);
      const text = topicText(fields.text);
      if (!member.account && !rooms.ownership.mayManage(room, member)) {
        throw new ChatError(
          "not_allowed",
          "Cannot set the topic: whoever has an account may, and who made the room",
        );
      }
      allowance.write(member, room, text.length, now);
      room.settings.setTopic(connection, text);
    },
  },
  pin: {
    rateClass: "react",
    speaks: true,
    run({ connection, rooms, allowance, now }, fields) {
      const room = rooms.get(read.room(fields), connection.member);
      const [id, on] = [read.offset(fields, "id"), read.flag(fields, "on")];
      // Counted as a reaction is: putting a pin on and taking it off again is nothing new.
      allowance.react(connection.member, room, id, now);
      room.settings.pin(connection, id, on);
    },
  },
};
