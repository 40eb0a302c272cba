import { assert, assertEquals } from "@std/assert";
import { Metrics } from "../../../server/base/metrics.ts";

const GAUGES = {
  plaintalk_connections: 3,
  plaintalk_rooms: 2,
  plaintalk_memory_bytes: 1000,
  plaintalk_disk_free_bytes: null,
};

Deno.test("Metrics.text() is what Prometheus reads: help, type and a number for each", () => {
  const metrics = new Metrics();
  metrics.count("plaintalk_messages_total");
  metrics.count("plaintalk_messages_total", 2);
  metrics.count("plaintalk_limits_total", 1, "say");
  for (const ms of [0.05, 2, 5000]) metrics.observe("plaintalk_write_seconds", ms);
  const text = metrics.text(GAUGES);
  const lines = text.split("\n");
  for (const line of lines.slice(0, -1)) {
    const isFit = /^# (HELP|TYPE) \w+ .+$|^\w+(\{\w+="[^"\\]*"\})? -?[\d.e+-]+$/.test(line);
    assert(isFit, line);
  }
  assert(lines.includes("plaintalk_messages_total 3"));
  assert(lines.includes('plaintalk_limits_total{what="say"} 1'));
  assert(lines.includes("plaintalk_connections 3"));
  assertEquals(lines.filter((line) => line.startsWith("plaintalk_disk_free")), []);
  const buckets = lines.filter((line) => line.startsWith("plaintalk_write_seconds_bucket"));
  assertEquals(buckets.map((line) => Number(line.split(" ")[1])), [
    1,
    1,
    1,
    2,
    2,
    2,
    2,
    2,
    2,
    2,
    3,
  ]);
  assert(lines.includes("plaintalk_write_seconds_count 3"));
});
