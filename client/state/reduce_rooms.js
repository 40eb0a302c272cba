/**
 * The rooms of the page after something happened with one of them as a whole. What is said in a room is
 * folded in `reduce_room.js`. Pure.
 *
 * @import { Update } from "./reduce.js"
 * @import { State } from "./state.js"
 */
import { isBlocked } from "./blocks.js";
import { applyActivity, markSeen } from "./reduce_room.js";
import {
  applyPage,
  applyReadMarks,
  openRoom,
  updateRoom,
  withoutRoom,
  withRoom,
} from "./room_map.js";
import { renameRoom } from "./room_rename.js";
import { nextActivityTime } from "./selectors.js";
import { newRoom } from "./state.js";

/**
 * Which rooms there are, which is open, and what is new in each.
 * @param {State} state
 * @param {Extract<Update, { type: "open_room" | "joining" | "read_marks" | "loading" | "page" | "seen" |
 *   "somebody_typing" | "room_created" | "room_deleted" | "room_renamed" | "members" | "activity" |
 *   "counted" }>} update
 * @returns {State}
 */
export function reduceRooms(state, update) {
  switch (update.type) {
    case "open_room":
      return openRoom(state, update.room, update.target ?? null);
    case "joining":
      return updateRoom(state, update.room, { joined: true });
    case "read_marks":
      return applyReadMarks(state, update.marks);
    case "loading":
      return updateRoom(state, update.room, { loading: update.loading });
    case "page":
      return applyPage(state, update);
    case "seen": {
      const room = state.rooms.get(update.room);
      return room === undefined ? state : updateRoom(state, room.room, markSeen(room, update.id));
    }
    case "somebody_typing": {
      const room = state.rooms.get(update.room);
      if (room === undefined || update.name === state.me?.name) return state;
      if (isBlocked(state, update.name)) return state;
      // Who stopped without a word is forgotten when somebody else begins.
      const current = [...room.typing].filter(([, until]) => until > state.now);
      const typing = new Map(current).set(update.name, update.until);
      return updateRoom(state, room.room, { typing });
    }
    case "room_created":
      return applyCreated(state, update);
    case "members":
      return applyMembers(state, update);
    case "room_deleted":
      return withoutRoom(state, update.room);
    case "room_renamed":
      return renameRoom(state, update);
    case "activity": {
      const room = state.rooms.get(update.room);
      if (room === undefined) return state;
      const said = update.amended ? room.said : nextActivityTime(state);
      return updateRoom(state, room.room, { ...applyActivity(room, update), said });
    }
    case "counted": {
      const room = state.rooms.get(update.room);
      // What was read meanwhile was counted too.
      if (room === undefined || room.read !== update.after) return state;
      const { unread, mentions, end } = update;
      return updateRoom(state, room.room, { unread, mentions, counted: end, stirred: unread > 0 });
    }
  }
}

/**
 * @param {State} state
 * @param {Extract<Update, { type: "room_created" }>} update
 * @returns {State}
 */
function applyCreated(state, { room, epoch, end, by, name = "", topic, archived }) {
  if (state.rooms.has(room)) return state;
  const begun = withRoom(state, {
    ...newRoom(room, epoch),
    end,
    said: nextActivityTime(state),
    mine: by === state.me?.name,
    title: name,
    topic,
    archived,
  });
  return room.startsWith("@") || name !== ""
    ? begun
    : updateRoom(begun, room, { read: end - 1, counted: end });
}

/**
 * Who is in a private room now; nobody is told of them but those who are in it.
 * @param {State} state
 * @param {Extract<Update, { type: "members" }>} update
 * @returns {State}
 */
function applyMembers(state, { room, members, history = "all" }) {
  if (members.length === 0) return withoutRoom(state, room);
  const mine = members.some(({ name, maker }) => maker && name === state.me?.name);
  return updateRoom(state, room, { members, mine, history });
}
