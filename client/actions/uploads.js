/**
 * Files that are to be sent: they go on their way as soon as they are chosen, a few at a time, and are
 * said, one message each, when the person says so and they have arrived.
 *
 * @import { Answered, SharedFile } from "../../server/protocol.ts"
 * @import { Store } from "../state/store.js"
 * @import { Upload } from "../state/state.js"
 * @import { UploadRequest } from "../net/upload.js"
 * @import { Media } from "../media/media.js"
 * @import { Prepared } from "../media/lazy/prepare.js"
 */
import { ApiError } from "../net/request.js";

/**
 * @typedef {object} UploadOptions
 * @property {Store} store
 * @property {(room: string, prepared: Prepared, onProgress: (part: number) => void) => UploadRequest} upload
 * @property {Media} media
 * @property {(file: File) => string} createPreview an address under which the page can show a file
 * @property {(address: string) => void} revokePreview
 * @property {(room: string, text: string, file: SharedFile, to?: Answered) => void} sendMessage
 * @property {(room: string) => Answered | undefined} takeReply what is answered with what is said now
 * @property {(fn: () => void, ms: number) => void} after sets a timer
 */

/**
 * @typedef {object} Transfer
 * @property {File} file
 * @property {"queued" | "sending" | "backing_off"} stage backing_off: refused for now, to be tried again
 * @property {UploadRequest | null} request
 * @property {number} tries
 */

/** Files on their way at a time. */
const MAX_CONCURRENT_UPLOADS = 2;

/** Refusals after which trying again helps, how often, and after how many milliseconds. */
const RETRYABLE = new Set(["busy", "too_fast", "restarting", "offline"]);
const MAX_TRIES = 5;
const RETRY_DELAY_MS = 3000;

export class Uploads {
  #options;
  /** @type {Map<number, Transfer>} */
  #files = new Map();
  #lastId = 0;
  /** Files that may wait in one room. */
  maxPerRoom = 20;

  /** @param {UploadOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /**
   * Takes files for a room; they begin to go. Returns how many were left out, for more do not wait.
   * @param {string} room
   * @param {Iterable<File>} files
   */
  add(room, files) {
    const { store, createPreview } = this.#options;
    const { file_bytes: maxBytes } = store.state.limits;
    const isOriginal = this.#inRoom(room).some((upload) => upload.isOriginal);
    let left = 0;
    for (const file of files) {
      if (this.#inRoom(room).length >= this.maxPerRoom) {
        left++;
        continue;
      }
      const id = ++this.#lastId;
      this.#files.set(id, { file, stage: "queued", request: null, tries: 0 });
      store.dispatch({
        type: "upload",
        id,
        upload: {
          id,
          room,
          name: file.name,
          size: file.size,
          fullSize: file.size,
          isOriginal,
          isSmaller: false,
          preview: isPicture(file) ? createPreview(file) : null,
          progress: 0,
          problem: file.size > maxBytes && !isPicture(file)
            ? "too_large"
            : file.size === 0
            ? "empty"
            : null,
          text: null,
          file: null,
        },
      });
    }
    this.#startNext();
    return left;
  }

  /**
   * Says everything that was chosen for a room, each when it has arrived; the words go with the first.
   * @param {string} room
   * @param {string} text
   */
  send(room, text) {
    const chosen = this.#inRoom(room).filter(({ text, problem }) =>
      text === null && problem === null
    );
    const to = chosen.length > 0 ? this.#options.takeReply(room) : undefined;
    for (const [i, { id }] of chosen.entries()) {
      this.#change(id, i === 0 ? { text, ...(to ? { to } : {}) } : { text: "" });
    }
    this.#sendReady(room);
    return chosen.length > 0;
  }

  /**
   * Photos of a room that were not said yet go with all their pixels, or smaller.
   * @param {string} room
   * @param {boolean} isOriginal
   */
  setOriginal(room, isOriginal) {
    for (const { id, text, fullSize: size } of this.#inRoom(room)) {
      const transfer = this.#files.get(id);
      if (transfer === undefined || text !== null || !isPicture(transfer.file)) continue;
      transfer.request?.cancel();
      const { file } = transfer;
      this.#files.set(id, { file, stage: "queued", request: null, tries: 0 });
      this.#change(id, {
        isOriginal,
        isSmaller: false,
        size,
        file: null,
        progress: 0,
        problem: null,
      });
    }
    this.#startNext();
  }

  /**
   * Takes a file back, wherever it is on its way; returns the words that were to go with it.
   * @param {number} id
   */
  remove(id) {
    const upload = this.#upload(id);
    this.#files.get(id)?.request?.cancel();
    this.#remove(id);
    this.#startNext();
    return upload?.text ?? "";
  }

  /** Nobody is here any more: none of their files goes on. */
  reset() {
    for (const { id } of this.#options.store.state.uploads) {
      this.#files.get(id)?.request?.cancel();
      this.#remove(id);
    }
  }

  /** @param {number} id */
  retry(id) {
    this.#change(id, { problem: null, progress: 0 });
    this.#startNext();
  }

  #startNext() {
    const { uploads } = this.#options.store.state;
    let active = [...this.#files.values()].filter(({ stage }) => stage === "sending").length;
    for (const upload of uploads) {
      const transfer = this.#files.get(upload.id);
      if (active >= MAX_CONCURRENT_UPLOADS) return;
      if (transfer?.stage !== "queued" || upload.problem !== null || upload.file !== null) {
        continue;
      }
      active++;
      transfer.stage = "sending";
      void this.#send(upload.id, upload.room, transfer);
    }
  }

  /**
   * @param {number} id
   * @param {string} room
   * @param {Transfer} transfer
   */
  async #send(id, room, transfer) {
    const { upload, after, store } = this.#options;
    /** Another one took its place, or none: the person wants it otherwise. */
    const isOver = () => this.#files.get(id) !== transfer;
    try {
      const { isOriginal = false } = this.#upload(id) ?? {};
      const { preview_bytes: previewBytes, file_bytes: maxBytes } = store.state.limits;
      const prepared = await this.#prepared(transfer.file, { isOriginal, previewBytes });
      if (isOver()) return;
      if (prepared.file.size > maxBytes) throw new ApiError("too_large");
      const { file: { size }, isSmaller } = prepared;
      this.#change(id, { size, isSmaller });
      transfer.request = upload(room, prepared, (progress) => {
        if (!isOver()) this.#change(id, { progress });
      });
      const file = await transfer.request.done;
      if (isOver()) return;
      this.#change(id, { file, progress: 1 });
      this.#sendReady(room);
    } catch (error) {
      const code = error instanceof ApiError ? error.code : "internal";
      if (isOver()) return;
      if (RETRYABLE.has(code) && ++transfer.tries < MAX_TRIES) {
        transfer.stage = "backing_off";
        after(() => this.#requeue(transfer), RETRY_DELAY_MS);
      } else {
        this.#change(id, { problem: code });
      }
    } finally {
      transfer.request = null;
      if (transfer.stage === "sending") transfer.stage = "queued";
      this.#startNext();
    }
  }

  /**
   * Made ready by code that may have to be fetched first.
   * @param {File} file
   * @param {{ isOriginal: boolean, previewBytes: number }} how
   */
  async #prepared(file, how) {
    try {
      return await this.#options.media.prepare(file, how);
    } catch {
      throw new ApiError("offline");
    }
  }

  /** @param {Transfer} transfer */
  #requeue(transfer) {
    if (transfer.stage === "backing_off") transfer.stage = "queued";
    this.#startNext();
  }

  /** @param {string} room */
  #sendReady(room) {
    // In the order in which they were chosen: a later one waits for those before it.
    for (const { id, text, file, to, problem } of this.#inRoom(room)) {
      if (text === null || problem !== null) continue;
      if (file === null) return;
      this.#options.sendMessage(room, text, file, to);
      this.#remove(id);
    }
  }

  /** @param {string} room */
  #inRoom(room) {
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
  #remove(id) {
    const address = this.#upload(id)?.preview ?? null;
    if (address !== null) this.#options.revokePreview(address);
    this.#files.delete(id);
    this.#options.store.dispatch({ type: "upload", id, upload: null });
  }
}

/**
 * A photo may become smaller than it is.
 * @param {File} file
 */
function isPicture({ type }) {
  return type.startsWith("image/");
}
