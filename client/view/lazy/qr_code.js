/**
 * A link as a picture for the camera of a phone: dark on light in either theme, as its readers want it.
 *
 * @import { LinkInfo } from "../../../server/protocol_links.ts"
 */
import { html } from "htm/preact";
import { useWords } from "../hooks.js";

/** Names under which no other device reaches this one. */
const LOCAL = /^https?:\/\/(?:localhost|127\.[\d.]+|\[::1\])[:/]/;

/** @param {{ link: LinkInfo, label: string }} props */
export function QrCode({ link: { link, qr: { size, path } }, label }) {
  const t = useWords();
  return html`
    <svg class="qr" role="img" aria-label=${label} viewBox=${`0 0 ${size} ${size}`} data-test="qr">
      <path d=${path} />
    </svg>
    ${LOCAL.test(link) && html`<p class="account__note" data-test="qr-local">${t("qr.local")}</p>`}
  `;
}
