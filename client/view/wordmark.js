/** What this chat is called, beside its picture where it has one. */
import { html } from "htm/preact";
import { useSelect } from "./hooks.js";

/** @param {{ small?: boolean }} props */
export function Wordmark({ small }) {
  const { title, logo } = useSelect((state) => state.brand);
  const isOwn = title !== "Plaintalk" || logo !== null;
  return html`
    <h1
      class=${`wordmark ${small ? "wordmark--small" : ""} ${isOwn ? "wordmark--own" : ""}`}
    >
      ${logo !== null && html`<img class="wordmark__logo" src=${logo} alt="" />`}
      <bdi class="wordmark__title">${title}</bdi>
    </h1>
  `;
}
