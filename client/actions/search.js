/**
 * A search that runs: what it has found so far, how far it is, and the way to break it off.
 *
 * @import { Message } from "../../server/protocol.ts"
 * @import { Found } from "../../server/protocol_http.ts"
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
 * @param {(progress: Progress) => void} onProgress
 * @returns {() => void}
 */
export function runSearch(fetch, { query, room }, onProgress) {
  const controller = new AbortController();
  const place = room === null ? "api" : `api/rooms/${encodeURIComponent(room)}`;
  const address = `${place}/search?${new URLSearchParams({ q: query })}`;
  /** @type {Progress} */
  let progress = { hits: [], done: 0, more: false, running: true, problem: null };
  /** @param {Partial<Progress>} changes */
  const update = (changes) => {
    if (controller.signal.aborted) return;
    progress = { ...progress, ...changes };
    onProgress(progress);
  };
  /** @param {string} line */
  const onLine = (line) => {
    /** @type {Found} */
    const found = JSON.parse(line);
    if ("message" in found) update({ hits: [...progress.hits, found] });
    else if ("done" in found) update({ done: found.done });
    else update({ more: true });
  };
  async function run() {
    const response = await fetch.call(globalThis, address, { signal: controller.signal });
    if (!response.ok || response.body === null) {
      const { code } = await response.json().catch(() => ({ code: "internal" }));
      update({ running: false, problem: String(code) });
      return;
    }
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    let remainder = "";
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      const lines = (remainder + decoder.decode(step.value, { stream: true })).split("\n");
      remainder = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    }
    update({ running: false, done: 1 });
  }
  onProgress(progress);
  run().catch(() => update({ running: false, problem: "offline" }));
  return () => controller.abort();
}
