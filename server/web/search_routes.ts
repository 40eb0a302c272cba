/**
 * `/api/rooms/<room>/search` and `/api/search`: hits as they are found, newest first, one JSON object a
 * line, with word of how far it is in between. Whoever hangs up, or reads no more, ends the search.
 */
import type { Authenticator } from "./auth.ts";
import { wholeNumber } from "./http.ts";
import type { Call, Route } from "./router.ts";
import { addressKeyOf } from "../base/address.ts";
import type { Clock, Timer } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { FairSemaphore } from "../base/fair_semaphore.ts";
import type { Slices } from "../base/time_slices.ts";
import { anyRoom } from "../chat/fields.ts";
import type { Member } from "../delivery/connection.ts";
import type { Room } from "../chat/room.ts";
import type { Rooms } from "../chat/rooms.ts";
import { search } from "../history/search.ts";
import { findShapes, type Shapes } from "../history/search_text.ts";
import { type Matcher, matcherOf, searchQuery } from "../history/search_query.ts";
import type { Found } from "../protocol_http.ts";
import type { Disk } from "../store/disk.ts";
export interface SearchRoutesOptions {
  rooms: Rooms;
  auth: Authenticator;
  disk: Disk;
  clock: Clock;
  slices: Slices;
}

/** Hits that one search returns. */
const MAX_HITS = 100;
/** Searches at a time, in all and from one address; the next ones wait in line. */
const MAX_SEARCHES = 4;
const MAX_SEARCHES_PER_ADDRESS = 2;
/** Searches of one session and of one address, those that wait counted, and all that may wait. */
const MAX_ASKED_PER_SESSION = 3;
const MAX_ASKED_PER_ADDRESS = 50;
const MAX_WAITING_SEARCHES = 200;
const SEARCH_WAIT_MS = 20_000;
/** How long a reader may pause, and how long a search may take in all. */
const STALLED_READER_TIMEOUT_MS = 10_000;
const SEARCH_TIMEOUT_MS = 60_000;

/** One search: who asks; where, by the names that they know; what for, and before which message. */
interface SearchQuery {
  reader: Member | null;
  places: [string, Room][];
  matcher: Matcher;
  before: number;
}

export function searchRoutes(options: SearchRoutesOptions): Route[] {
  const { rooms, auth, clock } = options;
  const shares = new FairSemaphore({
    atATime: MAX_SEARCHES,
    perAddress: MAX_SEARCHES_PER_ADDRESS,
    askedPerSession: MAX_ASKED_PER_SESSION,
    askedPerAddress: MAX_ASKED_PER_ADDRESS,
    maxWaiting: MAX_WAITING_SEARCHES,
    waitMs: SEARCH_WAIT_MS,
    clock,
    busy: () =>
      new ChatError("busy", "Too many searches are running: try again in a moment", {
        wait: 1000,
      }),
  });
  let shapes: Shapes | null = null;
  async function answer(call: Call, reader: Member | null, found: Room[]): Promise<Response> {
    const { searchParams } = call.url;
    const places = found.map((room): [string, Room] => [
      reader === null ? room.name : room.nameFor(reader),
      room,
    ]).sort(([a], [b]) => a < b ? -1 : 1);
    const query: SearchQuery = {
      reader,
      places,
      matcher: matcherOf(
        searchQuery(searchParams.get("q")),
        searchParams.get("from"),
        shapes ??= findShapes(),
      ),
      before: wholeNumber(call.url, "before") ?? Infinity,
    };
    const address = addressKeyOf(call.address);
    const holder = { address, session: reader?.session ?? null };
    const leave = await shares.acquire(holder);
    return streamed(findings(options, query), leave, clock);
  }
  return [
    {
      method: "GET",
      path: "/api/rooms/:room/search",
      handle(call) {
        const reader = auth.reader(call);
        return answer(call, reader, [rooms.get(anyRoom(call.params.room), reader)]);
      },
    },
    {
      method: "GET",
      path: "/api/search",
      handle(call) {
        const reader = auth.reader(call);
        return answer(call, reader, rooms.readable(reader));
      },
    },
  ];
}

/** Lines as they are asked for; `leave` is called once nobody asks any more. */
function streamed(lines: AsyncGenerator<Found>, leave: () => void, clock: Clock): Response {
  const encoder = new TextEncoder();
  const began = clock.now();
  let stalled: Timer | null = null;
  const end = (): void => {
    stalled?.cancel();
    leave();
  };
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      stalled?.cancel();
      try {
        const { done, value } = await lines.next();
        const isLate = clock.now() - began > SEARCH_TIMEOUT_MS;
        const line = isLate && !done ? { more: true } : value;
        if (!done) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
        if (done || isLate) {
          end();
          controller.close();
          if (!done) await lines.return(undefined);
          return;
        }
      } catch (error) {
        end();
        controller.error(error);
        return;
      }
      stalled = clock.after(STALLED_READER_TIMEOUT_MS, () => {
        end();
        controller.error(new Error("Nobody read on"));
        void lines.return(undefined);
      });
    },
    async cancel() {
      end();
      await lines.return(undefined);
    },
  }, { highWaterMark: 0 });
  const headers = {
    "content-type": "application/x-ndjson",
    // Compressing would hold back what has been found until there is enough of it.
    "cache-control": "no-store, no-transform",
  };
  return new Response(body, { headers });
}

/** What one search finds, line by line. */
async function* findings(
  { disk, slices }: SearchRoutesOptions,
  { reader, places, matcher, before }: SearchQuery,
): AsyncGenerator<Found, void> {
  let left = MAX_HITS;
  const lengthOf = (room: Room): number => Math.min(before, room.history.end);
  let ahead = places.reduce((sum, [, room]) => sum + lengthOf(room), 0);
  const all = Math.max(1, ahead);
  for (const [name, room] of places) {
    const range = { from: lengthOf(room), to: room.from(reader) };
    ahead -= range.from;
    const file = disk.openToRead(room.history.path);
    if (file === null) continue;
    try {
      const history = room.historyFor(reader);
      for await (const find of search(history, file, matcher, range, slices)) {
        // Somebody may be removed while their search goes on.
        if (!room.isFor(reader)) break;
        if ("left" in find) {
          yield { done: Math.round(Math.max(0, 1 - (ahead + find.left) / all) * 1000) / 1000 };
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
