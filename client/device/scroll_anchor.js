/**
 * Keeps a list where its reader is: at the end if that is where they were, else at the very message
 * they were looking at, whatever is added above or grows in between.
 */

/** This close to the end, in pixels, counts as there. */
const END_MARGIN_PX = 80;

/** Holds the place in one scrolling list. */
export class ScrollAnchor {
  /** @type {HTMLElement} */
  #list;
  #atEnd = true;
  /** @type {{ key: string, top: number } | null} */
  #anchor = null;

  /** @param {HTMLElement} list */
  constructor(list) {
    this.#list = list;
  }

  get atEnd() {
    return this.#atEnd;
  }

  /** True where the end is more than a screen away. */
  get isFar() {
    const { scrollTop, scrollHeight, clientHeight } = this.#list;
    return scrollHeight - scrollTop - clientHeight > clientHeight;
  }

  /** Remembers where the reader is. Called when they scroll. */
  remember() {
    const { scrollTop, scrollHeight, clientHeight } = this.#list;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < END_MARGIN_PX;
    this.#anchor = null;
    for (const row of this.#rows()) {
      if (row.offsetTop + row.offsetHeight <= scrollTop) continue;
      this.#anchor = { key: row.dataset.key ?? "", top: row.offsetTop - scrollTop };
      return;
    }
  }

  /** Puts the list back after something changed. */
  restore() {
    if (this.#atEnd) {
      this.#list.scrollTop = this.#list.scrollHeight;
      return;
    }
    const anchor = this.#anchor;
    const row = this.#rows().find(({ dataset }) => dataset.key === anchor?.key);
    if (anchor === null) return;
    if (row !== undefined) this.#list.scrollTop = row.offsetTop - anchor.top;
    else if (this.#isTrimmed(anchor.key)) this.#list.scrollTop = 0;
  }

  /**
   * True for a message that is older than the oldest row: the nearest to it is the first.
   * @param {string} key
   */
  #isTrimmed(key) {
    const oldest = this.#rows().map(({ dataset }) => Number(dataset.key)).find(Number.isFinite);
    return oldest !== undefined && Number(key) < oldest;
  }

  /** Goes to the end and stays there. */
  scrollToEnd() {
    this.#atEnd = true;
    this.restore();
  }

  /**
   * Goes to a row; false if it is not there.
   * @param {string} key
   */
  scrollToRow(key) {
    const row = this.#rows().find(({ dataset }) => dataset.key === key);
    if (row === undefined) return false;
    this.#list.scrollTop = Math.max(0, row.offsetTop - this.#list.clientHeight / 3);
    this.remember();
    return true;
  }

  /** @returns {HTMLElement[]} */
  #rows() {
    return [...this.#list.querySelectorAll("[data-key]")].filter((row) =>
      row instanceof HTMLElement
    );
  }
}
