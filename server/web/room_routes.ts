/** `/api/rooms`: the list, pages of messages, and the history file itself with ranges. */
import { json } from "./http.ts";
import { parseRange } from "./range.ts";
import type { Call, Route } from "./router.ts";
import type { Rooms } from "../chat/rooms.ts";
import { ChatError } from "../base/errors.ts";
import { roomName } from "../people/names.ts";
import type { Limits, Page } from "../protocol.ts";

/** What these routes need. */
export interface RoomRoutesOptions {
  rooms: Rooms;
  limits: Limits;
  /** Opens a room's file as a stream of exactly these bytes. */
  stream: (room: string, from: number, length: number) => Promise<ReadableStream<Uint8Array>>;
}

/** The routes. */
export function roomRoutes(options: RoomRoutesOptions): Route[] {
  const { rooms } = options;
  return [
    {
      method: "GET",
      path: "/api/rooms",
      handle: () => json({ rooms: rooms.list() }),
    },
    {
      method: "GET",
      path: "/api/rooms/:room/messages",
      handle: (call) => page(options, call),
    },
    {
      method: "GET",
      path: "/api/rooms/:room.txt",
      handle: (call) => file(options, call),
    },
  ];
}

async function page({ rooms, limits }: RoomRoutesOptions, call: Call): Promise<Response> {
  const room = rooms.get(roomName(call.params.room));
  const { history } = room;
  const before = number(call.url, "before");
  const after = number(call.url, "after");
  const around = number(call.url, "around");
  if ([before, after, around].filter((value) => value !== null).length > 1) {
    throw new ChatError("bad_request", "Cannot read: one of before, after and around is wanted");
  }
  const limit = Math.min(Math.max(number(call.url, "limit") ?? limits.recent, 1), limits.page);
  const run = after !== null
    ? await history.after(after, limit)
    : around !== null
    ? await history.around(around, limit)
    : await history.before(before, limit);
  const answer: Page = { room: room.name, epoch: history.epoch, ...run };
  return json(answer);
}

async function file({ rooms, stream }: RoomRoutesOptions, call: Call): Promise<Response> {
  const room = rooms.get(roomName(call.params.room));
  const { end, epoch } = room.history;
  const headers = new Headers({
    "content-type": "text/plain; charset=utf-8",
    "accept-ranges": "bytes",
    // A coding would make byte offsets mean something else.
    "cache-control": "no-store, no-transform",
    "etag": `"${epoch}-${end}"`,
    "x-epoch": epoch,
  });
  const condition = call.request.headers.get("if-range");
  const wanted = condition === null || condition === headers.get("etag")
    ? call.request.headers.get("range")
    : null;
  const range = parseRange(wanted, end);
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${end}`);
    return new Response(null, { status: 416, headers });
  }
  const { from, length } = range ?? { from: 0, length: end };
  headers.set("content-length", String(length));
  if (range !== null) {
    headers.set("content-range", `bytes ${from}-${from + length - 1}/${end}`);
  }
  const status = range === null ? 200 : 206;
  if (call.request.method === "HEAD" || length === 0) {
    return new Response(null, { status, headers });
  }
  return new Response(await stream(room.name, from, length), {
    status,
    headers,
  });
}

function number(url: URL, name: string): number | null {
  const value = url.searchParams.get(name);
  if (value === null) return null;
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw new ChatError("bad_request", `Cannot read "${name}": a whole number from 0 is wanted`);
}
