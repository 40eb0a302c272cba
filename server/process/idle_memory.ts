/** Gives memory back to the system once nothing that takes much of it has run for a while. */
import type { Clock, Timer } from "../base/clock.ts";

const IDLE_MS = 2000;

/** Returns what is called whenever such work ends. */
export function releaseWhenIdle(clock: Clock, release: () => void): () => void {
  let waiting: Timer | null = null;
  return () => {
    waiting?.cancel();
    waiting = clock.after(IDLE_MS, release);
  };
}
