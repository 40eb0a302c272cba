/**
 * A part of the page whose code, words and looks are fetched when it is first wanted.
 *
 * @import { ComponentType } from "preact"
 */
import { useLayoutEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useSelect } from "./hooks.js";
import { loadRareWords } from "../words/words.js";

/**
 * @param {object} props what is not named here is handed on to the part
 * @param {() => Promise<ComponentType<any>>} props.load
 * @param {() => void} [props.onShown] called once the part is on the screen
 */
export function Lazy({ load, onShown, ...props }) {
  const [loaded, setLoaded] = useState(
    /** @type {{ component: ComponentType<any> } | null} */ (null),
  );
  const language = useSelect((state) => state.preferences.language);
  // What is there already is drawn before the browser paints.
  useLayoutEffect(() => {
    // Where it does not come, it is asked for again with the next use.
    Promise.all([load(), loadRareWords(language), loadLaterStyle()]).then(
      ([component]) => setLoaded({ component }),
      () => {},
    );
  }, []);
  useLayoutEffect(() => {
    if (loaded !== null) onShown?.();
  }, [loaded]);
  return loaded && html`<${loaded.component} ...${props} />`;
}

/** Fetches the looks of such parts; resolves once they count. */
function loadLaterStyle() {
  const known = document.querySelector("link[data-later]");
  const link = known instanceof HTMLLinkElement ? known : document.createElement("link");
  if (link.sheet !== null) return;
  return new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => {
      link.remove();
      reject();
    });
    if (known !== null) return;
    const first = document.querySelector("link[rel=stylesheet]");
    link.rel = "stylesheet";
    link.href = first?.getAttribute("href")?.replace("style.css", "later.css") ?? "";
    link.dataset.later = "";
    document.head.append(link);
  });
}
