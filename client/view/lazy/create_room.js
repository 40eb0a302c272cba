/** A new room: everybody's, or private, with whoever is added at once. */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { NameField } from "../name_field.js";
import { MemberField } from "./member_field.js";
import { RadioGroup } from "./radio_group.js";
import { normalizeName } from "../../text/name_rule.js";
import { translateError } from "../../words/words.js";

/** @typedef {{ history: "all" | "joined", members: string[] }} Wanted */

export function CreateRoom() {
  const t = useWords();
  const actions = useActions();
  const problem = useSelect((state) => state.problem);
  const language = useSelect((state) => state.preferences.language);
  const me = useSelect((state) => state.me);
  const [name, setName] = useState("");
  const [isPrivate, setPrivate] = useState(false);
  const [wanted, setWanted] = useState(/** @type {Wanted} */ ({ history: "all", members: [] }));
  const [isMissing, setMissing] = useState(/** @type {object | null} */ (null));

  /** @param {SubmitEvent} event */
  function create(event) {
    event.preventDefault();
    const room = normalizeName(name);
    setMissing(room === "" ? {} : null);
    if (room === "") return;
    actions.rooms.create(room, isPrivate ? { private: true, ...wanted } : {});
  }

  return html`
    <form novalidate data-test="create-form" onSubmit=${create}>
      <${NameField}
        name="room"
        label=${t("rooms.name")}
        value=${name}
        autofocus
        problem=${isMissing
          ? t("rooms.missing")
          : problem && translateError(language, problem.code)}
        cursor=${isMissing ?? problem}
        onText=${(/** @type {string} */ text) => {
          setName(text);
          setMissing(null);
        }}
      />
      ${me?.account && html`
        <${Privacy} isPrivate=${isPrivate} wanted=${wanted} onPrivate=${setPrivate} onWanted=${setWanted} />
      `}
      <div class="dialog__buttons">
        ${me?.account && html`
          <button
            class="link dialog__aside"
            type="button"
            data-test="deleted"
            onClick=${() => actions.show({ dialog: "deleted" })}
          >
            ${t("rooms.deleted")}
          </button>
        `}
        <button class="button" type="button" onClick=${() => actions.show({ dialog: null })}>
          ${t("action.cancel")}
        </button>
        <button class="button button--main" type="submit">${t("action.create")}</button>
      </div>
    </form>
  `;
}

/**
 * Whether a room is private, who is in it then, and who reads what was said before they came.
 * @param {{ isPrivate: boolean, wanted: Wanted, onPrivate: (isPrivate: boolean) => void,
 *   onWanted: (wanted: Wanted) => void }} props
 */
function Privacy({ isPrivate, wanted, onPrivate, onWanted }) {
  const t = useWords();
  const me = useSelect((state) => state.me?.name ?? "");
  const { history, members } = wanted;
  return html`
    <label class="checkbox">
      <input
        type="checkbox"
        name="private"
        checked=${isPrivate}
        onChange=${() => onPrivate(!isPrivate)}
      />
      <span>${t("members.private")}</span>
    </label>
    <p class="account__note">${t("members.private_text")}</p>
    ${isPrivate && html`
      <${MemberField}
        names=${members}
        without=${[me]}
        onNames=${(/** @type {string[]} */ names) => onWanted({ ...wanted, members: names })}
      />
      <${RadioGroup}
        name="history"
        title=${t("members.history")}
        values=${[["all", t("members.history_all")], ["joined", t("members.history_joined")]]}
        chosen=${history}
        onChoose=${(/** @type {Wanted["history"]} */ chosen) =>
          onWanted({ ...wanted, history: chosen })}
      />
    `}
  `;
}
