/**
 * Invitations to the chat and to single rooms: made, shown once as a link and a picture, counted, taken
 * back. Admins have all of them in the House dialog, the maker of a private room those to it.
 *
 * @import { InviteInfo, MadeInvite } from "../../../server/protocol_links.ts"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { LinkField } from "./link_field.js";
import { QrCode } from "./qr_code.js";
import { hasMembers, isPrivate, roomLabel, roomList } from "../../state/selectors.js";
import { dayName } from "../../text/time.js";

/** @typedef {{ name: string, days: number, uses?: number, room?: string }} Wanted */

const DAYS = [1, 7, 30, 365];
/** How many may come; 0 for any number. */
const USES = [0, 1, 5, 20, 100];

/** @param {{ room?: string }} props those to one room alone */
export function Invitations({ room }) {
  const t = useWords();
  const actions = useActions();
  const [all, setAll] = useState(/** @type {InviteInfo[]} */ ([]));
  /** The one that was made just now: nobody can show its link again. */
  const [made, setMade] = useState(/** @type {MadeInvite | null} */ (null));
  const load = () => void actions.admin().then((admin) => admin.listInvites(room)).then(setAll);
  useEffect(load, [room]);

  /** @param {Wanted} wanted */
  async function make(wanted) {
    const next = await (await actions.admin()).invite(
      room === undefined ? wanted : { ...wanted, room },
    );
    if (next !== null) setMade(next);
    load();
    return next !== null;
  }

  /** @param {string} invite */
  async function revoke(invite) {
    await (await actions.admin()).revoke(invite);
    if (made?.invite === invite) setMade(null);
    load();
  }

  return html`
    <h3 class="sidebar__title">${t(room === undefined ? "house.invitations" : "members.links")}</h3>
    <p class="account__note">
      ${t(room === undefined ? "house.invite_text" : "members.links_text")}
    </p>
    ${made !== null && html`
      <${QrCode} link=${made} label=${t("house.invite_picture")} />
      <${LinkField} name="invitation" label=${t("house.shown_once")} link=${made.link} />
    `}
    <ul class="invites" data-test="invites">
      ${all.map((one) =>
        html`
          <${Invitation}
            key=${one.invite}
            invite=${one}
            onRevoke=${() => revoke(one.invite)}
            onRenew=${async () => {
              await revoke(one.invite);
              const uses = one.uses ? { uses: one.uses } : {};
              const to = one.room === undefined ? {} : { room: one.room.room };
              await make({ name: one.name ?? "", days: 30, ...uses, ...to });
            }}
          />
        `
      )}
    </ul>
    <${NewInvitation} isToRoom=${room !== undefined} onMake=${make} />
  `;
}

/** @param {{ invite: InviteInfo, onRevoke: () => void, onRenew: () => void }} props */
function Invitation({ invite: { name, by, until, used, uses, over, room }, onRevoke, onRenew }) {
  const t = useWords();
  const open = useSelect((state) => state.open);
  const language = useSelect((state) => state.preferences.language);
  const now = useSelect((state) => state.now);
  const end = over === "used" ? t("house.used_up") : over && t("house.expired");
  const left = uses === undefined || over ? "" : t("house.uses_left", { n: uses });
  const time = dayName(until, now, language);
  return html`
    <li class="invites__one">
      <div>
        ${name && html`<bdi class="invites__name">${name}</bdi>`}
        ${room !== undefined && room.room !== open && html`
          <span class="invites__facts">${t("members.opens", { room: room.name })}</span>
        `}
        <span class="invites__facts">
          ${[t("house.came", { n: used }), left, end || t("house.until", { time, name: by })]
            .filter((fact) => fact !== "").join(" · ")}
        </span>
      </div>
      <span class="invites__acts">
        <button class="link" type="button" data-test="renew" onClick=${onRenew}>
          ${t("house.renew")}
        </button>
        <button class="link" type="button" data-test="revoke" onClick=${onRevoke}>
          ${t(over ? "house.clear" : "house.revoke")}
        </button>
      </span>
    </li>
  `;
}

/** @param {{ isToRoom: boolean, onMake: (wanted: Wanted) => Promise<boolean> }} props */
function NewInvitation({ isToRoom, onMake }) {
  const t = useWords();
  const [name, setName] = useState("");
  const [days, setDays] = useState(30);
  const [uses, setUses] = useState(0);
  const [room, setRoom] = useState("");
  const rooms = useRooms();
  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    const wanted = {
      name,
      days,
      ...(uses === 0 ? {} : { uses }),
      ...(room === "" ? {} : { room }),
    };
    if (await onMake(wanted)) setName("");
  }
  return html`
    <form class="account__form" novalidate data-test="invite-form" onSubmit=${submit}>
      <${InvitationName} isToRoom=${isToRoom} name=${name} onText=${setName} />
      ${!isToRoom && html`
        <${Choice}
          name="invite-room"
          label=${t("members.opens_what")}
          values=${[["", t("members.opens_all")], ...rooms]}
          chosen=${room}
          onChoose=${setRoom}
        />
      `}
      <div class="invites__choices">
        <${Numbers}
          name="invite-days"
          label=${t("house.invite_days")}
          values=${DAYS.map((n) => [n, t("house.days", { n })])}
          chosen=${days}
          onChoose=${setDays}
        />
        <${Numbers}
          name="invite-uses"
          label=${t("house.invite_uses")}
          values=${USES.map((n) => [n, n === 0 ? t("house.any_number") : t("house.people", { n })])}
          chosen=${uses}
          onChoose=${setUses}
        />
      </div>
      <button class="button" type="submit" data-test="invite">${t("house.invite")}</button>
    </form>
  `;
}

/** @param {{ isToRoom: boolean, name: string, onText: (text: string) => void }} props */
function InvitationName({ isToRoom, name, onText }) {
  const t = useWords();
  return html`
    <label class="field">
      <span class="field__label">${t(isToRoom ? "members.link_name" : "house.invite_name")}</span>
      <input
        class="field__input"
        name="invite-name"
        value=${name}
        maxlength="60"
        autocomplete="off"
        dir="auto"
        onInput=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ event) =>
          onText(event.currentTarget.value)}
      />
    </label>
  `;
}

/**
 * Rooms that a link may lead to: those of everybody, and one's own private ones.
 * @returns {[string, string][]} name on the wire, and what it is called
 */
function useRooms() {
  const rooms = useSelect((state) => state.rooms);
  return roomList({ rooms, preferences: { order: "name", favourites: [] } })
    .filter(({ room, mine }) => !isPrivate(room) && (mine || !hasMembers(room)))
    .map((room) => [room.room, roomLabel(room)]);
}

/**
 * @param {{ name: string, label: string, values: [number, string][], chosen: number,
 *   onChoose: (value: number) => void }} props
 */
function Numbers({ values, chosen, onChoose, ...rest }) {
  const texts = values.map(([value, word]) => [String(value), word]);
  const choose = (/** @type {string} */ value) => onChoose(Number(value));
  return html`<${Choice} ...${rest} values=${texts} chosen=${String(chosen)} onChoose=${choose} />`;
}

/**
 * @param {{ name: string, label: string, values: [string, string][], chosen: string,
 *   onChoose: (value: string) => void }} props
 */
function Choice({ name, label, values, chosen, onChoose }) {
  return html`
    <label class="field">
      <span class="field__label">${label}</span>
      <select
        class="field__input"
        name=${name}
        value=${chosen}
        onChange=${(/** @type {Event & { currentTarget: HTMLSelectElement }} */ event) =>
          onChoose(event.currentTarget.value)}
      >
        ${values.map(([value, word]) =>
          html`
            <option key=${value} value=${value}>${word}</option>
          `
        )}
      </select>
    </label>
  `;
}
