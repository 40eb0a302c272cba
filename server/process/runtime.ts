/** What is set in Deno, or asked of it, so that a chat costs little and lives on. */

/**
 * Hashing passwords leaves memory behind that the C library keeps for itself, 20 MB for each of its
 * threads, unless MALLOC_MMAP_THRESHOLD_ says otherwise as in deno.json. The runtime gives it back
 * when a worker ends (measured: 336 to 89 MB), so one begins and ends.
 */
export function releaseMemory(): void {
  try {
    if (Deno.build.os !== "linux" || Deno.env.has("MALLOC_MMAP_THRESHOLD_")) return;
    new Worker("data:text/javascript,self.close()", { type: "module" });
  } catch {
    // Without the permission it keeps the memory, which does not grow any further.
  }
}

/**
 * The runtime copies each frame into a buffer of its connection before it writes it, and the buffer keeps
 * the length of the longest one. With this set before the first connection it writes frames from where they
 * stand (measured: 8,000 idle people cost 19 KB each instead of 33).
 */
export function writeFromWhereFramesStand(): void {
  try {
    Deno.env.set("DENO_USE_WRITEV", "1");
  } catch {
    // Without the permission it costs that memory.
  }
}

/** True where systemd's journal takes what is written, and adds the time to it. */
export function isInJournal(): boolean {
  try {
    return Deno.env.get("JOURNAL_STREAM") !== undefined;
  } catch {
    // Without the permission to ask.
    return false;
  }
}

/** A promise that nobody waited for is a mistake of ours, and no reason to end everybody's chat. */
export function keepAlive(onBug: (error: unknown) => void): void {
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    onBug(event.reason instanceof Error ? event.reason.stack : event.reason);
  });
}

/** Signals that end the process; Windows knows one of them. */
const ENDS: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];

/** Listens for signals from now on, so that none of them ends the process unheard. */
export function onSignals(
  { end, disconnectAll }: { end: (signal: Deno.Signal) => void; disconnectAll: () => void },
): void {
  for (const signal of ENDS) Deno.addSignalListener(signal, () => end(signal));
  // A terminal that closes, or `systemctl reload`.
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGHUP", disconnectAll);
}
