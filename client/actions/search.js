/**
 * A search that runs: what it has found so far, how far it is, and the way to break it off.
 *
 * @import { Found, Message } from "../../server/protocol.ts"
 */

/**
 * @typedef {object} Progress
 * @property {{ room: string, message: Message }[]} hits newest first
 * @property {number} done 0 to 1
 * @property {boolean} more there were more hits than one search tells
 * @property {boolean} running
 * @property {string | null} problem code of the error that ended it
 */

/**
 * Asks and tells what comes; returns what breaks it off.
 * @param {typeof fetch} fetch
 * @param {{ query: string, room: string | null }} wanted `room`: null for all rooms
 * @param {(progress: Progress) => void} tell
 * @returns {() => void}
 */
export function runSearch(fetch, { query, room }, tell) {
  const ending = new AbortController();
  const place = room === null ? "api" : `api/rooms/${encodeURIComponent(room)}`;
  const address = `${place}/search?${new URLSearchParams({ q: query })}`;
  /** @type {Progress} */
  let progress = { hits: [], done: 0, more: false, running: true, problem: null };
  /** @param {Partial<Progress>} changes */
  const change = (changes) => {
    if (ending.signal.aborted) return;
    progress = { ...progress, ...changes };
    tell(progress);
  };
  /** @param {string} line */
  const take = (line) => {
    /** @type {Found} */
    const found = JSON.parse(line);
    if ("message" in found) change({ hits: [...progress.hits, found] });
    else if ("done" in found) change({ done: found.done });
    else change({ more: true });
  };
  async function run() {
    const answer = await fetch.call(globalThis, address, { signal: ending.signal });
    if (!answer.ok || answer.body === null) {
      const { code } = await answer.json().catch(() => ({ code: "internal" }));
      change({ running: false, problem: String(code) });
      return;
    }
    const decoder = new TextDecoder();
    const reader = answer.body.getReader();
    let rest = "";
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      const lines = (rest + decoder.decode(step.value, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) take(line);
    }
    change({ running: false, done: 1 });
  }
  tell(progress);
  run().catch(() => change({ running: false, problem: "offline" }));
  return () => ending.abort();
}
