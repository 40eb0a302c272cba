/** How late the event loop is: what everybody waits for, whatever they asked. */
import type { Clock, Timer } from "../base/clock.ts";
import type { Metrics } from "../base/metrics.ts";

const MEASURE_INTERVAL_MS = 1000;

/** Measures once a second until the timer is cancelled. `stopwatch`: milliseconds that never step back. */
export function measureLoopLag(clock: Clock, stopwatch: () => number, metrics: Metrics): Timer {
  let ticked = stopwatch();
  return clock.every(MEASURE_INTERVAL_MS, () => {
    const now = stopwatch();
    metrics.observe("plaintalk_loop_lag_seconds", Math.max(0, now - ticked - MEASURE_INTERVAL_MS));
    ticked = now;
  });
}
