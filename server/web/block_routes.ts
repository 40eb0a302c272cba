/**
 * `/api/blocks`: whom one does not want to hear. Told to one's own windows alone; the private conversation
 * with somebody who is blocked is not there for as long as they are, and comes back with all that was said.
 */
import type { Authenticator } from "./auth.ts";
import { json, readJson } from "./http.ts";
import type { Call, Route } from "./router.ts";
import { ChatError } from "../base/errors.ts";
import type { Lobby } from "../chat/lobby.ts";
import type { Rooms } from "../chat/rooms.ts";
import type { Member } from "../delivery/connection.ts";
import { type Blocks, MAX_BLOCKED } from "../people/blocks.ts";
import { foldName, personName } from "../people/names.ts";
import type { ReadMarks } from "../people/read_marks.ts";
import type { BlockInfo } from "../protocol_own.ts";

/** What these routes need. */
export interface BlockRoutesOptions {
  auth: Authenticator;
  blocks: Blocks;
  lobby: Lobby;
  marks: ReadMarks;
  rooms: Rooms;
  /** Throws where somebody asks too fast. */
  mayManage: (member: Member) => void;
}

/** Bytes of the longest body: two hundred names. */
const MAX_BODY_BYTES = 32 * 1024;

/** The routes. */
export function blockRoutes(options: BlockRoutesOptions): Route[] {
  const { blocks, mayManage } = options;

  async function add(call: Call): Promise<Response> {
    const me = asking(options, call);
    mayManage(me);
    const { names } = await readJson(call, MAX_BODY_BYTES);
    if (!Array.isArray(names) || names.length > MAX_BLOCKED) {
      throw new ChatError(
        "bad_request",
        `Cannot read "names": expected a list of ${MAX_BLOCKED} names at most`,
      );
    }
    const wanted = names.map((name) => personName(name));
    if (wanted.some((name) => foldName(name) === me.key)) {
      throw new ChatError("not_allowed", "Cannot block yourself");
    }
    await blocks.add(me, wanted);
    for (const name of wanted) tellBlocked(options, me, name);
    return listed(blocks, me);
  }

  async function remove(call: Call): Promise<Response> {
    const me = asking(options, call);
    mayManage(me);
    const name = personName(call.params.name);
    await blocks.remove(me, name);
    tellUnblocked(options, me, name);
    return listed(blocks, me);
  }

  return [
    { method: "GET", path: "/api/blocks", handle: (call) => listed(blocks, known(options, call)) },
    { method: "POST", path: "/api/blocks", handle: add },
    { method: "DELETE", path: "/api/blocks/:name", handle: remove },
  ];
}

/** Somebody with a session: a bot hears what its program wants. */
function known({ auth }: BlockRoutesOptions, call: Call): Member {
  const member = auth.mustBeKnown(call);
  if (auth.session(call) !== null) return member;
  throw new ChatError("no_session", "Cannot block anybody without a session");
}

function asking(options: BlockRoutesOptions, call: Call): Member {
  options.auth.checkOrigin(call);
  return known(options, call);
}

function listed(blocks: Blocks, me: Member): Response {
  const all: BlockInfo[] = blocks.list(me).map(({ name, time }) => {
    return { name, since: `${time.replace(" ", "T")}Z` };
  });
  return json({ blocked: all });
}

function tellBlocked(options: BlockRoutesOptions, me: Member, name: string): void {
  const room = options.rooms.direct.between(me, name);
  for (const connection of options.lobby.windowsOf(me)) {
    // As if the window were closed: the other one is told nothing else.
    if (room !== null && connection.joined.has(room.key)) room.drop(connection);
    connection.tell({ type: "blocked", name, on: true });
  }
}

function tellUnblocked(options: BlockRoutesOptions, me: Member, name: string): void {
  const room = options.rooms.direct.between(me, name);
  for (const connection of options.lobby.windowsOf(me)) {
    connection.tell({ type: "blocked", name, on: false });
    if (room === null) continue;
    const { epoch, end } = room.history;
    const called = room.nameFor(me);
    const id = options.marks.get(me.key, room.key, epoch);
    connection.tell({ type: "room_created", room: called, by: name, epoch, end });
    if (id > 0) connection.tell({ type: "read", room: called, id });
    connection.tell({ type: "activity", room: called, end });
  }
}
