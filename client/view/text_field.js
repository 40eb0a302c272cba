/** A labelled field of one line, and below it what is wrong with what it holds. */
import { useLayoutEffect, useRef } from "preact/hooks";
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
 * @param {boolean} [props.isOptional] nothing need stand in it
 * @param {string | null | false} [props.problem] what is wrong with it, in words
 * @param {object | null} [props.cursor] another one each time the cursor is to be put into it
 * @param {(text: string) => void} props.onText
 */
export function TextField(props) {
  const { name, label, value, length, type, autocomplete, autofocus, problem, cursor } = props;
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  useLayoutEffect(() => {
    if (!cursor) return;
    field.current?.focus();
    field.current?.select();
  }, [cursor]);
  return html`
    <div class="field">
      <label>
        <span class="field__label">${label}</span>
        <input
          class="field__input"
          name=${name}
          type=${type ?? "text"}
          ref=${field}
          value=${value}
          maxlength=${length}
          autocomplete=${autocomplete ?? "off"}
          autofocus=${autofocus}
          dir="auto"
          aria-required=${props.isOptional ? undefined : "true"}
          aria-invalid=${problem ? "true" : undefined}
          aria-describedby=${`${name}-problem`}
          onInput=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ event) =>
            props.onText(event.currentTarget.value)}
        />
      </label>
      <p class="problem" id=${`${name}-problem`} role="alert">${problem}</p>
    </div>
  `;
}
