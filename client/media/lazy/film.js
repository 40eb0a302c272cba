/** The first frame of a film, as this browser shows it. */

/** Milliseconds after which a film that does not begin is left without a picture. */
const PATIENCE_MS = 8000;
/** Seconds: the very first frame is often black. */
const MOMENT_S = 0.1;

/**
 * @param {Blob} file
 * @returns {Promise<ImageBitmap | null>}
 */
export async function firstFrame(file) {
  const address = URL.createObjectURL(file);
  const film = document.createElement("video");
  try {
    film.muted = true;
    film.playsInline = true;
    film.preload = "auto";
    film.src = address;
    await event(film, "loadeddata");
    film.currentTime = Math.min(MOMENT_S, Number.isFinite(film.duration) ? film.duration / 2 : 0);
    await event(film, "seeked");
    return await createImageBitmap(film);
  } catch {
    // Not every browser shows every film.
    return null;
  } finally {
    film.removeAttribute("src");
    film.load();
    URL.revokeObjectURL(address);
  }
}

/**
 * @param {HTMLVideoElement} film
 * @param {string} name
 */
function event(film, name) {
  const { promise, resolve, reject } = Promise.withResolvers();
  const timer = setTimeout(() => reject(new Error("It does not begin")), PATIENCE_MS);
  film.addEventListener(name, resolve, { once: true });
  film.addEventListener("error", () => reject(new Error("It cannot be shown")), { once: true });
  return promise.finally(() => clearTimeout(timer));
}
