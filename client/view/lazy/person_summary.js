/**
 * Who somebody is: picture and name, account or guest, here or seen when, and their line of status.
 *
 * @import { PersonInfo } from "../../../server/protocol_http.ts"
 */
import { html } from "htm/preact";
import { Avatar } from "../avatar.js";
import { useSelect, useWords } from "../hooks.js";
import { statusNow } from "../../text/status_end.js";
import { clockTime, dayKey, dayName } from "../../text/time.js";

/** @param {{ name: string, person: PersonInfo | null | undefined }} props `undefined`: not known yet */
export function PersonSummary({ name, person }) {
  const t = useWords();
  const language = useSelect((state) => state.preferences.language);
  const now = useSelect((state) => state.now);
  const profile = useSelect((state) => state.profiles.get(name));
  const isMe = useSelect((state) => state.me?.name) === name;
  const kind = isMe
    ? "person.you"
    : person?.admin
    ? "person.admin"
    : person?.account
    ? "person.account"
    : "person.guest";
  const status = statusNow(profile, now);
  return html`
    <header class="card__head">
      <${Avatar} name=${name} />
      <div class="card__who">
        <h2 class="card__name" id="card-name" tabindex="-1" data-first><bdi>${name}</bdi></h2>
        ${person !== undefined && html`
          <p class="account__note" data-test="card-kind">
            ${t(kind)}${person?.online ? ` · ${t("people.online")}` : ""}
          </p>
        `}
        ${person?.seen && html`
          <p class="account__note" data-test="card-seen">
            ${t("person.seen", {
              day: dayWithin(person.seen, now, language),
              time: clockTime(person.seen, language),
            })}
          </p>
        `}
      </div>
    </header>
    ${status && html`
      <p class="card__status" dir="auto" data-test="card-status">
        ${status}
        ${profile?.until && html`
          <span class="account__note">
            ${t("status.holds", { time: untilTime(profile.until, now, language) })}
          </span>
        `}
      </p>
    `}
  `;
}

/**
 * A day in the middle of a sentence.
 * @param {string} time
 * @param {number} now
 * @param {string} language
 */
function dayWithin(time, now, language) {
  const day = dayName(time, now, language);
  return /\d/.test(day) ? day : day.charAt(0).toLocaleLowerCase(language) + day.slice(1);
}

/**
 * @param {string} until
 * @param {number} now
 * @param {string} language
 */
function untilTime(until, now, language) {
  const clock = clockTime(until, language);
  const isToday = dayKey(until) === dayKey(new Date(now).toISOString());
  return isToday ? clock : `${dayWithin(until, now, language)}, ${clock}`;
}
