/**
 * Where one writes. Enter sends, unless an input method is still composing, on the keyboard of a touch
 * screen, or with Shift. What is not sent yet is kept for each room.
 */
import { useLayoutEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { AttachButton } from "./attach_button.js";
import { useCompletion } from "./completion.js";
import { CompletionList } from "./completion_list.js";
import { useDraft } from "./draft.js";
import { useEnterKey } from "./enter_key.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { IconButton } from "./icons.js";
import { Lazy } from "./lazy.js";
import { Picker } from "./picker.js";
import { RecordButton, useRecording } from "./record_button.js";
import { ReplyBar } from "./reply.js";
import { labelOf, typingNames } from "../state/selectors.js";
import { isComposing } from "../text/shortcut.js";
import { isVisible } from "../text/is_visible.js";
import { translateError } from "../words/words.js";

/** This near to the limit, in characters, it is said how many are left. */
const WARN_CHARACTERS_LEFT = 200;

const loadRecorder = () =>
  import("./lazy/voice_recorder.js").then(({ VoiceRecorder }) => VoiceRecorder);
const loadTray = () => import("./lazy/upload_tray.js").then(({ UploadTray }) => UploadTray);

/** @typedef {ReturnType<typeof useDraft>} Draft */
/** @typedef {ReturnType<typeof useCompletion>} Completion */

/**
 * @param {{ room: string, edited: number | null }} props `edited`: id of the message whose words are changed
 */
export function Composer({ room, edited }) {
  const actions = useActions();
  const maxLength = useSelect((state) => state.limits.text);
  const takesFiles = useSelect((state) => state.limits.file_bytes > 0) && edited === null;
  const hasFiles = useSelect((state) => hasReadyFiles(state, room)) && edited === null;
  const [picking, setPicking] = useState(/** @type {DOMRect | null} */ (null));
  const draft = useDraft(room, edited, picking !== null);
  const { text, field } = draft;
  const replyTo = useReplyTo(room, edited, field);
  const [isRecording, setRecording] = useRecording(field);
  const completion = useCompletion(text.slice(0, draft.caret), draft.replaceBefore);
  const left = maxLength - [...text].length;
  const canSend = (hasFiles || isVisible(text)) && left >= 0;

  function send() {
    const words = text.trim();
    if (!canSend) return;
    if (edited !== null) return actions.messages.save(edited, words);
    if (hasFiles ? actions.uploads.send(room, words) : actions.sendMessage(words)) {
      draft.setText("");
    }
    field.current?.focus();
  }

  /** @param {SubmitEvent} event */
  function onSubmit(event) {
    event.preventDefault();
    send();
  }

  return html`
    <form class="composer" onSubmit=${onSubmit}>
      <${ComposerNote} edited=${edited} left=${left} />
      <${CompletionList} completion=${completion} />
      ${replyTo !== null && html`<${ReplyBar} to=${replyTo} />`}
      ${edited === null && html`<${Tray} room=${room} onWords=${draft.prepend} />`}
      ${isRecording
        ? html`<${Lazy} load=${loadRecorder} room=${room} onEnd=${() => setRecording(false)} />`
        : html`
          <${WritingRow}
            room=${room}
            edited=${edited}
            draft=${draft}
            completion=${completion}
            left=${left}
            isReply=${replyTo !== null}
            takesFiles=${takesFiles}
            canSend=${canSend}
            canRecord=${takesFiles && text === "" && !hasFiles}
            picking=${picking}
            setPicking=${setPicking}
            onSend=${send}
            onRecord=${() => setRecording(true)}
          />
        `}
    </form>
  `;
}

/**
 * The field, and what stands beside it.
 * @param {FieldProps & { takesFiles: boolean, canSend: boolean, canRecord: boolean,
 *   picking: DOMRect | null, setPicking: (anchor: DOMRect | null) => void, onRecord: () => void }} props
 */
function WritingRow({ takesFiles, canSend, canRecord, picking, setPicking, onRecord, ...field }) {
  const t = useWords();
  const { room, draft } = field;
  return html`
    <div class=${`composer__row ${draft.isTall ? "composer__row--tall" : ""}`}>
      ${takesFiles && html`<${AttachButton} room=${room} />`}
      <${MessageField} ...${field} />
      ${canRecord && html`<${RecordButton} onClick=${onRecord} />`}
      <${EmojiButton} draft=${draft} picking=${picking} setPicking=${setPicking} />
      <${IconButton}
        class="composer__send"
        type="submit"
        test="send"
        icon="send"
        word=${t("composer.send")}
        disabled=${!canSend}
      />
    </div>
  `;
}

/**
 * What is about to be sent, once there is something.
 * @param {{ room: string, onWords: (text: string) => void }} props `onWords`: words that come back
 */
function Tray({ room, onWords }) {
  const isUsed = useSelect((state) => state.uploads.some((upload) => upload.room === room));
  return isUsed && html`<${Lazy} load=${loadTray} room=${room} onWords=${onWords} />`;
}

/**
 * True where files of a room wait for the word to go.
 * @param {import("../state/state.js").State} state
 * @param {string} room
 */
function hasReadyFiles({ uploads }, room) {
  return uploads.some(({ room: to, problem, text }) =>
    to === room && problem === null && text === null
  );
}

/**
 * What the next message answers; the cursor is in the field as soon as it does.
 * @param {string} room
 * @param {number | null} edited
 * @param {Draft["field"]} field
 */
function useReplyTo(room, edited, field) {
  const { messages } = useActions();
  const isLoaded = useSelect((state) => state.rooms.get(room)?.loaded);
  useLayoutEffect(() => {
    if (edited === null) messages.recallReply(room);
  }, [isLoaded]);
  const replyTo = useSelect(({ replyTo }) =>
    edited === null && replyTo?.room === room ? replyTo : null
  );
  useLayoutEffect(() => {
    if (replyTo !== null) field.current?.focus();
  }, [replyTo?.id]);
  return replyTo;
}

/**
 * What should be known while one writes: what went wrong, who else is writing, how much still fits.
 * @param {{ edited: number | null, left: number }} props
 */
function ComposerNote({ edited, left }) {
  const t = useWords();
  const actions = useActions();
  const problem = useSelect((state) => state.dialog === null ? state.problem : null);
  const language = useSelect((state) => state.preferences.language);
  return html`
    <p class="composer__note" role="status">
      ${problem !== null && translateError(language, problem.code)}
      ${problem === null && edited === null && html`<${TypingIndicator} />`}
      ${edited !== null && html`
        <span>${t("composer.editing")}</span>
        <button class="link" type="button" data-test="edit-cancel" onClick=${() =>
          actions.messages.edit(null)}>
          ${t("action.cancel")}
        </button>
      `}
      ${left < 0
        ? html`<span class="composer__over">${t("composer.over", { n: -left })}</span>`
        : left < WARN_CHARACTERS_LEFT && t("composer.left", { n: left })}
    </p>
  `;
}

/** Who else is writing here. */
function TypingIndicator() {
  const t = useWords();
  const names = useSelect(typingNames).split("\n").filter((name) => name !== "");
  if (names.length === 0) return null;
  const words = names.length > 2
    ? t("composer.many_write")
    : t("composer.writes", { n: names.length, names: names.join(", ") });
  return html`<span>${words}</span>`;
}

/**
 * @typedef {{ room: string, edited: number | null, draft: Draft, completion: Completion, left: number,
 *   isReply: boolean, onSend: () => void }} FieldProps
 */

/** @param {FieldProps} props */
function MessageField({ room, edited, draft, completion, left, isReply, onSend }) {
  const t = useWords();
  const actions = useActions();
  const enter = useEnterKey();
  const label = useSelect((state) => labelOf(state, room));
  const hasChoices = completion.choices.length > 0;
  /** @param {Event & { currentTarget: HTMLTextAreaElement }} event */
  const followCaret = ({ currentTarget }) => draft.setCaret(currentTarget.selectionStart);

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    if (isComposing(event) || completion.onKey(event)) return;
    if (event.key === "Escape" && (edited !== null || isReply)) {
      event.stopPropagation();
      if (edited === null) actions.messages.cancelReply();
      else actions.messages.edit(null);
    }
    if (event.key === "ArrowUp" && draft.text === "" && edited === null) {
      event.preventDefault();
      actions.messages.editLast();
    }
    if (!enter.isSend(event)) return;
    event.preventDefault();
    onSend();
  }

  /** @param {InputEvent & { currentTarget: HTMLTextAreaElement }} event */
  function onInput({ currentTarget: { value, selectionStart } }) {
    draft.write(value);
    if (edited === null && value !== "") actions.messages.typing.send();
    draft.setCaret(selectionStart);
  }

  return html`
    <textarea
      class="composer__field"
      id="composer"
      data-test="composer"
      rows="1"
      dir="auto"
      enterkeyhint=${enter.hint}
      ref=${draft.field}
      value=${draft.text}
      placeholder=${t("composer.placeholder")}
      aria-label=${t("composer.label", { room: label })}
      aria-invalid=${left < 0 ? "true" : undefined}
      aria-autocomplete="list"
      aria-controls=${hasChoices ? "completion" : undefined}
      aria-activedescendant=${hasChoices && completion.active >= 0
        ? `choice-${completion.active}`
        : undefined}
      onKeyDown=${onKeyDown}
      onKeyUp=${followCaret}
      onClick=${followCaret}
      onInput=${onInput}
    ></textarea>
  `;
}

/**
 * @param {{ draft: Draft, picking: DOMRect | null,
 *   setPicking: (anchor: DOMRect | null) => void }} props `picking`: where the picker stands, if it does
 */
function EmojiButton({ draft: { text, field, replaceBefore }, picking, setPicking }) {
  const t = useWords();
  return html`
    <${IconButton}
      class="composer__tool"
      test="emoji"
      icon="smile"
      word=${t("emoji.title")}
      onClick=${(/** @type {MouseEvent & { currentTarget: HTMLElement }} */ event) =>
        setPicking(event.currentTarget.getBoundingClientRect())}
    />
    ${picking && html`
      <${Picker}
        onPick=${(/** @type {string} */ emoji) => {
          const at = field.current?.selectionStart ?? text.length;
          replaceBefore(text.slice(0, at) + emoji, at);
        }}
        anchor=${picking}
        onClose=${() => setPicking(null)}
      />
    `}
  `;
}
