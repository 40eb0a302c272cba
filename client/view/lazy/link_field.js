/** A link that is shown, to be read, copied or sent on. */
import { html } from "htm/preact";
import { useActions, useWords } from "../hooks.js";
import { IconButton } from "../icons.js";

/** @param {{ name: string, label: string, link: string }} props */
export function LinkField({ name, label, link }) {
  const t = useWords();
  const actions = useActions();
  const share = actions.shareSheet();
  return html`
    <div class="link-field">
      <label>
        <span class="field__label">${label}</span>
        <input class="field__input" name=${name} value=${link} readonly dir="ltr" />
      </label>
      <${IconButton}
        test=${`copy-${name}`}
        icon="copy"
        word=${t("message.link")}
        onClick=${async () => {
          if (await actions.copyText(link)) {
            actions.toasts.show("message.copied");
          }
        }}
      />
      ${share !== null && html`
        <${IconButton}
          test=${`share-${name}`}
          icon="share"
          word=${t("link.share")}
          onClick=${() => void share(link)}
        />
      `}
    </div>
  `;
}
