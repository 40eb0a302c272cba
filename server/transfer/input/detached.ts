/** Short texts that are kept of long ones that are not. */

/** The same text by itself: a part of a string keeps all of that string in memory. */
export function detached(text: string): string {
  return ` ${text}`.slice(1);
}
