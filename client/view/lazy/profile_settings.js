/** How one looks to others, as an account sets it: a picture, a line of status, and who has seen what. */
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "htm/preact";
import { Avatar } from "../avatar.js";
import { useActions, useSelect, useWords } from "../hooks.js";
import { AvatarCrop } from "./avatar_crop.js";
import { StatusField } from "./status_field.js";
import { translateError } from "../../words/words.js";

/** Bytes of the largest picture that is looked at. */
const MAX_FILE_BYTES = 40 * 1024 * 1024;

export function ProfileSettings() {
  const actions = useActions();
  const name = useSelect((state) => state.me?.name ?? "");
  const maxBytes = useSelect((state) => state.limits.avatar_bytes ?? 0);
  const [picture, setPicture] = useState(/** @type {ImageBitmap | null} */ (null));
  const [problem, setProblem] = useState("");
  useEffect(() => () => picture?.close(), [picture]);

  /** @param {File} file */
  async function choose(file) {
    const found = file.size > MAX_FILE_BYTES
      ? null
      : await createImageBitmap(file).catch(() => null);
    setPicture(found);
    setProblem(found === null ? "bad_picture" : "");
  }

  /** @param {Blob | null} cut */
  async function use(cut) {
    setPicture(null);
    if (cut === null) return;
    const isDone = await (await actions.profiles()).setAvatar(cut);
    setProblem(isDone ? "" : "bad_picture");
  }

  if (picture !== null) {
    return html`<${AvatarCrop} picture=${picture} maxBytes=${maxBytes} onDone=${use} />`;
  }
  return html`
    <${PictureSetting} name=${name} problem=${problem} onFile=${choose} />
    <${StatusField} name=${name} />
    <${SeenBySetting} name=${name} />
  `;
}

/** @param {{ name: string, problem: string, onFile: (file: File) => void }} props */
function PictureSetting({ name, problem, onFile }) {
  const language = useSelect((state) => state.preferences.language);
  return html`
    <div class="profile" data-test="profile-picture">
      <${Avatar} name=${name} />
      <${PictureButtons} name=${name} onFile=${onFile} />
      <p class="problem" role="alert">${problem && translateError(language, problem)}</p>
    </div>
  `;
}

/** @param {{ name: string, onFile: (file: File) => void }} props */
function PictureButtons({ name, onFile }) {
  const t = useWords();
  const actions = useActions();
  const hasPicture = useSelect((state) => state.profiles.get(name)?.avatar !== undefined);
  const chooser = useRef(/** @type {HTMLInputElement | null} */ (null));
  const remove = async () => void (await actions.profiles()).removeAvatar();
  return html`
    <div class="profile__buttons">
      <button class="button" type="button" data-test="avatar-choose" onClick=${() =>
        chooser.current?.click()}>
        ${t(hasPicture ? "profile.change" : "profile.choose")}
      </button>
      ${hasPicture && html`
        <button class="link" type="button" data-test="avatar-remove" onClick=${remove}>
          ${t("profile.remove")}
        </button>
      `}
      <input
        class="hidden"
        type="file"
        accept="image/*"
        tabindex="-1"
        aria-hidden="true"
        ref=${chooser}
        onChange=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) onFile(file);
          // The same file may be chosen again.
          event.currentTarget.value = "";
        }}
      />
    </div>
  `;
}

/** @param {{ name: string }} props */
function SeenBySetting({ name }) {
  const t = useWords();
  const actions = useActions();
  const [isOn, setOn] = useState(/** @type {boolean | null} */ (null));
  useEffect(() => {
    void actions.profiles().then((profiles) => profiles.find(name))
      .then((person) => setOn(person?.seen_by ?? null));
  }, []);
  /** @param {boolean} on */
  async function change(on) {
    setOn(on);
    if (!await (await actions.profiles()).setSeenBy(on)) setOn(!on);
  }
  return html`
    <label class="checkbox">
      <input
        type="checkbox"
        name="seen-by"
        disabled=${isOn === null}
        checked=${isOn ?? false}
        onChange=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ event) =>
          void change(event.currentTarget.checked)}
      />
      <span>${t("profile.seen_by")}</span>
    </label>
    <p class="account__note">${t("profile.seen_by_text")}</p>
  `;
}
