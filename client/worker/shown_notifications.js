/**
 * What the system shows of the page: put there and taken back one after the other. Whoever asks Chromium for
 * all that is shown while one is on its way to the screen makes it forget that one, and a press on it then
 * leads nowhere (10 of 40 in a measurement).
 */

/**
 * Of the worker's registration.
 * @typedef {object} Screen
 * @property {(title: string, options: object) => Promise<void>} showNotification
 * @property {(filter: { tag?: string }) => Promise<{ close(): void }[]>} getNotifications
 */

export class ShownNotifications {
  #screen;
  /** Ends with what was begun last. */
  #last = /** @type {Promise<unknown>} */ (Promise.resolve());

  /** @param {Screen} screen */
  constructor(screen) {
    this.#screen = screen;
  }

  /**
   * @param {string} title
   * @param {object} options
   */
  show(title, options) {
    return this.#next(() => this.#screen.showNotification(title, options));
  }

  /**
   * Takes back what is shown of one room, or of all.
   * @param {string} [room]
   */
  close(room) {
    return this.#next(async () => {
      const shown = await this.#screen.getNotifications(room === undefined ? {} : { tag: room });
      for (const one of shown) one.close();
    });
  }

  /** @param {() => Promise<void>} work begun once what came before has ended, well or not */
  #next(work) {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }
}
