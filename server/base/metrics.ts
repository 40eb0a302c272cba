/**
 * Numbers for whoever watches the chat, in the text format of Prometheus (version 0.0.4). Only what is
 * in the table can be counted, so nothing that people send becomes a name or a label.
 */

/** Upper bounds of the buckets of a histogram, in seconds. */
const BUCKETS_S = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3];

/** Everything that is counted: the kind of number, what it says, and the one label it may have. */
const TABLE = {
  plaintalk_messages_total: ["counter", "Messages posted", ""],
  plaintalk_batches_total: ["counter", "Writes to files, one per batch of lines", ""],
  plaintalk_written_bytes_total: ["counter", "Bytes written to files", ""],
  plaintalk_queue_drops_total: ["counter", "Connections closed because they read too slowly", ""],
  plaintalk_limits_total: ["counter", "Requests refused by a rate limit", "what"],
  plaintalk_uploads_total: ["counter", "Attachments received", ""],
  plaintalk_push_total: ["counter", "Push notifications sent, failed or dropped", "result"],
  plaintalk_write_seconds: ["histogram", "Duration of a write", ""],
  plaintalk_sync_seconds: ["histogram", "Duration of a sync to the device", ""],
  plaintalk_loop_lag_seconds: ["histogram", "Event-loop lag, by a timer of one second", ""],
  plaintalk_connections: ["gauge", "Open WebSocket connections", ""],
  plaintalk_rooms: ["gauge", "Rooms, without private ones", ""],
  plaintalk_memory_bytes: ["gauge", "Resident memory of the process", ""],
  plaintalk_disk_free_bytes: ["gauge", "Free space on the disk of the data folder", ""],
} as const;

type Name = keyof typeof TABLE;
type Of<Kind> = { [N in Name]: (typeof TABLE)[N][0] extends Kind ? N : never }[Name];

interface Histogram {
  counts: number[];
  sum: number;
  count: number;
}

/** All numbers. */
export class Metrics {
  readonly #counters = new Map<Of<"counter">, Map<string, number>>();
  readonly #histograms = new Map<Of<"histogram">, Histogram>();

  /** Counts something; `label` comes from our own words alone. */
  count(name: Of<"counter">, by = 1, label = ""): void {
    const values = this.#counters.get(name) ?? new Map<string, number>();
    this.#counters.set(name, values);
    values.set(label, (values.get(label) ?? 0) + by);
  }

  /** Something took so many milliseconds. */
  observe(name: Of<"histogram">, ms: number): void {
    const histogram = this.#histogram(name);
    this.#histograms.set(name, histogram);
    const seconds = ms / 1000;
    const at = BUCKETS_S.findIndex((max) => seconds <= max);
    if (at >= 0) histogram.counts[at]!++;
    histogram.sum += seconds;
    histogram.count++;
  }

  /** The whole page. `gauges`: what is read now; what nobody knows is left out. */
  text(gauges: Record<Of<"gauge">, number | null>): string {
    const lines: string[] = [];
    for (const [name, [kind, help, label]] of Object.entries(TABLE)) {
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`);
      if (kind === "gauge") {
        const value = gauges[name as Of<"gauge">];
        if (value !== null) lines.push(`${name} ${value}`);
      } else if (kind === "counter") {
        const values = this.#counters.get(name as Of<"counter">);
        if (label === "") lines.push(`${name} ${values?.get("") ?? 0}`);
        else for (const [word, n] of values ?? []) lines.push(`${name}{${label}="${word}"} ${n}`);
      } else lines.push(...this.#lines(name as Of<"histogram">));
    }
    return `${lines.join("\n")}\n`;
  }

  #histogram(name: Of<"histogram">): Histogram {
    return this.#histograms.get(name) ?? { counts: BUCKETS_S.map(() => 0), sum: 0, count: 0 };
  }

  #lines(name: Of<"histogram">): string[] {
    const { counts, sum, count } = this.#histogram(name);
    let below = 0;
    const buckets = BUCKETS_S.map((max, i) => `${name}_bucket{le="${max}"} ${below += counts[i]!}`);
    return [
      ...buckets,
      `${name}_bucket{le="+Inf"} ${count}`,
      `${name}_sum ${sum}`,
      `${name}_count ${count}`,
    ];
  }
}
