/**
 * Files that are to be sent: they go on their way as soon as they are chosen, a few at a time, and are
 * said, one message each, when the person says so and they have arrived.
 *
 * @import { Answered, SharedFile } from "../../server/protocol.ts"
 * @import { Store } from "../state/store.js"
 * @import { Upload } from "../state/state.js"
 * @import { Sending } from "../net/upload.js"
 */
import { ApiError } from "../net/api.js";

/**
 * @typedef {object} UploadOptions
 * @property {Store} store
 * @property {(room: string, file: File, extent: { width: number, height: number } | null,
 *   told: (part: number) => void) => Sending} upload
 * @property {(file: File) => Promise<{ width: number, height: number } | null>} extentOf
 * @property {(file: File) => string} preview an address under which the page can show a file
 * @property {(address: string) => void} forget
 * @property {(room: string, text: string, file: SharedFile, to?: Answered) => void} say
 * @property {(room: string) => Answered | undefined} takeAnswer what is answered with what is said now
 * @property {(fn: () => void, ms: number) => void} after sets a timer
 */

/**
 * @typedef {object} Kept
 * @property {File} file
 * @property {"waiting" | "going" | "resting"} stage resting: refused for now, to be tried again
 * @property {Sending | null} sending
 * @property {number} tries
 */

/** Files on their way at a time, and files that may wait in one room. */
const AT_A_TIME = 2;
export const MOST_FILES = 20;

/** Refusals after which trying again helps, how often, and after how many milliseconds. */
const PATIENT = new Set(["busy", "too_fast", "restarting", "offline"]);
const MOST_TRIES = 5;
const AGAIN_AFTER = 3000;

export class Uploads {
  #options;
  /** @type {Map<number, Kept>} */
  #files = new Map();
  #minted = 0;

  /** @param {UploadOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /**
   * Takes files for a room; they begin to go.
   * @param {string} room
   * @param {Iterable<File>} files
   */
  add(room, files) {
    const { store, preview } = this.#options;
    const { file_bytes: most } = store.state.limits;
    for (const file of files) {
      if (this.#of(room).length >= MOST_FILES) break;
      const id = ++this.#minted;
      this.#files.set(id, { file, stage: "waiting", sending: null, tries: 0 });
      store.dispatch({
        type: "upload",
        id,
        upload: {
          id,
          room,
          name: file.name,
          size: file.size,
          preview: file.type.startsWith("image/") && file.size <= most ? preview(file) : null,
          part: 0,
          problem: file.size > most ? "too_large" : file.size === 0 ? "empty" : null,
          text: null,
          file: null,
        },
      });
    }
    this.#next();
  }

  /**
   * Says everything that was chosen for a room, each when it has arrived; the words go with the first.
   * @param {string} room
   * @param {string} text
   */
  say(room, text) {
    const waiting = this.#of(room).filter(({ text, problem }) => text === null && problem === null);
    const to = waiting.length > 0 ? this.#options.takeAnswer(room) : undefined;
    for (const [i, { id }] of waiting.entries()) {
      this.#change(id, i === 0 ? { text, ...(to ? { to } : {}) } : { text: "" });
    }
    this.#sayReady(room);
    return waiting.length > 0;
  }

  /**
   * Takes a file back, wherever it is on its way; returns the words that were to go with it.
   * @param {number} id
   */
  remove(id) {
    const upload = this.#upload(id);
    this.#files.get(id)?.sending?.cancel();
    this.#forget(id);
    this.#next();
    return upload?.text ?? "";
  }

  /** Nobody is here any more: none of their files goes on. */
  forget() {
    for (const { id } of this.#options.store.state.uploads) {
      this.#files.get(id)?.sending?.cancel();
      this.#forget(id);
    }
  }

  /** @param {number} id */
  retry(id) {
    this.#change(id, { problem: null, part: 0 });
    this.#next();
  }

  #next() {
    const { uploads } = this.#options.store.state;
    let going = [...this.#files.values()].filter(({ stage }) => stage === "going").length;
    for (const upload of uploads) {
      const kept = this.#files.get(upload.id);
      if (going >= AT_A_TIME) return;
      if (kept?.stage !== "waiting" || upload.problem !== null || upload.file !== null) continue;
      going++;
      kept.stage = "going";
      void this.#send(upload.id, upload.room, kept);
    }
  }

  /**
   * @param {number} id
   * @param {string} room
   * @param {Kept} kept
   */
  async #send(id, room, kept) {
    const { upload, extentOf, after } = this.#options;
    try {
      const extent = await extentOf(kept.file);
      if (!this.#files.has(id)) return;
      kept.sending = upload(room, kept.file, extent, (part) => this.#change(id, { part }));
      const file = await kept.sending.done;
      this.#change(id, { file, part: 1 });
      this.#sayReady(room);
    } catch (error) {
      const code = error instanceof ApiError ? error.code : "internal";
      if (!this.#files.has(id)) return;
      if (PATIENT.has(code) && ++kept.tries < MOST_TRIES) {
        kept.stage = "resting";
        after(() => this.#again(kept), AGAIN_AFTER);
      } else {
        this.#change(id, { problem: code });
      }
    } finally {
      kept.sending = null;
      if (kept.stage === "going") kept.stage = "waiting";
      this.#next();
    }
  }

  /** @param {Kept} kept */
  #again(kept) {
    if (kept.stage === "resting") kept.stage = "waiting";
    this.#next();
  }

  /** @param {string} room */
  #sayReady(room) {
    // In the order in which they were chosen: a later one waits for those before it.
    for (const { id, text, file, to, problem } of this.#of(room)) {
      if (text === null || problem !== null) continue;
      if (file === null) return;
      this.#options.say(room, text, file, to);
      this.#forget(id);
    }
  }

  /** @param {string} room */
  #of(room) {
    return this.#options.store.state.uploads.filter((upload) => upload.room === room);
  }

  /** @param {number} id */
  #upload(id) {
    return this.#options.store.state.uploads.find((upload) => upload.id === id);
  }

  /**
   * @param {number} id
   * @param {Partial<Upload>} changes
   */
  #change(id, changes) {
    const upload = this.#upload(id);
    if (upload === undefined) return;
    this.#options.store.dispatch({ type: "upload", id, upload: { ...upload, ...changes } });
  }

  /** @param {number} id */
  #forget(id) {
    const address = this.#upload(id)?.preview ?? null;
    if (address !== null) this.#options.forget(address);
    this.#files.delete(id);
    this.#options.store.dispatch({ type: "upload", id, upload: null });
  }
}
