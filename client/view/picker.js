/**
 * The way to the emoji picker, whose code is fetched when it is first opened.
 *
 * @import { ComponentType } from "preact"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";

/** @typedef {{ onPick: (emoji: string) => void, onClose: () => void }} PickerProps */

/** @param {PickerProps} props */
export function Picker(props) {
  const [loaded, setLoaded] = useState(
    /** @type {{ component: ComponentType<PickerProps> } | null} */ (null),
  );
  useEffect(() => {
    void import("./lazy/emoji_picker.js").then(({ EmojiPicker }) =>
      setLoaded({ component: EmojiPicker })
    );
  }, []);
  return loaded && html`<${loaded.component} ...${props} />`;
}
