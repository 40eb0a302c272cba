/**
 * What was shared in the open room, the newest first: pictures side by side, files in a list. A press on
 * a picture shows it large, one on who sent it goes to the message.
 *
 * @import { Message, SharedFile } from "../../../server/protocol.ts"
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useErased } from "./erased_messages.js";
import { Lightbox } from "./lightbox.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { Icon } from "../icons.js";
import { fileUrl } from "../../text/file.js";
import { formatSize } from "../../text/size.js";
import { dayName } from "../../text/time.js";
import { translateError } from "../../words/words.js";

/** @typedef {"picture" | "other"} Kind */
/** @typedef {Message & { file: SharedFile }} FileMessage */

const TABS = /** @type {const} */ ([["picture", "files.pictures"], ["other", "files.files"]]);

export function RoomFiles() {
  const t = useWords();
  const [kind, setKind] = useState(/** @type {Kind} */ ("picture"));

  /** @param {KeyboardEvent & { currentTarget: HTMLElement }} event */
  function onKeyDown({ key, currentTarget }) {
    if (!["ArrowLeft", "ArrowRight"].includes(key)) return;
    const other = kind === "picture" ? "other" : "picture";
    setKind(other);
    const tab = currentTarget.querySelector(`[data-test="files-${other}"]`);
    if (tab instanceof HTMLElement) tab.focus();
  }

  return html`
    <div class="shared" data-test="shared-files">
      <div class="shared__tabs" role="tablist" aria-label=${t(
        "files.title",
      )} onKeyDown=${onKeyDown}>
        ${TABS.map(([one, word]) =>
          html`
            <button
              key=${one}
              class="shared__tab"
              type="button"
              role="tab"
              id=${`files-tab-${one}`}
              data-test=${`files-${one}`}
              aria-selected=${kind === one}
              aria-controls="files-panel"
              tabindex=${kind === one ? 0 : -1}
              onClick=${() => setKind(one)}
            >
              ${t(word)}
            </button>
          `
        )}
      </div>
      <div id="files-panel" role="tabpanel" aria-labelledby=${`files-tab-${kind}`}>
        <${SharedList} key=${kind} kind=${kind} />
      </div>
    </div>
  `;
}

/** @param {{ kind: Kind }} props */
function SharedList({ kind }) {
  const t = useWords();
  const language = useSelect((state) => state.preferences.language);
  const { messages, more, isRunning, problem, load } = useShared(kind);
  const [picture, setPicture] = useState(/** @type {FileMessage | null} */ (null));
  const onShow = (/** @type {number} */ shown) =>
    setPicture(messages.find(({ id }) => id === shown) ?? null);
  return html`
    ${kind === "picture"
      ? html`<${Pictures} messages=${messages} onShow=${onShow} />`
      : html`<${Files} messages=${messages} />`}
    <p class="search__state" role="status">
      ${problem !== null
        ? translateError(language, problem)
        : isRunning
        ? t(messages.length === 0 ? "messages.loading" : "files.looking")
        : messages.length === 0 && t(kind === "picture" ? "files.no_pictures" : "files.no_files")}
    </p>
    ${more && !isRunning && html`
      <button class="button shared__more" type="button" data-test="files-more" onClick=${load}>
        ${t("files.more")}
      </button>
    `}
    ${picture !== null && html`
      <${Lightbox}
        message=${picture}
        messages=${messages.toReversed()}
        onShow=${onShow}
        onClose=${() => setPicture(null)}
      />
    `}
  `;
}

/** @param {{ messages: FileMessage[], onShow: (id: number) => void }} props */
function Pictures({ messages, onShow }) {
  const t = useWords();
  return html`
    <ul class="shared__pictures" data-test="shared-pictures">
      ${messages.map((message) =>
        html`
          <li key=${message.id} class="shared__picture">
            <button
              type="button"
              class="shared__show"
              aria-label=${t("files.show", { name: message.file.name, sender: message.name })}
              onClick=${() => onShow(message.id)}
            >
              <img src=${`${
                fileUrl(message.file)
              }?preview`} alt="" loading="lazy" decoding="async" />
            </button>
            <${Sender} message=${message} />
          </li>
        `
      )}
    </ul>
  `;
}

/** @param {{ messages: FileMessage[] }} props */
function Files({ messages }) {
  const t = useWords();
  const language = useSelect((state) => state.preferences.language);
  return html`
    <ul class="shared__files" data-test="shared-list">
      ${messages.map((message) =>
        html`
          <li key=${message.id} class="shared__file">
            <a
              class="file"
              href=${fileUrl(message.file)}
              download=${message.file.name}
              title=${t("file.download", { name: message.file.name })}
            >
              <span class="file__icon"><${Icon} name="file" /></span>
              <span class="file__details">
                <bdi class="file__name">${message.file.name}</bdi>
                <span class="file__size">${formatSize(message.file.size, language)}</span>
              </span>
            </a>
            <${Sender} message=${message} />
          </li>
        `
      )}
    </ul>
  `;
}

/**
 * Who sent it and when; a press goes to the message.
 * @param {{ message: FileMessage }} props
 */
function Sender({ message: { id, name, time } }) {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const now = useSelect((state) => state.now);
  const room = useSelect((state) => state.open) ?? "";
  return html`
    <button
      type="button"
      class="shared__sender"
      title=${t("files.jump")}
      onClick=${() => {
        actions.show({ dialog: null });
        actions.openRoom(room, id);
      }}
    >
      <bdi>${name}</bdi> <span>${dayName(time, now, language)}</span>
    </button>
  `;
}

/**
 * What was found so far. A run may hold nothing where much was said: then the next one is asked for.
 * @param {Kind} kind
 */
function useShared(kind) {
  const actions = useActions();
  const room = useSelect((state) => state.open) ?? "";
  const erased = useErased();
  const isOver = useRef(false);
  const [found, setFound] = useState({
    messages: /** @type {FileMessage[]} */ ([]),
    start: /** @type {number | undefined} */ (undefined),
    more: true,
  });
  const [isRunning, setRunning] = useState(true);
  const [problem, setProblem] = useState(/** @type {string | null} */ (null));

  async function load() {
    setRunning(true);
    setProblem(null);
    try {
      const tools = await actions.roomTools();
      let { start, more, messages } = found;
      for (let news = 0; news === 0 && more && !isOver.current;) {
        const run = await tools.files(room, kind, start);
        const files = run.messages.filter((message) => message.file !== undefined);
        news = files.length;
        messages = [...messages, .../** @type {FileMessage[]} */ (files)];
        ({ start, more } = run);
        setFound({ messages, start, more });
      }
    } catch (error) {
      setProblem(error instanceof Error && "code" in error ? String(error.code) : "internal");
    }
    setRunning(false);
  }

  useEffect(() => {
    void load();
    return () => {
      isOver.current = true;
    };
  }, []);
  // What is erased while one looks at it is gone here too.
  const messages = found.messages.filter(({ id }) => !erased.has(id));
  return { messages, more: found.more, isRunning, problem, load };
}
