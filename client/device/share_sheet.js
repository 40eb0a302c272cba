/** The system's own sheet to send something on, where a browser has one. */

/** Sends a link on; null where there is no such sheet. */
export const shareSheet = () => "share" in navigator ? share : null;

/** @param {string} url */
async function share(url) {
  try {
    await navigator.share({ url });
  } catch (error) {
    // Who closes the sheet without choosing has changed their mind.
    if (!(error instanceof DOMException)) throw error;
  }
}
