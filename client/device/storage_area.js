/**
 * Values in the browser's storage. One that is forbidden, full, or holds something else under our
 * names is one that remembers less, never an error.
 */
export class StorageArea {
  #storage;

  /** @param {Storage | null} storage null where the browser forbids it */
  constructor(storage) {
    this.#storage = storage;
  }

  /**
   * @param {string} key
   * @returns {any} whatever somebody put there: the caller looks at it closely
   */
  read(key) {
    try {
      return JSON.parse(this.#storage?.getItem(key) ?? "null");
    } catch {
      return null;
    }
  }

  /**
   * @param {string} key
   * @param {unknown} value null forgets
   * @returns {boolean} false where it is not kept
   */
  write(key, value) {
    try {
      if (value === null) this.#storage?.removeItem(key);
      else this.#storage?.setItem(key, JSON.stringify(value));
      return this.#storage !== null;
    } catch {
      return false;
    }
  }

  /**
   * @param {string} prefix
   * @returns {string[]}
   */
  keys(prefix) {
    try {
      return Object.keys(this.#storage ?? {}).filter((key) => key.startsWith(prefix));
    } catch {
      return [];
    }
  }

  /** @param {string} prefix */
  removeAll(prefix) {
    for (const key of this.keys(prefix)) this.write(key, null);
  }
}

/**
 * @param {() => Storage} get
 * @returns {Storage | null} null where the browser forbids it: the page then remembers nothing
 */
export function storageOrNull(get) {
  let storage = null;
  try {
    storage = get();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
  return storage;
}
