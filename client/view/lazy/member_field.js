/**
 * People to be added: a field that completes names of those with an account, and who was chosen so far.
 * Arrow keys choose, Enter and Tab take, a comma too; Backspace in an empty field takes the last one back.
 *
 * @import { PersonInfo } from "../../../server/protocol_http.ts"
 */
import { useEffect, useId, useState } from "preact/hooks";
import { html } from "htm/preact";
import { Avatar } from "../avatar.js";
import { useActions, useWords } from "../hooks.js";
import { Icon } from "../icons.js";
import { namesFor } from "../../text/completion.js";
import { fold } from "../../text/fold.js";
import { isComposing } from "../../text/shortcut.js";

const MAX_CHOICES = 6;

/**
 * @param {object} props
 * @param {string[]} props.names who was chosen
 * @param {string[]} props.without who cannot be
 * @param {(names: string[]) => void} props.onNames
 */
export function MemberField({ names, without, onNames }) {
  const t = useWords();
  const id = useId();
  const { text, setText, choices, chosen, take, onKey } = useChoosing({ names, without, onNames });
  return html`
    <div class="field">
      <label class="field__label" for=${id}>${t("members.add")}</label>
      ${names.length > 0 && html`<${Chosen} names=${names} onNames=${onNames} />`}
      <input
        class="field__input"
        id=${id}
        name="member"
        dir="auto"
        role="combobox"
        autocomplete="off"
        aria-autocomplete="list"
        aria-expanded=${choices.length > 0}
        aria-controls=${`${id}-choices`}
        aria-activedescendant=${chosen === undefined
          ? undefined
          : `${id}-${choices.indexOf(chosen)}`}
        value=${text}
        onKeyDown=${onKey}
        onInput=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ event) =>
          setText(event.currentTarget.value)}
      />
      <ul
        class="members__choices"
        id=${`${id}-choices`}
        role="listbox"
        aria-label=${t("members.add")}
        hidden=${choices.length === 0}
      >
        ${choices.map((name, i) =>
          html`
            <li
              class="members__choice"
              key=${name}
              id=${`${id}-${i}`}
              role="option"
              data-member=${name}
              aria-selected=${name === chosen}
              onPointerDown=${(/** @type {PointerEvent} */ event) => event.preventDefault()}
              onClick=${() => take(name)}
            >
              <${Avatar} name=${name} /><bdi>${name}</bdi>
            </li>
          `
        )}
      </ul>
      ${text.trim() !== "" && choices.length === 0 &&
        html`<p class="account__note" role="status">${t("members.nobody")}</p>`}
    </div>
  `;
}

/**
 * What is written, who could be meant, and the keys that choose.
 * @param {Parameters<typeof MemberField>[0]} props
 */
function useChoosing({ names, without, onNames }) {
  const people = usePeople();
  const [text, write] = useState("");
  const [active, setActive] = useState(0);
  const taken = new Set([...names, ...without].map(fold));
  const free = people.filter((name) => !taken.has(fold(name)));
  const choices = text.trim() === "" ? [] : namesFor(free, text.trim(), MAX_CHOICES);
  const chosen = choices[Math.min(active, choices.length - 1)];

  /** @param {string} next */
  function setText(next) {
    write(next);
    setActive(0);
  }

  /** @param {string | undefined} name */
  function take(name) {
    if (name === undefined) return;
    onNames([...names, name]);
    setText("");
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (isComposing(event)) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && choices.length > 0) {
      setActive((active + step + choices.length) % choices.length);
    } else if (["Enter", ",", "Tab"].includes(event.key) && chosen !== undefined) take(chosen);
    else if (event.key === "Escape" && text !== "") setText("");
    else if (event.key === "Backspace" && text === "" && names.length > 0) {
      onNames(names.slice(0, -1));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return { text, setText, choices, chosen, take, onKey };
}

/** @param {{ names: string[], onNames: (names: string[]) => void }} props a press takes one back */
function Chosen({ names, onNames }) {
  const t = useWords();
  return html`
    <ul class="members__chosen" aria-label=${t("members.chosen")}>
      ${names.map((name) =>
        html`
          <li key=${name}>
            <button
              class="members__chip"
              type="button"
              aria-label=${t("members.take_back", { name })}
              onClick=${() => onNames(names.filter((other) => other !== name))}
            >
              <bdi>${name}</bdi><${Icon} name="cross" />
            </button>
          </li>
        `
      )}
    </ul>
  `;
}

/** Everybody who can be added: those with an account. */
function usePeople() {
  const actions = useActions();
  const [people, setPeople] = useState(/** @type {string[]} */ ([]));
  useEffect(() => {
    void actions.people.listPeople().then((/** @type {PersonInfo[]} */ all) =>
      setPeople(all.filter(({ account }) => account).map(({ name }) => name))
    );
  }, []);
  return people;
}
