/**
 * A part of the page whose code is fetched when it is first wanted.
 *
 * @import { ComponentType } from "preact"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";

/** @param {{ load: () => Promise<ComponentType<any>>, [name: string]: unknown }} props */
export function Lazy({ load, ...props }) {
  const [loaded, setLoaded] = useState(/** @type {{ part: ComponentType<any> } | null} */ (null));
  useEffect(() => void load().then((part) => setLoaded({ part })), []);
  return loaded && html`<${loaded.part} ...${props} />`;
}
