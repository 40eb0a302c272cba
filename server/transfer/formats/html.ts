/**
 * A room as one page that needs nothing else: no script, its own style, everything that people wrote
 * escaped. Each message is one line of the file and says in its attributes what it is, so that the page can
 * be imported again.
 */
import { formatTime } from "../../base/clock.ts";
import { isShown } from "../../attachments/sniff.ts";
import type { SharedFile } from "../../protocol.ts";
import { eventSentence } from "./event_words.ts";
import type { Format, Leaving, LeavingEvent, LeavingMessage } from "./format.ts";
import { STYLE } from "./html_style.ts";
import { hueOf, initialsOf } from "./person_look.ts";

/** Within so much of the last one a message of the same person goes on where that ended. */
const GROUP_MS = 5 * 60 * 1000;
/** So many names stand behind an emoji; more are told when it is pressed. */
const NAMES_SHOWN = 3;
/** Largest picture in a page, in pixels. */
const LARGEST = { width: 360, height: 300 };

/** Nothing is loaded but pictures and sounds beside the page, and nothing runs. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:; " +
  "media-src 'self' file:; base-uri 'none'; form-action 'none'";

/** A room as a page. */
export function htmlFormat(leaving: Leaving): Format {
  const { title, room, members = [], exported, wallClock } = leaving;
  const segmenter = new Intl.Segmenter();
  let last: { name: string; time: number; day: number } | null = null;
  const headingOf = (time: number): string => {
    if (wallClock.day(time) === last?.day) return "";
    const end = last === null ? "" : "</section>\n";
    return `${end}<section>\n<h2>${wallClock.dayName(time)}</h2>\n`;
  };
  return {
    begin: () =>
      pageHead(title) + `<meta name="plaintalk-room" content="${escapeHtml(room)}">\n` +
      members.map((line) => `<meta name="plaintalk-member" content="${escapeHtml(line)}">\n`)
        .join("") +
      `<header><h1 dir="auto">${escapeHtml(title)}</h1>\n` +
      `<p>Exported from Plaintalk on ${formatTime(exported).slice(0, 10)}. ` +
      `Times are ${
        wallClock.isUtc ? "in UTC" : `as in ${escapeHtml(wallClock.zone)}`
      }.</p></header>\n<main>\n`,
    message(message) {
      const { name } = message;
      const time = Date.parse(message.time);
      const heading = headingOf(time);
      const isFirst = heading !== "" || last?.name !== name || time - last.time > GROUP_MS;
      last = { name, time, day: wallClock.day(time) };
      return `${heading}${messageLine(message, isFirst, leaving, segmenter)}\n`;
    },
    event(event) {
      const time = Date.parse(event.time);
      const heading = headingOf(time);
      // Whoever speaks next begins anew.
      last = { name: "", time, day: wallClock.day(time) };
      return `${heading}${eventElement(event, leaving)}\n`;
    },
    end: () => `${last === null ? "" : "</section>\n"}</main>\n</html>\n`,
  };
}

/** The beginning of a page, up to what it shows. */
export function pageHead(title: string): string {
  // The first line tells who reads the page again what it is.
  return `<!doctype html><html lang="en"><meta name="generator" content="Plaintalk">\n` +
    `<meta charset="utf-8">\n` +
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">\n` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">\n` +
    `<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n` +
    `<title>${escapeHtml(title)}</title>\n` +
    `<style>\n${STYLE}</style>\n`;
}

function messageLine(
  message: LeavingMessage,
  isFirst: boolean,
  { wallClock, pathOf }: Leaving,
  segmenter: Intl.Segmenter,
): string {
  const { id, time, name, text, file, to, edited, erased, reactions = [] } = message;
  const hue = `hue-${hueOf(name)}`;
  const classes = ["message", hue, ...isFirst ? ["first"] : [], ...edited ? ["edited"] : []];
  const author = isFirst
    ? `<span class="avatar" aria-hidden="true">${escapeHtml(initialsOf(name, segmenter))}</span>` +
      `<h3 dir="auto">${escapeHtml(name)}</h3>`
    : "";
  const answered = to === undefined
    ? ""
    : `<a class="answered hue-${hueOf(to.name)}" href="#${to.id}"><b dir="auto">${
      escapeHtml(to.name)
    }</b><span dir="auto">${escapeHtml(to.text)}</span></a>`;
  const moment = `<time datetime="${time}">${edited ? "edited " : ""}${
    wallClock.minute(Date.parse(time))
  }</time>`;
  const words = erased
    ? `<p class="erased">This message was deleted${moment}</p>`
    : `<p class="${text === "" ? "bare" : "text"}" dir="auto">${withLinks(text)}${moment}</p>`;
  return `<article class="${classes.join(" ")}" id="${id}" data-name="${
    escapeHtml(name)
  }">${author}${answered}` +
    `${file === undefined ? "" : fileHtml(file, pathOf(file))}${words}${
      reactionsHtml(reactions)
    }</article>`;
}

/** A line about the room, which says in its attributes what happened. */
function eventElement(event: LeavingEvent, { wallClock }: Leaving): string {
  const { id, time, name, target, pinned: _, ...facts } = event;
  const attributes = Object.entries({ name, target, ...facts })
    .flatMap(([key, value]) =>
      value === undefined ? [] : [`data-${key}="${escapeHtml(`${value}`)}"`]
    );
  const words = `<bdi>${escapeHtml(name)}</bdi> <span dir="auto">${
    escapeHtml(eventSentence(event))
  }</span>`;
  const shown = target === undefined ? words : `<a href="#${target}">${words}</a>`;
  return `<p class="event" id="${id}" ${attributes.join(" ")}>${shown} <time datetime="${time}">${
    wallClock.minute(Date.parse(time))
  }</time></p>`;
}

/** A file: shown where browsers show its kind and it goes along, else its name and size. */
function fileHtml(file: SharedFile, path: string | null): string {
  const { id, name, type, size } = file;
  const [shown, label] = [
    escapeHtml(name),
    ` data-name="${escapeHtml(name)}" data-type="${escapeHtml(type)}" data-size="${size}"`,
  ];
  const facts = `data-file="${escapeHtml(id)}"${label}`;
  if (path === null) {
    return `<p class="file" ${facts}>${shown} <small>${sizeText(size)}</small></p>`;
  }
  const source = escapeHtml(encodeURI(path));
  const link = `<a class="file" ${facts} href="${source}" download="${shown}">${shown} <small>${
    sizeText(size)
  }</small></a>`;
  if (!isShown(type)) return link;
  if (type.startsWith("image/")) {
    return `<a class="picture" ${facts} href="${source}"><img src="${source}" alt="${shown}" loading="lazy"${
      extentOf(id)
    }></a>`;
  }
  const player = type.startsWith("video/") ? "video" : "audio";
  return `${link}<${player} controls preload="none" src="${source}"></${player}>`;
}

/** The room that a picture takes, by what its id tells. */
function extentOf(id: string): string {
  const [, w, h] = /-(\d{1,5})x(\d{1,5})\./.exec(id) ?? [];
  const [width, height] = [Number(w), Number(h)];
  if (!width || !height) return "";
  const scale = Math.min(1, LARGEST.width / width, LARGEST.height / height);
  return ` width="${Math.max(1, Math.round(width * scale))}" height="${
    Math.max(1, Math.round(height * scale))
  }"`;
}

function reactionsHtml(reactions: NonNullable<LeavingMessage["reactions"]>): string {
  if (reactions.length === 0) return "";
  const items = reactions.map(({ emoji, names }) => {
    const [sign, all] = [escapeHtml(emoji), escapeHtml(names.join(", "))];
    const shown = names.length <= NAMES_SHOWN
      ? `${sign} <bdi>${all}</bdi>`
      : `<details><summary>${sign} ${names.length}</summary><bdi>${all}</bdi></details>`;
    return `<li data-emoji="${sign}" data-names="${all}">${shown}</li>`;
  });
  return `<ul>${items.join("")}</ul>`;
}

/** Addresses of the web; what ends a sentence around one is none of it. */
const LINK = /https?:\/\/[^\s<>"\u3000-\u303f]*[^\s<>"'.,;:!?)\]}*\u3000-\u303f]/gi;

function withLinks(text: string): string {
  let [html, done] = ["", 0];
  for (const { 0: link, index } of text.matchAll(LINK)) {
    const address = escapeHtml(link);
    html += `${
      escapeHtml(text.slice(done, index))
    }<a href="${address}" rel="noreferrer noopener">${address}</a>`;
    done = index + link.length;
  }
  return html + escapeHtml(text.slice(done));
}

/** Text as it stands in a page and in its attributes, in one line. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const UNITS = ["B", "KB", "MB", "GB"];

/** `34 KB` */
function sizeText(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  const value = bytes / 1024 ** step;
  return `${value.toFixed(value < 10 && step > 0 ? 1 : 0)} ${UNITS[step]}`;
}
