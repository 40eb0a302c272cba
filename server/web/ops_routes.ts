/** `/healthz`: whether the chat can do its work, for whoever watches it. */
import { join } from "@std/path";
import { json } from "./http.ts";
import type { Route } from "./router.ts";
import type { Rooms } from "../chat/rooms.ts";

/** What these routes need. */
export interface OpsRoutesOptions {
  rooms: Rooms;
  data: string;
  version: string;
}

/** The routes. */
export function opsRoutes({ rooms, data, version }: OpsRoutesOptions): Route[] {
  return [{
    method: "GET",
    path: "/healthz",
    async handle() {
      const writable = await canWrite(data);
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
