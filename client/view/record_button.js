/** The way to say something instead of writing it, where this browser can record. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useWords } from "./hooks.js";
import { IconButton } from "./icons.js";

/** Browsers give no microphone to a page that came without HTTPS. */
const canRecord = () => "MediaRecorder" in globalThis && navigator.mediaDevices !== undefined;

/**
 * Whether a voice message is being said; the cursor goes back into the field when it is over.
 * @param {import("preact").RefObject<HTMLElement | null>} field
 * @returns {[boolean, (isOn: boolean) => void]}
 */
export function useRecording(field) {
  const [isOn, setOn] = useState(false);
  const wasOn = useRef(false);
  useLayoutEffect(() => {
    // On a phone the keyboard would come up, which nobody asked for.
    if (wasOn.current && matchMedia("(pointer: fine)").matches) field.current?.focus();
    wasOn.current = isOn;
  }, [isOn]);
  return [isOn, setOn];
}

/** @param {{ onClick: () => void }} props */
export function RecordButton({ onClick }) {
  const t = useWords();
  return canRecord() && html`
    <${IconButton}
      class="composer__tool"
      test="voice"
      icon="mic"
      word=${t("voice.record")}
      onClick=${onClick}
    />
  `;
}
