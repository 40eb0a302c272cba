/** The six emoji that are nearest at hand, each a press away. */
import { html } from "htm/preact";
import { useActions } from "../hooks.js";
import { quickEmoji } from "../../text/emoji.js";

/**
 * @param {object} props
 * @param {string} props.class of each button
 * @param {string[]} props.chosen those that a press takes off
 * @param {(emoji: string, on: boolean) => void} props.onPick
 */
export function QuickReactions({ chosen, onPick, ...rest }) {
  const { emoji: used } = useActions();
  return quickEmoji(used.recent()).map((emoji) => {
    const isChosen = chosen.includes(emoji);
    return html`
      <button
        key=${emoji}
        type="button"
        ...${rest}
        data-test="quick"
        aria-pressed=${isChosen}
        aria-label=${emoji}
        onClick=${() => {
          if (!isChosen) used.markUsed(emoji);
          onPick(emoji, !isChosen);
        }}
      >
        ${emoji}
      </button>
    `;
  });
}
