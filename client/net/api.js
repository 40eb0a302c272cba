/**
 * Requests to the server: data, or an ApiError with the server's code. Addresses are relative to the
 * page, which may live under any path.
 *
 * @import { Page, SessionInfo } from "../../server/protocol.ts"
 */

/** A request that was refused or never arrived; `code` is a stable word, `offline` if it never did. */
export class ApiError extends Error {
  /**
   * @param {string} code
   * @param {string} [suggestion]
   */
  constructor(code, suggestion) {
    super(code);
    this.code = code;
    this.suggestion = suggestion;
  }
}

/** The server's answers. */
export class Api {
  #fetch;

  /** @param {typeof fetch} fetch */
  constructor(fetch) {
    this.#fetch = fetch;
  }

  /** @returns {Promise<SessionInfo>} */
  session() {
    return this.#ask("api/session");
  }

  /**
   * @param {string} name
   * @returns {Promise<SessionInfo>}
   */
  enter(name) {
    return this.#ask("api/session", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name }),
    });
  }

  /** @returns {Promise<SessionInfo>} */
  leave() {
    return this.#ask("api/session", { method: "DELETE" });
  }

  /**
   * @param {string} room
   * @param {{ before?: number, around?: number, limit: number }} where
   * @returns {Promise<Page>}
   */
  page(room, where) {
    const query = new URLSearchParams(Object.entries(where).map(([k, v]) => [k, String(v)]));
    return this.#ask(`api/rooms/${encodeURIComponent(room)}/messages?${query}`);
  }

  /**
   * @param {string} address
   * @param {RequestInit} [init]
   */
  async #ask(address, init) {
    let response;
    try {
      response = await this.#fetch.call(globalThis, address, init);
    } catch {
      throw new ApiError("offline");
    }
    const body = await response.json().catch(() => ({}));
    if (!response.ok) throw new ApiError(String(body.code ?? "internal"), body.suggestion);
    return body;
  }
}
