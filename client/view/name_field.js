/** The field for a name, of a person or of a room: what may not stand in it is said while one types. */
import { html } from "htm/preact";
import { TextField } from "./text_field.js";
import { useSelect, useWords } from "./hooks.js";
import { brokenRule } from "../text/name_rule.js";

/** @param {Omit<Parameters<typeof TextField>[0], "length">} props */
export function NameField(props) {
  const t = useWords();
  const most = useSelect((state) => state.limits.name);
  const broken = brokenRule(props.value, most);
  const problem = broken === null
    ? props.problem
    : t(`name.bad_${broken.rule}`, { ...broken, n: most });
  return html`<${TextField} ...${props} length=${most * 2} problem=${problem} />`;
}
