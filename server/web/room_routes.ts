/** `/api/rooms`: the list, pages of messages, and the history file itself with ranges. */
import type { Authenticator } from "./auth.ts";
import { json, limitOf, timeIn, wholeNumber } from "./http.ts";
import { pieceOf } from "./range.ts";
import { type Downloads, holderOf } from "./downloads.ts";
import type { Call, Route } from "./router.ts";
import { anyRoom, draft as readDraft, type Fields, readFrame } from "../chat/fields.ts";
import type { Member } from "../delivery/connection.ts";
import type { ReadableHistory } from "../chat/private/history_from.ts";
import type { Room } from "../chat/room.ts";
import type { Rooms } from "../chat/rooms.ts";
import type { Say } from "../chat/say.ts";
import type { Blocks } from "../people/blocks.ts";
import { ChatError } from "../base/errors.ts";
import { placeOf } from "../history/time_search.ts";
import { TEXT_BYTES } from "../people/names.ts";
import type { Limits, Page } from "../protocol.ts";
import type { DeletedRoomInfo, Pins, Unread } from "../protocol_http.ts";
import type { Disk } from "../store/disk.ts";
export interface RoomRoutesOptions {
  rooms: Rooms;
  blocks: Blocks;
  auth: Authenticator;
  say: Say;
  limits: Limits;
  disk: Disk;
  /** Opens a room's file as a stream of exactly these bytes. */
  stream: Downloads["open"];
}

/** Deleted rooms that are listed: the latest. */
const MAX_DELETED = 200;

export function roomRoutes(options: RoomRoutesOptions): Route[] {
  const { rooms, auth } = options;
  return [
    {
      method: "GET",
      path: "/api/rooms",
      handle: (call) =>
        json(rooms.list(auth.reader(call), call.url.searchParams.get("after") ?? "")),
    },
    {
      method: "GET",
      path: "/api/rooms/deleted",
      handle: (call) => deleted(options, call),
    },
    {
      method: "GET",
      path: "/api/rooms/:room/messages",
      handle: (call) => page(options, call),
    },
    {
      method: "POST",
      path: "/api/rooms/:room/messages",
      handle: (call) => post(options, call),
    },
    {
      method: "GET",
      path: "/api/rooms/:room/pins",
      handle: (call) => pins(options, call),
    },
    {
      method: "GET",
      path: "/api/rooms/:room/unread",
      handle: (call) => unread(options, call),
    },
    {
      method: "GET",
      path: "/api/rooms/:room.txt",
      handle: (call) => file(options, call),
    },
  ];
}

/** The room of the call, from where its caller stands. */
function roomOf({ rooms, auth }: RoomRoutesOptions, call: Call): {
  room: Room;
  name: string;
  reader: Member | null;
} {
  const reader = auth.reader(call);
  const name = anyRoom(call.params.room);
  const room = rooms.get(name, reader);
  return { room, name: reader === null ? room.name : room.nameFor(reader), reader };
}

function deleted({ rooms, auth }: RoomRoutesOptions, call: Call): Response {
  const member = auth.mustBeKnown(call);
  const own = rooms.private.deletedOf(member);
  if (!member.admin && own.length === 0) {
    throw new ChatError("not_allowed", "Cannot list deleted rooms: only admins may");
  }
  const all: DeletedRoomInfo[] = [
    ...own.map(({ key, name, stamp }) => ({ room: key, name, deleted: timeOfStamp(stamp) })),
    ...(member.admin ? rooms.moves.deleted : []).map(({ room, stamp }) => {
      return { room, deleted: timeOfStamp(stamp) };
    }),
  ];
  return json({ rooms: all.slice(0, MAX_DELETED) });
}

function timeOfStamp(stamp: string): string {
  const [, y, m, d, h, min, s] = /^(....)(..)(..)T(..)(..)(..)/.exec(stamp) ?? [];
  return `${y}-${m}-${d}T${h}:${min}:${s}Z`;
}

/** A bot is one `curl`: plain text, or JSON with a `ref`. */
async function post(options: RoomRoutesOptions, call: Call): Promise<Response> {
  const { rooms, auth, say } = options;
  const member = auth.writer(call);
  const body = await call.text(2 * TEXT_BYTES);
  const isJson = call.request.headers.get("content-type")?.includes("json") ?? false;
  // `curl -d "$(…)"` and `echo | curl` end with a line break that nobody meant to say.
  const fields: Fields = isJson ? readFrame(body) : { text: body.replace(/\n$/, "") };
  const draft = readDraft(fields);
  const room = rooms.get(anyRoom(call.params.room), member, true);
  const message = await say.post(member, room, draft);
  const ref = draft.ref === "" ? {} : { ref: draft.ref };
  return json({ room: room.nameFor(member), ...message, ...ref }, 201);
}

async function page(options: RoomRoutesOptions, call: Call): Promise<Response> {
  const { limits } = options;
  const { room, name, reader } = roomOf(options, call);
  const history = room.historyFor(reader);
  const before = wholeNumber(call.url, "before");
  const after = wholeNumber(call.url, "after");
  const around = wholeNumber(call.url, "around");
  const time = timeIn(call.url, "time");
  if ([before, after, around, time].filter((value) => value !== null).length > 1) {
    const text = "Cannot read: expected one of before, after, around and time";
    throw new ChatError("bad_request", text);
  }
  const limit = limitOf(call.url, limits);
  const run = after !== null
    ? await history.after(after, limit)
    : around !== null
    ? await history.around(around, limit)
    : time !== null
    ? await pageAt(options, history, { time, from: room.from(reader) }, limit)
    : await history.before(before, limit);
  const answer: Page = { room: name, epoch: history.epoch, ...run };
  return json(answer);
}

/** Pinned messages, the newest pin first. */
function pins(options: RoomRoutesOptions, call: Call): Response {
  const { room, name, reader } = roomOf(options, call);
  const messages = room.settings.pinnedMessages(room.from(reader));
  return json({ room: name, epoch: room.history.epoch, messages } satisfies Pins);
}

/** A page around the first message of a time or later, or the newest where nothing was said since. */
async function pageAt(
  { disk }: RoomRoutesOptions,
  history: ReadableHistory,
  { time, from }: { time: number; from: number },
  limit: number,
): Promise<Omit<Page, "room" | "epoch">> {
  const file = disk.openToRead(history.path);
  let place = history.end;
  try {
    if (file !== null) place = Math.max(from, placeOf(file, history.end, time));
  } finally {
    file?.close();
  }
  if (!history.holds(place)) return await history.before(null, limit);
  const run = await history.around(place, limit);
  const target = run.messages.find(({ id }) => id >= place)?.id;
  return target === undefined ? run : { ...run, target };
}

async function unread(options: RoomRoutesOptions, call: Call): Promise<Response> {
  const { room, name, reader } = roomOf(options, call);
  const counting = {
    key: reader?.key ?? "",
    isName: (name: string) => options.rooms.isName(name),
    isIgnored: (name: string) => reader !== null && options.blocks.of(reader).has(name),
  };
  const counted = await room.historyFor(reader).unread(
    wholeNumber(call.url, "after") ?? 0,
    counting,
  );
  const answer: Unread = { room: name, epoch: room.history.epoch, ...counted };
  return json(answer);
}

async function file(options: RoomRoutesOptions, call: Call): Promise<Response> {
  const { room, reader } = roomOf(options, call);
  if (room.from(reader) > 0) {
    throw new ChatError("not_allowed", "Cannot hand this file out: it began before you were added");
  }
  const { end, epoch } = room.history;
  const headers = new Headers({
    "content-type": "text/plain; charset=utf-8",
    "accept-ranges": "bytes",
    // A coding would make byte offsets mean something else.
    "cache-control": "no-store, no-transform",
    "etag": `"${epoch}-${end}"`,
    "x-epoch": epoch,
  });
  const { status, from, length } = pieceOf(call.request, end, headers);
  if (call.request.method === "HEAD" || length === 0) {
    return new Response(null, { status, headers });
  }
  return new Response(
    await options.stream(
      room.history.path,
      from,
      length,
      holderOf(call, reader),
      () => options.auth.stillReads(reader) && options.rooms.byKey(room.key, reader) !== null,
    ),
    {
      status,
      headers,
    },
  );
}
