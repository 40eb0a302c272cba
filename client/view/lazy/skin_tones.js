/** Which tone of skin emoji have: one button that opens into all of them. */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { useWords } from "../hooks.js";
import { TONES, withTone } from "../../text/emoji.js";

const HAND = "✋";

/** @param {{ tone: string, onChoose: (tone: string) => void }} props */
export function SkinTones({ tone, onChoose }) {
  const t = useWords();
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen ? TONES : [tone];
  return html`
    <div
      class="picker__tones"
      role="group"
      aria-label=${t("emoji.tone")}
    >
      ${shown.map((one) => {
        const word = t("emoji.tone_one", { n: TONES.indexOf(one) + 1, all: TONES.length });
        return html`
          <button
            class="picker__tone"
            key=${one}
            type="button"
            data-test="tone"
            aria-expanded=${isOpen ? undefined : false}
            aria-pressed=${isOpen ? one === tone : undefined}
            aria-label=${word}
            title=${isOpen ? word : t("emoji.tone")}
            onClick=${() => {
              if (isOpen) onChoose(one);
              setOpen(!isOpen);
            }}
          >
            ${withTone(HAND, one)}
          </button>
        `;
      })}
    </div>
  `;
}
