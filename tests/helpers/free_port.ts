/**
 * Ports of this machine that nobody listens on now, each handed out once. They lie below those that the system
 * gives to whoever asks for any, and in a range that hardly another process of tests has: what is started again
 * and again at its port must not find somebody else there.
 */
const FIRST = 10_000;
const COUNT = 22_000;

/** Files of tests run side by side in one process: each begins somewhere else. */
const given = { next: crypto.getRandomValues(new Uint32Array(1))[0]! % COUNT };

/** Another one. */
export function freePort(): number {
  for (;;) {
    const port = FIRST + given.next++ % COUNT;
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}
