/** A labelled field of one line. */
import { html } from "htm/preact";

/**
 * @param {object} props
 * @param {string} props.name
 * @param {string} props.label
 * @param {string} props.value
 * @param {number} props.length
 * @param {string} [props.type]
 * @param {string} [props.autocomplete]
 * @param {boolean} [props.autofocus]
 * @param {string} [props.describedby]
 * @param {(text: string) => void} props.onText
 */
export function TextField(props) {
  const { name, label, value, length, type, autocomplete, autofocus, describedby, onText } = props;
  return html`
    <label class="field">
      <span class="field__label">${label}</span>
      <input
        class="field__input"
        name=${name}
        type=${type ?? "text"}
        value=${value}
        maxlength=${length}
        autocomplete=${autocomplete ?? "off"}
        autofocus=${autofocus}
        dir="auto"
        required
        aria-describedby=${describedby}
        onInput=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ event) =>
          onText(event.currentTarget.value)}
      />
    </label>
  `;
}
