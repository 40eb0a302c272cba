/** The field over a long list: what is typed leaves those that fit. */
import { html } from "htm/preact";

/**
 * @param {object} props
 * @param {string} props.value
 * @param {string} props.label
 * @param {string} props.test
 * @param {string} [props.class]
 * @param {(event: KeyboardEvent) => void} [props.onKey]
 * @param {(text: string) => void} props.onText
 */
export function FilterField({ value, label, test, class: more = "", onKey, onText }) {
  return html`
    <input
      class=${`field__input ${more}`.trim()}
      type="text"
      data-test=${test}
      maxlength="64"
      dir="auto"
      value=${value}
      aria-label=${label}
      placeholder=${label}
      onKeyDown=${onKey}
      onInput=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ event) =>
        onText(event.currentTarget.value)}
    />
  `;
}
