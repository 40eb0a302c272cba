/** Code as it was written: scrolled to the side, never wrapped, and copied at one press. */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useWords } from "./hooks.js";
import { IconButton } from "./icons.js";

/** @param {{ code: string, before: string, after: string }} props with the signs around it */
export function CodeBlock({ code, before, after }) {
  const t = useWords();
  const { messages } = useActions();
  const [isCopied, setCopied] = useState(false);
  return html`
    <div class="code" dir="ltr" translate=${false} data-before=${before} data-after=${after}>
      <pre class="code__text" tabindex="0"><code>${code}</code></pre>
      <${IconButton}
        class="code__copy"
        test="copy-code"
        icon=${isCopied ? "check" : "copy"}
        word=${t(isCopied ? "message.copied" : "message.copy_code")}
        onClick=${() => void messages.copyText(code).then(setCopied)}
      />
    </div>
  `;
}
