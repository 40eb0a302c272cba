/** One request to the server, and why it came to nothing. Knows no address. */

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

/**
 * The answer of the server, or an ApiError.
 * @param {typeof fetch} fetch
 * @param {string} address relative to the page
 * @param {RequestInit} [init]
 */
export async function ask(fetch, address, init) {
  let response;
  try {
    response = await fetch.call(globalThis, address, init);
  } catch {
    throw new ApiError("offline");
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(String(body.code ?? "internal"), body.suggestion);
  return body;
}

/**
 * How a body of JSON is sent.
 * @param {string} method
 * @param {unknown} body
 * @returns {RequestInit}
 */
export function jsonInit(method, body) {
  const headers = { "content-type": "application/json" };
  return { method, headers, body: JSON.stringify(body) };
}
