/** A disk whose writes and syncs are counted and timed; everything else is the disk's own. */
import type { Disk, DiskFile } from "./disk.ts";
import type { Metrics } from "../base/metrics.ts";

/** The same disk, measured. `now`: milliseconds, with as many digits as there are. */
export function measuredDisk(disk: Disk, metrics: Metrics, now: () => number): Disk {
  return { ...disk, open: (path) => measuredFile(disk.open(path), metrics, now) };
}

function measuredFile(file: DiskFile, metrics: Metrics, now: () => number): DiskFile {
  return {
    size: () => file.size(),
    isThere: () => file.isThere(),
    append(bytes) {
      const began = now();
      const taken = file.append(bytes);
      metrics.observe("plaintalk_write_seconds", now() - began);
      metrics.count("plaintalk_batches_total");
      metrics.count("plaintalk_written_bytes_total", taken);
      return taken;
    },
    read: (into, at) => file.read(into, at),
    overwrite: (bytes, at) => file.overwrite(bytes, at),
    truncate: (length) => file.truncate(length),
    async sync() {
      const began = now();
      await file.sync();
      metrics.observe("plaintalk_sync_seconds", now() - began);
    },
    syncNow: () => file.syncNow(),
    close: () => file.close(),
  };
}
