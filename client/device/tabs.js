/**
 * The tabs of this browser: each holds a lock for as long as it lives, so that what a dead one left
 * unsent can be told from what a living one is sending. Where a browser has no locks, as on a page
 * without HTTPS, every other tab counts as dead: what two send is stored once, by its ref.
 */

const LOCK_PREFIX = "plaintalk tab ";

/** This tab among the others. */
export class Tabs {
  #locks;
  id;

  /**
   * @param {LockManager | undefined} locks
   * @param {string} id
   */
  constructor(locks, id) {
    this.#locks = locks;
    this.id = id;
    // Never let go: the browser does that when the tab is gone.
    void locks?.request(LOCK_PREFIX + id, () => new Promise(() => {})).catch(() => {});
  }

  /** @returns {Promise<(tab: string | undefined) => boolean>} true for another tab that lives */
  async liveTabs() {
    const { held = [] } = await this.#locks?.query().catch(() => null) ?? {};
    const names = new Set(held.map(({ name }) => name));
    return (tab) => tab !== undefined && tab !== this.id && names.has(LOCK_PREFIX + tab);
  }
}

/**
 * The id of a tab, which outlives a reload of it.
 * @param {Storage | null} storage of the tab
 * @param {() => string} mint
 */
export function tabId(storage, mint) {
  try {
    const id = storage?.getItem("plaintalk tab") ?? mint();
    storage?.setItem("plaintalk tab", id);
    return id;
  } catch {
    return mint();
  }
}
