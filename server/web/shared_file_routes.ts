/**
 * `GET /api/rooms/<room>/files`: what was shared in a room, the newest first, a page at a time. What was
 * erased is not among it, and who may not read the room is told that there is none.
 */
import type { Authenticator } from "./auth.ts";
import { json, limitOf, wholeNumber } from "./http.ts";
import type { Call, Route } from "./router.ts";
import { addressKeyOf } from "../base/address.ts";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { FairSemaphore } from "../base/fair_semaphore.ts";
import type { Slices } from "../base/time_slices.ts";
import { anyRoom } from "../chat/fields.ts";
import type { Rooms } from "../chat/rooms.ts";
import { sharedFiles } from "../history/shared_files.ts";
import type { Limits, Message } from "../protocol.ts";
import type { FilePage } from "../protocol_http.ts";
import type { Disk } from "../store/disk.ts";
export interface SharedFileRoutesOptions {
  rooms: Rooms;
  auth: Authenticator;
  disk: Disk;
  clock: Clock;
  slices: Slices;
  limits: Limits;
}

/** Rooms that are looked through at a time, in all and for one address; the next ones wait in line. */
const MAX_LOOKS = 4;
const MAX_LOOKS_PER_ADDRESS = 2;
const MAX_ASKED_PER_SESSION = 3;
const MAX_ASKED_PER_ADDRESS = 50;
const MAX_WAITING = 200;
const WAIT_MS = 20_000;

export function sharedFileRoutes(options: SharedFileRoutesOptions): Route[] {
  const shares = new FairSemaphore({
    atATime: MAX_LOOKS,
    perAddress: MAX_LOOKS_PER_ADDRESS,
    askedPerSession: MAX_ASKED_PER_SESSION,
    askedPerAddress: MAX_ASKED_PER_ADDRESS,
    maxWaiting: MAX_WAITING,
    waitMs: WAIT_MS,
    clock: options.clock,
    busy: () =>
      new ChatError("busy", "Too many files are being looked for: try again in a moment", {
        wait: 1000,
      }),
  });
  return [{
    method: "GET",
    path: "/api/rooms/:room/files",
    handle: (call) => list(options, shares, call),
  }];
}

async function list(
  { rooms, auth, disk, slices, limits }: SharedFileRoutesOptions,
  shares: FairSemaphore,
  call: Call,
): Promise<Response> {
  const reader = auth.reader(call);
  const room = rooms.get(anyRoom(call.params.room), reader);
  const history = room.historyFor(reader);
  const fits = kindOf(call.url);
  const before = wholeNumber(call.url, "before");
  if (before !== null && before < history.end && !history.holds(before)) {
    throw new ChatError("bad_range", `Cannot read from offset ${before}: no line starts there`);
  }
  const from = Math.min(before ?? Infinity, history.end);
  const limit = limitOf(call.url, limits);
  const address = addressKeyOf(call.address);
  const leave = await shares.acquire({ address, session: reader?.session ?? null });
  const file = disk.openToRead(history.path);
  try {
    await room.history.catchUp();
    const found = file === null
      ? { messages: [], start: from, more: false }
      : await sharedFiles(history, file, { from, to: room.from(reader), limit, fits }, slices);
    const { epoch } = history;
    const answer: FilePage = {
      room: reader === null ? room.name : room.nameFor(reader),
      epoch,
      ...found,
      messages: found.messages.map(({ reactions: _, to: __, ...message }) => message),
    };
    return json(answer);
  } finally {
    file?.close();
    leave();
  }
}

/** What is asked for: pictures, what is no picture, or with nothing said, both. */
function kindOf({ searchParams }: URL): (message: Message) => boolean {
  const kind = searchParams.get("kind");
  const isPicture = ({ file }: Message) => file?.type.startsWith("image/") === true;
  if (kind === null) return () => true;
  if (kind === "picture") return isPicture;
  if (kind === "other") return (message) => !isPicture(message);
  const asked = JSON.stringify(kind.slice(0, 20));
  throw new ChatError("bad_request", `Cannot list ${asked}: expected the kind picture or other`);
}
