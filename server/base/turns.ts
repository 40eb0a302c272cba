/** Work that takes turns, by a key: of one key one thing at a time, in the order in which it was asked for. */

/** The turns of many keys. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Does something once all that came before it is over, however that ended. */
  run<T>(key: string, work: () => T | Promise<T>): Promise<T> {
    const done = (this.#last.get(key) ?? Promise.resolve()).then(work);
    const over = done.catch(() => {}).then(() => {
      if (this.#last.get(key) === over) this.#last.delete(key);
    });
    this.#last.set(key, over);
    return done;
  }

  /** Keys of which something is being done or waits. */
  get size(): number {
    return this.#last.size;
  }
}
