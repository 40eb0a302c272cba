/**
 * What was sent with a message: a picture with its room kept from the start, a film, or a file to keep.
 *
 * @import { SharedFile } from "../../server/protocol.ts"
 */
import { html } from "htm/preact";
import { useSelect, useWords } from "./hooks.js";
import { Icon } from "./icons.js";
import { extentIn, sizeText } from "../text/size.js";

/** Largest picture in a conversation, in pixels. */
const MOST = { width: 360, height: 300 };
/** Where nobody said how large a picture is. */
const UNKNOWN = { width: 240, height: 180 };

/** @param {{ file: SharedFile }} props */
export function Attachment({ file }) {
  const t = useWords();
  const language = useSelect((state) => state.preferences.language);
  const { id, type, name, size } = file;
  const address = `files/${encodeURIComponent(id)}`;
  if (type.startsWith("image/")) {
    const extent = extentIn(id, MOST) ?? UNKNOWN;
    return html`
      <a class="picture" href=${address} target="_blank" rel="noopener" title=${name}>
        <img
          class="picture__image"
          src=${address}
          alt=${name}
          loading="lazy"
          decoding="async"
          width=${extent.width}
          height=${extent.height}
        />
      </a>
    `;
  }
  if (type.startsWith("video/")) {
    return html`
      <video class="film" src=${address} controls preload="metadata" aria-label=${name}></video>
    `;
  }
  return html`
    <a
      class="file"
      href=${address}
      download=${name}
      title=${t("file.download", { name })}
      data-test="file"
    >
      <span class="file__icon"><${Icon} name="file" /></span>
      <span class="file__words">
        <bdi class="file__name">${name}</bdi>
        <span class="file__size">${sizeText(size, language)}</span>
      </span>
    </a>
  `;
}
