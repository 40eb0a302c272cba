/**
 * A part of the page whose code is fetched when it is first wanted.
 *
 * @import { ComponentType } from "preact"
 */
import { useLayoutEffect, useState } from "preact/hooks";
import { html } from "htm/preact";

/**
 * @param {object} props what is not named here is handed on to the part
 * @param {() => Promise<ComponentType<any>>} props.load
 * @param {() => void} [props.onShown] called once the part is on the screen
 */
export function Lazy({ load, onShown, ...props }) {
  const [loaded, setLoaded] = useState(
    /** @type {{ component: ComponentType<any> } | null} */ (null),
  );
  // What is there already is drawn before the browser paints.
  useLayoutEffect(() => {
    // Where it does not come, it is asked for again with the next use.
    load().then((component) => setLoaded({ component }), () => {});
  }, []);
  useLayoutEffect(() => {
    if (loaded !== null) onShown?.();
  }, [loaded]);
  return loaded && html`<${loaded.component} ...${props} />`;
}
