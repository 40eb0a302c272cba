/** Waiting for what other processes do: it happens, or a test fails saying that it did not. */

/**
 * How long anything is waited for. A journey waits for what happens, never for a time; this is only the
 * bound after which it is taken as never coming, far beyond what a busy machine needs.
 */
export const PATIENCE_MS = 60_000;

/** The promise's value, or null once so many milliseconds have passed. */
export async function deadline<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Looks again and again until it is true; throws, saying what was waited for, when it never is. */
export async function eventually(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  ms = PATIENCE_MS,
): Promise<void> {
  const end = performance.now() + ms;
  while (!await isTrue()) {
    if (performance.now() > end) throw new Error(`Waited ${ms} ms in vain: ${what}`);
    await new Promise((go) => setTimeout(go, 20));
  }
}
