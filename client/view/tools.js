/**
 * What one can do with a message: react, answer with a quote, copy its address, edit, erase. Erasing can
 * be taken back for a few seconds; after that the words are gone for good, and so nobody is asked first.
 *
 * @import { Message } from "../../server/protocol.ts"
 */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useWords } from "./hooks.js";
import { IconButton } from "./icons.js";
import { Picker } from "./picker.js";

/** @param {{ message: Message, canEdit: boolean, canErase: boolean }} props */
export function Tools({ message, canEdit, canErase }) {
  const t = useWords();
  const actions = useActions();
  const [picking, setPicking] = useState(false);
  const [copied, setCopied] = useState(false);
  const { id } = message;
  return html`
    <span class="tools" onMouseLeave=${() => setCopied(false)}>
      <${Tool} test="react" icon="smile" word=${t("message.react")} onClick=${() =>
        setPicking(true)} />
      ${picking && html`
        <${Picker}
          onPick=${(/** @type {string} */ emoji) => actions.messages.react(id, emoji, true)}
          onClose=${() => setPicking(false)}
        />
      `}
      <${Tool} test="reply" icon="reply" word=${t("message.reply")} onClick=${() =>
        actions.messages.reply(message)} />
      <${Tool}
        test="link"
        icon=${copied ? "check" : "link"}
        word=${t(copied ? "message.copied" : "message.link")}
        onClick=${async () => setCopied(await actions.messages.copyAddress(id))}
      />
      ${canEdit && html`
        <${Tool} test="edit" icon="pen" word=${t("message.edit")} onClick=${() =>
          actions.messages.edit(id)} />
      `}
      ${canErase && html`
        <${Tool} test="erase" icon="trash" word=${t("message.erase")} onClick=${() =>
          actions.messages.erase(id)} />
      `}
    </span>
  `;
}

/** @param {Omit<Parameters<typeof IconButton>[0], "class">} props */
function Tool(props) {
  return html`<${IconButton} class="tools__one" ...${props} />`;
}
