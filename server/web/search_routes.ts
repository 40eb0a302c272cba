/**
 * `/api/rooms/<room>/search` and `/api/search`: hits as they are found, newest first, one JSON object a
 * line, with word of how far it is in between. Whoever hangs up ends the search.
 */
import type { Callers } from "./caller.ts";
import type { Call, Route } from "./router.ts";
import { ChatError } from "../base/errors.ts";
import { anyRoom } from "../chat/fields.ts";
import type { Room } from "../chat/room.ts";
import type { Rooms } from "../chat/rooms.ts";
import { search, searchQuery } from "../chat/search.ts";
import type { Found } from "../protocol.ts";
import type { Disk } from "../store/disk.ts";

/** What these routes need. */
export interface SearchRoutesOptions {
  rooms: Rooms;
  callers: Callers;
  disk: Disk;
  /** Resolves once others had their turn. */
  pause: () => Promise<void>;
}

/** Hits that one search tells, and searches at a time: each keeps the disk busy. */
const MOST_HITS = 100;
const AT_A_TIME = 4;

/** The routes. */
export function searchRoutes(options: SearchRoutesOptions): Route[] {
  const { rooms, callers } = options;
  let running = 0;
  function answer(call: Call, places: [string, Room][]): Response {
    const query = searchQuery(call.url.searchParams.get("q"));
    const before = call.url.searchParams.get("before");
    if (running >= AT_A_TIME) {
      throw new ChatError("busy", "Too many people are searching: try again in a moment", {
        wait: 1000,
      });
    }
    running++;
    const lines = told(
      options,
      places,
      query,
      /^\d{1,15}$/.test(before ?? "") ? Number(before) : null,
    );
    const encoder = new TextEncoder();
    let isOver = false;
    const end = (): void => {
      if (!isOver) running--;
      isOver = true;
    };
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        try {
          const { done, value } = await lines.next();
          if (!done) controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
          else {
            end();
            controller.close();
          }
        } catch (error) {
          end();
          controller.error(error);
        }
      },
      async cancel() {
        end();
        await lines.return();
      },
    }, { highWaterMark: 0 });
    // Compressing would hold back what has been found until there is enough of it.
    const headers = {
      "content-type": "application/x-ndjson",
      "cache-control": "no-store, no-transform",
    };
    return new Response(body, { headers });
  }
  return [
    {
      method: "GET",
      path: "/api/rooms/:room/search",
      handle(call) {
        const reader = callers.reader(call);
        const room = rooms.get(anyRoom(call.params.room), reader);
        return answer(call, [[reader === null ? room.name : room.nameFor(reader), room]]);
      },
    },
    {
      method: "GET",
      path: "/api/search",
      handle(call) {
        const reader = callers.reader(call);
        const places = rooms.list(reader).map(({ room }): [string, Room] => [
          room,
          rooms.get(room, reader),
        ]);
        return answer(call, places);
      },
    },
  ];
}

/** What one search tells, line by line. */
async function* told(
  { disk, pause }: SearchRoutesOptions,
  places: [string, Room][],
  query: string,
  before: number | null,
): AsyncGenerator<Found, void> {
  let left = MOST_HITS;
  let ahead = places.reduce(
    (sum, [, { history }]) => sum + Math.min(before ?? Infinity, history.end),
    0,
  );
  const all = Math.max(1, ahead);
  for (const [name, { history }] of places) {
    const from = Math.min(before ?? Infinity, history.end);
    const file = disk.openToRead(history.path);
    if (file === null) continue;
    try {
      ahead -= from;
      for await (const find of search(history, file, query, from, pause)) {
        if ("left" in find) {
          yield { done: Math.round((1 - (ahead + find.left) / all) * 1000) / 1000 };
        } else {
          yield { room: name, message: find.message };
          if (--left === 0) {
            yield { more: true };
            return;
          }
        }
      }
    } finally {
      file.close();
    }
  }
}
