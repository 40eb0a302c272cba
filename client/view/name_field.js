/** The field for a name, of a person or of a room: what may not stand in it is said while one types. */
import { html } from "htm/preact";
import { TextField } from "./text_field.js";
import { useSelect, useWords } from "./hooks.js";
import { brokenNameRule } from "../text/name_rule.js";

/** @param {Omit<Parameters<typeof TextField>[0], "length">} props */
export function NameField(props) {
  const t = useWords();
  const maxLength = useSelect((state) => state.limits.name);
  const broken = brokenNameRule(props.value, maxLength);
  const problem = broken === null
    ? props.problem
    : t(`name.bad_${broken.rule}`, { ...broken, n: maxLength });
  return html`<${TextField} ...${props} length=${maxLength * 2} problem=${problem} />`;
}
