/** `/healthz` and `/metrics`: whether the chat can do its work, and how much it does. */
import { join } from "@std/path";
import { json } from "./http.ts";
import { liesIn, type Networks } from "../base/address.ts";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Metrics } from "../base/metrics.ts";
import type { Call, Route } from "./router.ts";
import type { Lobby } from "../chat/lobby.ts";
import type { Rooms } from "../chat/rooms.ts";
import { type Disk, writeAll } from "../store/disk.ts";
export interface OpsRoutesOptions {
  rooms: Rooms;
  lobby: Lobby;
  data: string;
  disk: Disk;
  version: string;
  clock: Clock;
  metrics: Metrics;
  /** Networks from which the metrics may be read. */
  watchers: Networks;
}

/** Milliseconds for which an answer is true: whoever asks all the time must not wear the disk out. */
const PROBE_CACHE_MS = 2000;

export function opsRoutes(options: OpsRoutesOptions): Route[] {
  const { rooms, lobby, data, disk, version, clock, metrics } = options;
  let asked = -Infinity;
  let answer = false;
  function isWritable(): boolean {
    const passed = clock.now() - asked;
    if (passed >= PROBE_CACHE_MS || passed < 0) {
      asked = clock.now();
      answer = canWrite(disk, data);
    }
    return answer;
  }
  // Whoever comes through a proxy that is not trusted has the address of the proxy, often this machine's.
  const mayWatch = ({ address, isOwnAddress }: Call): boolean =>
    isOwnAddress && liesIn(address, options.watchers);
  return [{
    method: "GET",
    path: "/healthz",
    async handle(call) {
      const writable = isWritable();
      // How full and how busy it is, is nobody's business.
      if (!mayWatch(call)) return json({ ok: writable }, writable ? 200 : 503);
      const status = {
        ok: writable,
        writable,
        version,
        connections: lobby.connections.size,
        disk_free: await disk.free(data),
      };
      return json(status, writable ? 200 : 503);
    },
  }, {
    method: "GET",
    path: "/metrics",
    async handle(call) {
      if (!mayWatch(call)) {
        throw new ChatError(
          "not_allowed",
          "Cannot show the metrics: this address is not in --metrics",
        );
      }
      const text = metrics.text({
        plaintalk_connections: lobby.connections.size,
        plaintalk_rooms: rooms.count,
        plaintalk_memory_bytes: Deno.memoryUsage().rss,
        plaintalk_disk_free_bytes: await disk.free(data),
      });
      const headers = { "content-type": "text/plain; version=0.0.4; charset=utf-8" };
      return new Response(text, { headers });
    },
  }];
}

function canWrite(disk: Disk, folder: string): boolean {
  const path = join(folder, "healthz.tmp");
  try {
    const file = disk.open(path);
    try {
      writeAll(file, new TextEncoder().encode("ok\n"));
    } finally {
      file.close();
    }
    disk.remove(path);
    return true;
  } catch {
    return false;
  }
}
