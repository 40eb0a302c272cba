/**
 * What a room is called and what it is about, for those who may say so; and the ways to close it. What was
 * typed stays where the server refuses it.
 *
 * @import { RoomState } from "../../state/state.js"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { NameField } from "../name_field.js";
import { TextField } from "../text_field.js";
import { canDeleteRoom, openRoom, roomLabel } from "../../state/selectors.js";
import { normalizeName } from "../../text/name_rule.js";
import { translateError } from "../../words/words.js";

export function RoomSettings() {
  const t = useWords();
  const actions = useActions();
  const room = useSelect(openRoom);
  const mayManage = useSelect(canDeleteRoom);
  const language = useSelect((state) => state.preferences.language);
  const problem = useSelect((state) => state.problem);
  const max = useSelect((state) => state.limits.topic);
  const [name, setName] = useState(labelOf(room));
  const [topic, setTopic] = useState(room?.topic ?? "");
  const isDone = useSaved(name, topic);
  useEffect(() => {
    if (isDone) actions.show({ dialog: null });
  }, [isDone]);
  if (room === null) return null;

  /** @param {SubmitEvent} event */
  function save(event) {
    event.preventDefault();
    if (room === null) return;
    const [to, about] = [normalizeName(name), topic.trim()];
    if (about !== (room.topic ?? "")) actions.rooms.setTopic(room.room, about);
    const isOther = mayManage && to !== "" && to !== labelOf(room);
    if (isOther) actions.rooms.rename(room.room, to);
    if (about === (room.topic ?? "") && !isOther) actions.show({ dialog: null });
  }

  return html`
    <form novalidate onSubmit=${save} data-test="room-form">
      ${mayManage && html`
        <${NameField}
          name="room"
          label=${t("rooms.name")}
          value=${name}
          problem=${problem && translateError(language, problem.code)}
          cursor=${problem}
          onText=${setName}
        />
      `}
      <${TextField}
        name="topic"
        isOptional
        label=${t("room.topic")}
        value=${topic}
        length=${max}
        problem=${mayManage ? null : problem && translateError(language, problem.code)}
        onText=${setTopic}
      />
      <div class="dialog__buttons">
        ${mayManage && !room.archived && html`<${ArchiveButton} room=${room.room} />`}
        <button class="button" type="button" onClick=${() => actions.show({ dialog: null })}>
          ${t("action.cancel")}
        </button>
        <button class="button button--main" type="submit" data-test="save-room">
          ${t("action.save")}
        </button>
      </div>
    </form>
  `;
}

/** @param {{ room: string }} props */
function ArchiveButton({ room }) {
  const t = useWords();
  const actions = useActions();
  return html`
    <button
      class="link dialog__aside"
      type="button"
      data-test="archive-room"
      onClick=${() => {
        actions.rooms.archive(room);
        actions.show({ dialog: null });
      }}
    >
      ${t("room.archive")}
    </button>
  `;
}

/**
 * True once something was sent and the room is as it was typed.
 * @param {string} name
 * @param {string} topic
 */
function useSaved(name, topic) {
  const room = useSelect(openRoom);
  const [first] = useState(room);
  const isOther = labelOf(room) !== labelOf(first) ||
    (room?.topic ?? "") !== (first?.topic ?? "");
  return isOther && labelOf(room) === normalizeName(name) &&
    (room?.topic ?? "") === topic.trim();
}

/** @param {RoomState | null} room */
function labelOf(room) {
  return room === null ? "" : roomLabel(room);
}
