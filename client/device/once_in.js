/** What is asked for often, and done once for all who asked meanwhile. */

/**
 * @param {number} ms from the first who asks until it is done
 * @param {() => void} what
 * @param {(fn: () => void, ms: number) => unknown} after sets a timer
 * @returns {() => void} asks for it
 */
export function onceIn(ms, what, after) {
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    after(() => {
      isDue = false;
      what();
    }, ms);
  };
}
