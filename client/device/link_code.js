/**
 * The code of a link that somebody came by. It is taken out of the address at once, so that nobody reads
 * it over a shoulder, in the history or in an address that is sent on; this tab keeps it until it was
 * used, so that a reload loses nothing.
 *
 * @import { StorageArea } from "./storage_area.js"
 */

/** @typedef {"invite" | "handover" | "reset" | "setup"} Kind */
/** @typedef {{ kind: Kind, code: string }} Code */

const KINDS = /** @type {const} */ (["handover", "invite", "reset", "setup"]);
const KEY = "plaintalk:link";
const IN_HASH = /^#(handover|invite)=(.+)$/;

/** True for the part behind `#` of a link with a code. */
export function isLinkHash(/** @type {string} */ hash) {
  return IN_HASH.test(hash);
}

export class LinkCode {
  #shelf;
  /** @type {Code | null} */
  code;

  /**
   * @param {StorageArea} shelf of this tab
   * @param {Pick<Location, "hash" | "pathname" | "search">} location
   * @param {Pick<History, "state" | "replaceState">} history
   */
  constructor(shelf, location, history) {
    this.#shelf = shelf;
    const found = codeIn(location);
    if (found === null) {
      this.code = readCode(shelf.read(KEY));
      return;
    }
    this.code = found;
    shelf.write(KEY, found);
    const hash = isLinkHash(location.hash) ? "" : location.hash;
    history.replaceState(history.state, "", location.pathname + hash);
  }

  /** It was used, or is not wanted: a reload comes without it. */
  forget() {
    this.#shelf.write(KEY, null);
  }
}

/**
 * @param {Pick<Location, "hash" | "search">} location
 * @returns {Code | null}
 */
function codeIn({ hash, search }) {
  const [, kind, code] = IN_HASH.exec(hash) ?? [];
  if (kind !== undefined && code !== undefined) {
    return readCode({ kind, code });
  }
  const query = new URLSearchParams(search);
  for (const kind of KINDS) {
    const code = query.get(kind);
    if (code !== null) return { kind, code };
  }
  return null;
}

/**
 * @param {any} value
 * @returns {Code | null}
 */
function readCode(value) {
  const kind = KINDS.find((one) => one === value?.kind);
  const code = value?.code;
  return kind !== undefined && typeof code === "string" ? { kind, code } : null;
}
