/** Keeps the page for when there is no network, where the browser lets a page do that. */

/**
 * Registers the worker; a page without HTTPS has none.
 * @param {(hash: string) => void} open goes where a press on one of its notifications leads
 */
export async function registerServiceWorker(open) {
  if (!isSecureContext || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", ({ data }) => open(String(data?.open)));
  try {
    await navigator.serviceWorker.register(trusted("sw.js"));
  } catch {
    // Then it needs the network, as any page does.
  }
}

/**
 * Our policy takes no address of a script as a mere string (Trusted Types).
 * @param {string} address
 */
function trusted(address) {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  if (types === undefined) return address;
  const policy = types.createPolicy("plaintalk", { createScriptURL: () => address });
  return policy.createScriptURL("");
}
