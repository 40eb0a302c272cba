/** One of a few: radio buttons in a row. */
import { html } from "htm/preact";

/**
 * @param {{ name: string, title: string, values: [string, string][], chosen: string,
 *   onChoose: (value: any) => void }} props `values`: each with its word
 */
export function RadioGroup({ name, title, values, chosen, onChoose }) {
  return html`
    <fieldset class="radio-group">
      <legend class="field__label">${title}</legend>
      <div class="radio-group__row">
        ${values.map(([value, word]) =>
          html`
            <label class="radio-group__option" key=${value}>
              <input
                type="radio"
                name=${name}
                value=${value}
                checked=${chosen === value}
                onChange=${() => onChoose(value)}
              />
              <span>${word}</span>
            </label>
          `
        )}
      </div>
    </fieldset>
  `;
}
