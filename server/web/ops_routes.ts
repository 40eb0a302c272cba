/** `/healthz`: whether the chat can do its work, for whoever watches it. */
import { join } from "@std/path";
import { json } from "./http.ts";
import type { Clock } from "../base/clock.ts";
import type { Route } from "./router.ts";
import type { Rooms } from "../chat/rooms.ts";

/** What these routes need. */
export interface OpsRoutesOptions {
  rooms: Rooms;
  data: string;
  version: string;
  clock: Clock;
}

/** Milliseconds for which an answer is true: whoever asks all the time must not wear the disk out. */
const FRESH = 2000;

/** The routes. */
export function opsRoutes({ rooms, data, version, clock }: OpsRoutesOptions): Route[] {
  let asked = -Infinity;
  let answer: Promise<boolean> = Promise.resolve(false);
  function isWritable(): Promise<boolean> {
    const passed = clock.now() - asked;
    if (passed >= FRESH || passed < 0) {
      asked = clock.now();
      answer = canWrite(data);
    }
    return answer;
  }
  return [{
    method: "GET",
    path: "/healthz",
    async handle() {
      const writable = await isWritable();
      const status = {
        ok: writable,
        writable,
        version,
        connections: rooms.connections,
      };
      return json(status, writable ? 200 : 503);
    },
  }];
}

async function canWrite(folder: string): Promise<boolean> {
  const path = join(folder, "healthz.tmp");
  try {
    await Deno.writeTextFile(path, "ok\n");
    await Deno.remove(path);
    return true;
  } catch {
    return false;
  }
}
