/**
 * What is not drawn by a component: title, icon, language, letters and theme of the whole page. Touched
 * only where something changed, for the browser draws everything anew when one of them is set.
 *
 * @import { Preferences } from "../state/state.js"
 */

/** After which a browser that cannot say so is taken to be idle. */
const IDLE_MS = 2000;

/**
 * What this chat is called, and the address of its picture where it has one of its own.
 * @param {Document} page as the server sent it
 * @returns {{ title: string, logo: string | null }}
 */
export function brandOf(page) {
  const title = page.querySelector("meta[name=application-name]")?.getAttribute("content");
  const icon = page.querySelector("link[rel=icon]");
  const logo = icon instanceof HTMLElement && icon.dataset.logo !== undefined;
  return { title: title || "Plaintalk", logo: logo ? icon.getAttribute("href") : null };
}

/** The page around what is drawn. */
export class DocumentUpdater {
  #applied = "";
  /** The address of the icon where nothing is unread. */
  #icon = /** @type {string | null} */ (null);

  /**
   * @param {{ title: string, unread: number, preferences: Preferences }} look
   * @param {(unread: number) => void} badge puts a number on the icon of the program
   */
  update({ title, unread, preferences: { language, size, theme } }, badge) {
    const look = JSON.stringify([title, unread, language, size, theme]);
    if (look === this.#applied) return;
    this.#applied = look;
    document.title = `${unread > 0 ? `(${unread}) ` : ""}${title}`;
    badge(unread);
    const icon = document.querySelector("link[rel=icon]");
    this.#icon ??= icon?.getAttribute("href") ?? "";
    const unreadIcon = this.#icon.replace(/\.\w+$/, "-unread.svg");
    const wanted = unread > 0 ? unreadIcon : this.#icon;
    if (icon?.getAttribute("href") !== wanted) icon?.setAttribute("href", wanted);
    const page = document.documentElement;
    if (page.lang !== language) page.lang = language;
    if (page.dataset.size !== size) page.dataset.size = size;
    if (theme === "auto") delete page.dataset.theme;
    else if (page.dataset.theme !== theme) page.dataset.theme = theme;
  }
}

/**
 * Fetches what dialogs and menus need once there is nothing else to do, so that they open whole; not for
 * who pays for every byte.
 * @param {() => Promise<void>} loadWords
 */
export function prefetchLazyModules(loadWords) {
  const template = document.getElementById("later");
  if (!(template instanceof HTMLTemplateElement) || isSavingData()) return;
  const add = () => {
    document.head.append(template.content);
    // Where they do not come, whoever needs them asks again.
    loadWords().catch(() => {});
  };
  if ("requestIdleCallback" in globalThis) requestIdleCallback(add);
  else setTimeout(add, IDLE_MS);
}

function isSavingData() {
  const { connection } = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator);
  return connection?.saveData === true;
}
