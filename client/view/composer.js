/**
 * Where one writes. Enter sends, unless an input method is still composing, on the keyboard of a touch
 * screen, or with Shift. What is not sent yet is kept for each room.
 */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "htm/preact";
import { AnsweringBar } from "./reply.js";
import { useDrop } from "./drop_zone.js";
import { useCompletion } from "./completion.js";
import { useEnter } from "./enter_key.js";
import { useActions, useSelect, useWords } from "./hooks.js";
import { IconButton } from "./icons.js";
import { Picker } from "./picker.js";
import { Tray } from "./upload_tray.js";
import { labelOf, writersIn } from "../state/selectors.js";
import { isComposing } from "../text/shortcut.js";
import { isVisible } from "../text/is_visible.js";
import { translateError } from "../words/words.js";

/** This near to the limit, in characters, it is said how many are left. */
const NEAR = 200;

/**
 * @param {{ room: string, edited: number | null }} props `edited`: id of the message whose words are changed
 */
export function Composer({ room, edited }) {
  const t = useWords();
  const actions = useActions();
  const most = useSelect((state) => state.limits.text);
  const problem = useSelect((state) => state.dialog === null ? state.problem : null);
  const language = useSelect((state) => state.preferences.language);
  const [text, setText] = useState(() =>
    edited === null ? actions.drafts.draft(room) : actions.messages.edits.wordsFor(edited)
  );
  const [caret, setCaret] = useState(text.length);
  const [picking, setPicking] = useState(/** @type {DOMRect | null} */ (null));
  const [isTall, setTall] = useState(false);
  /** Where the caret belongs once the field has its new text. */
  const wanted = useRef(/** @type {number | null} */ (null));
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const enter = useEnter();
  const left = most - [...text].length;
  const label = t("composer.label", { room: labelOf(room) });
  const canAttach = useSelect((state) => state.limits.file_bytes > 0) && edited === null;
  const hasFiles =
    useSelect((state) =>
      state.uploads.some(({ room: to, problem, text }) =>
        to === room && problem === null && text === null
      )
    ) && edited === null;
  const canSend = (hasFiles || isVisible(text)) && left >= 0;

  useLayoutEffect(() => {
    grow(field.current);
    // Once wide it stays so until it is empty: else it would change with every line that fits again.
    setTall((tall) => text !== "" && (tall || linesIn(field.current) > 1));
    if (wanted.current === null) return;
    field.current?.focus();
    field.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  }, [text, picking]);
  useLayoutEffect(() => {
    // On a phone the keyboard would cover half of the room that was just opened.
    if (edited !== null || matchMedia("(pointer: fine)").matches) field.current?.focus();
  }, []);

  const answering = useSelect(({ answering }) =>
    edited === null && answering?.room === room ? answering : null
  );
  useLayoutEffect(() => {
    if (answering !== null) field.current?.focus();
  }, [answering?.id]);
  const quote = useSelect((state) => edited === null ? state.quote : null);
  useLayoutEffect(() => {
    if (quote === null) return;
    actions.messages.quoted();
    write(text === "" ? quote : `${text.trimEnd()}\n${quote}`);
    wanted.current = quote.length + (text === "" ? 0 : text.trimEnd().length + 1);
  }, [quote]);

  /** @param {string} next */
  function write(next) {
    setText(next);
    if (edited === null) actions.drafts.keepDraft(room, next);
    else actions.messages.edits.keep(edited, next);
    if (problem !== null) actions.show({ problem: null });
  }

  /**
   * Puts another text before the caret, and the caret behind it.
   * @param {string} before
   * @param {number} [from] where the caret stands
   */
  function replaceBefore(before, from = caret) {
    write(before + text.slice(from));
    setCaret(before.length);
    wanted.current = before.length;
  }

  /** @param {Event & { currentTarget: HTMLTextAreaElement }} event */
  const followCaret = ({ currentTarget }) => setCaret(currentTarget.selectionStart);
  const completion = useCompletion(text.slice(0, caret), replaceBefore);

  function send() {
    if (!canSend) return;
    if (edited !== null) {
      actions.messages.save(edited, text.trim());
      return;
    }
    const isSaid = hasFiles ? actions.uploads.say(room, text.trim()) : actions.say(text.trim());
    if (isSaid) setText("");
    field.current?.focus();
  }

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    if (isComposing(event) || completion.onKey(event)) return;
    if (event.key === "Escape" && (edited !== null || answering !== null)) {
      event.stopPropagation();
      if (edited === null) actions.messages.dropAnswer();
      else actions.messages.edit(null);
    }
    if (event.key === "ArrowUp" && text === "" && edited === null) {
      event.preventDefault();
      actions.messages.editLast();
    }
    if (!enter.isSend(event)) return;
    event.preventDefault();
    send();
  }

  return html`
    <form
      class="composer"
      onSubmit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        send();
      }}
    >
      <p class="composer__note" role="status">
        ${problem !== null && translateError(language, problem.code)}
        ${problem === null && edited === null && html`<${Writers} />`}
        ${edited !== null && html`
          <span>${t("composer.editing")}</span>
          <button class="link" type="button" data-test="edit-cancel" onClick=${() =>
            actions.messages.edit(null)}>
            ${t("action.cancel")}
          </button>
        `}
        ${left < 0
          ? html`<span class="composer__over">${t("composer.over", { n: -left })}</span>`
          : left < NEAR && t("composer.left", { n: left })}
      </p>
      ${completion.choices.length > 0 && html`
        <ul class="completion" id="completion" role="listbox" aria-label=${t(
          "composer.choices",
        )} data-test="completion">
          ${completion.choices.map((choice, i) =>
            html`
              <li
                class="completion__one"
                key=${choice.shown}
                id=${`choice-${i}`}
                role="option"
                aria-selected=${i === completion.active}
                onMouseDown=${(/** @type {MouseEvent} */ event) => {
                  event.preventDefault();
                  completion.take(choice);
                }}
              >
                <bdi>${choice.shown}</bdi>
              </li>
            `
          )}
        </ul>
      `}
      ${answering !== null && html`<${AnsweringBar} to=${answering} />`}
      ${edited === null && html`
        <${Tray} room=${room} onWords=${(/** @type {string} */ words) =>
          words !== "" && write(text === "" ? words : `${words}\n${text}`)} />
      `}
      <div class=${`composer__row ${isTall ? "composer__row--tall" : ""}`}>
        ${canAttach && html`<${Attach} room=${room} />`}
        <textarea
          class="composer__field"
          id="composer"
          data-test="composer"
          rows="1"
          dir="auto"
          enterkeyhint=${enter.hint}
          ref=${field}
          value=${text}
          placeholder=${t("composer.placeholder")}
          aria-label=${label}
          aria-invalid=${left < 0 ? "true" : undefined}
          aria-autocomplete="list"
          aria-controls=${completion.choices.length > 0 ? "completion" : undefined}
          aria-activedescendant=${completion.choices.length > 0 && completion.active >= 0
            ? `choice-${completion.active}`
            : undefined}
          onKeyDown=${onKeyDown}
          onKeyUp=${followCaret}
          onClick=${followCaret}
          onInput=${(/** @type {InputEvent & { currentTarget: HTMLTextAreaElement }} */ event) => {
            write(event.currentTarget.value);
            if (edited === null && event.currentTarget.value !== "") actions.messages.writing();
            setCaret(event.currentTarget.selectionStart);
          }}
        ></textarea>
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
        <${IconButton}
          class="composer__send"
          type="submit"
          test="send"
          icon="send"
          word=${t("composer.send")}
          disabled=${!canSend}
        />
      </div>
    </form>
  `;
}

/** @param {{ room: string }} props */
function Attach({ room }) {
  const t = useWords();
  const actions = useActions();
  const chooser = useRef(/** @type {HTMLInputElement | null} */ (null));
  const isOver = useDrop((files) => actions.uploads.add(room, files), true);
  return html`
    <${IconButton}
      class="composer__tool"
      id="attach"
      test="attach"
      icon="clip"
      word=${t("upload.add")}
      onClick=${() => chooser.current?.click()}
    />
    <input
      class="hidden"
      type="file"
      multiple
      tabindex="-1"
      aria-hidden="true"
      ref=${chooser}
      onChange=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ event) => {
        actions.uploads.add(room, event.currentTarget.files ?? []);
        // The same file may be chosen again.
        event.currentTarget.value = "";
      }}
    />
    ${isOver && html`<div class="drop" data-test="drop">${t("upload.drop")}</div>`}
  `;
}

/** Who else is writing here. */
function Writers() {
  const t = useWords();
  const names = useSelect(writersIn).split("\n").filter((name) => name !== "");
  if (names.length === 0) return null;
  const words = names.length > 2
    ? t("composer.many_write")
    : t("composer.writes", { n: names.length, names: names.join(", ") });
  return html`<span>${words}</span>`;
}

/**
 * Where the browser cannot size a field by its content, we do.
 * @param {HTMLTextAreaElement | null} field
 */
function grow(field) {
  if (field === null || CSS.supports("field-sizing", "content")) return;
  field.style.setProperty("height", "auto");
  field.style.setProperty("height", `${field.scrollHeight}px`);
}

/** @param {HTMLTextAreaElement | null} field */
function linesIn(field) {
  if (field === null) return 1;
  const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(field);
  const height = field.scrollHeight - parseFloat(paddingTop) - parseFloat(paddingBottom);
  return Math.round(height / parseFloat(lineHeight));
}
