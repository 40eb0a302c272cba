/** The browser's offer to install the page, which it makes once and early: kept until somebody wants it. */

/** @typedef {Event & { prompt: () => Promise<unknown> }} Offer */

export class InstallOffer {
  /** @type {Offer | null} */
  #offer = null;
  #page;

  /** @param {Window & { navigator: { standalone?: boolean } }} page */
  constructor(page) {
    this.#page = page;
    page.addEventListener("beforeinstallprompt", (event) => {
      // Else some browsers ask at once, in front of everything.
      event.preventDefault();
      this.#offer = /** @type {Offer} */ (event);
    });
  }

  /** How the page can be installed: by a press, by hand on an iPhone or iPad, or not at all. */
  get way() {
    if (this.#offer !== null) return "press";
    return this.#page.navigator.standalone === false ? "by_hand" : null;
  }

  /** Lets the browser ask, which it does once. */
  async accept() {
    const offer = this.#offer;
    this.#offer = null;
    await offer?.prompt();
  }
}
