/**
 * Who is in a private room: seen by all of them, changed by its maker; everybody may leave, and the maker
 * lets guests in by a link.
 *
 * @import { RoomMember } from "../../../server/protocol.ts"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { Avatar } from "../avatar.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { IconButton } from "../icons.js";
import { PersonLink } from "../person_link.js";
import { Invitations } from "./invitations.js";
import { MemberField } from "./member_field.js";
import { openRoom } from "../../state/selectors.js";
import { translateError } from "../../words/words.js";

export function Members() {
  const actions = useActions();
  const room = useSelect(openRoom);
  const me = useSelect((state) => state.me);
  const language = useSelect((state) => state.preferences.language);
  const problem = useSelect((state) => state.problem);
  const isOpen = useSelect((state) => state.connection === "open");
  const [heir, setHeir] = useState(/** @type {string | null} */ (null));
  useEffect(() => {
    if (room !== null && isOpen) actions.rooms.members(room.room);
  }, [room?.room, isOpen]);
  if (room === null || room.members === null) return null;
  const { members, mine, history } = room;
  return html`
    <p class="problem" role="alert">${problem && translateError(language, problem.code)}</p>
    ${mine && html`
      <${AddMembers} room=${room.room} members=${members} history=${history} />
    `}
    <ul class="people__list" data-test="members">
      ${members.map((member) =>
        html`
          <${MemberEntry}
            key=${member.name}
            room=${room.room}
            member=${member}
            isMe=${member.name === me?.name}
            canChange=${mine && member.name !== me?.name}
            onHandOver=${() => setHeir(member.name)}
          />
        `
      )}
    </ul>
    ${mine && heir !== null && html`
      <${HandOver} key=${heir} room=${room.room} name=${heir} onDone=${() => setHeir(null)} />
    `}
    ${me?.account && html`
      <${Leave} room=${room.room} isLast=${members.filter(({ guest }) => !guest).length === 1} />
    `}
    ${mine && html`<${Invitations} room=${room.room} />`}
  `;
}

/** @param {{ room: string, members: RoomMember[], history: "all" | "joined" }} props */
function AddMembers({ room, members, history }) {
  const t = useWords();
  const actions = useActions();
  const [names, setNames] = useState(/** @type {string[]} */ ([]));
  /** @param {SubmitEvent} event */
  function submit(event) {
    event.preventDefault();
    if (names.length > 0) actions.rooms.members(room, { add: names });
    setNames([]);
  }
  return html`
    <form class="members__add" novalidate data-test="add-members" onSubmit=${submit}>
      <${MemberField}
        names=${names}
        without=${members.filter(({ guest }) => !guest).map(({ name }) => name)}
        onNames=${setNames}
      />
      <p class="account__note">
        ${t(history === "joined" ? "members.note_joined" : "members.note_all")}
      </p>
      ${names.length > 0 && html`
        <button class="button button--main" type="submit" data-test="add">
          ${t("members.add_now", { n: names.length })}
        </button>
      `}
    </form>
  `;
}

/**
 * @param {{ room: string, member: RoomMember, isMe: boolean, canChange: boolean,
 *   onHandOver: () => void }} props
 */
function MemberEntry({ room, member: { name, maker, guest }, isMe, canChange, onHandOver }) {
  const t = useWords();
  const actions = useActions();
  return html`
    <li class="person" data-name=${name}>
      <${PersonLink} class="person__link" name=${name}>
        <${Avatar} name=${name} />
        <bdi class="person__name">${name}</bdi>
      <//>
      ${maker && html`<span class="person__badge">${t("members.maker")}</span>`}
      ${guest && html`<span class="person__badge">${t("members.guest")}</span>`}
      ${isMe && html`<span class="person__badge">${t("people.you")}</span>`}
      ${canChange && !guest && html`
        <${IconButton}
          test="hand-over"
          icon="star"
          word=${t("members.hand_over", { name })}
          onClick=${onHandOver}
        />
      `}
      ${canChange && html`
        <${IconButton}
          test="remove-member"
          icon="cross"
          word=${t("members.remove", { name })}
          onClick=${() => actions.rooms.members(room, { remove: [name] })}
        />
      `}
    </li>
  `;
}

/** @param {{ room: string, name: string, onDone: () => void }} props */
function HandOver({ room, name, onDone }) {
  const t = useWords();
  const actions = useActions();
  return html`
    <${Question}
      text=${t("members.hand_over_text", { name })}
      word=${t("members.hand_over", { name })}
      look="main"
      test="hand-over-now"
      onCancel=${onDone}
      onDo=${() => {
        actions.rooms.members(room, { maker: name });
        onDone();
      }}
    />
  `;
}

/** @param {{ room: string, isLast: boolean }} props */
function Leave({ room, isLast }) {
  const t = useWords();
  const actions = useActions();
  const me = useSelect((state) => state.me?.name ?? "");
  const [isAsked, setAsked] = useState(false);
  if (!isAsked) {
    return html`
      <button class="link members__leave" type="button" data-test="leave-room"
        onClick=${() => setAsked(true)}>
        ${t("members.leave")}
      </button>
    `;
  }
  return html`
    <${Question}
      text=${t(isLast ? "members.leave_last" : "members.leave_text")}
      word=${t("members.leave")}
      look="danger"
      test="leave-now"
      onCancel=${() => setAsked(false)}
      onDo=${() => actions.rooms.members(room, { remove: [me] })}
    />
  `;
}

/**
 * Asks once more; whoever presses Enter does it.
 * @param {{ text: string, word: string, look: "main" | "danger", test: string,
 *   onCancel: () => void, onDo: () => void }} props
 */
function Question({ text, word, look, test, onCancel, onDo }) {
  const t = useWords();
  return html`
    <div class="members__leaving" role="group" aria-label=${word}>
      <p>${text}</p>
      <button class="button" type="button" onClick=${onCancel}>${t("action.cancel")}</button>
      <button
        class=${`button button--${look}`}
        type="button"
        data-test=${test}
        ref=${(/** @type {HTMLElement | null} */ button) => button?.focus()}
        onClick=${onDo}
      >
        ${word}
      </button>
    </div>
  `;
}
