/** What `export --format html` writes: each message is a line whose attributes say what it is. */
import { eventOfFields } from "./plaintalk_events.ts";
import { exportedFile, tellErased } from "./plaintalk_export.ts";
import type { Attachment, LineSource, LogContext, LogEvent } from "./source.ts";

/** A page that begins with the line of our own. */
export const PLAINTALK_HTML: LineSource = {
  shape: "lines",
  name: "Plaintalk (HTML)",
  mayBe: (path) => /\.html?$/i.test(path),
  open,
};

const FIRST = /^<!doctype html><html lang="\w+"><meta name="generator" content="Plaintalk">$/;
const ROOM = /^<meta name="plaintalk-room" content="([^"]*)">$/;
const MEMBER = /^<meta name="plaintalk-member" content="([^"]*)">$/;
const MESSAGE = /^<article class="([^"]*)" id="(\d{1,16})" data-name="([^"]*)">(.*)<\/article>$/;
const EVENT = /^<p class="event" /;
const FACT = / data-(\w+)="([^"]*)"/g;
const TIME = /<time datetime="([^"]*)">/;
const TEXT = /<p class="(?:text|bare)" dir="auto">(.*?)<time /;
const ANSWERED = /^(?:<span.*?<\/h3>)?<a class="answered [^"]*" href="#(\d{1,16})">/;
const FILE = /data-file="([^"]*)" data-name="([^"]*)"[^>]*>/;
const HREF = / href="([^"]*)"/;
const REACTION = /<li data-emoji="([^"]*)" data-names="([^"]*)">/g;

function open({ sink, times }: LogContext): (line: string) => void {
  let isOurs = false;
  let room = "";
  const members: string[] = [];
  return (raw) => {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    isOurs ||= FIRST.test(line);
    if (!isOurs) return sink.malformed("is no page that Plaintalk exported");
    const called = ROOM.exec(line);
    if (called !== null) sink.room(room = unescaped(called[1]!));
    const member = MEMBER.exec(line);
    if (member !== null) {
      members.push(unescaped(member[1]!));
      sink.room(room, [...members]);
    }
    const event = EVENT.exec(line) && eventIn(line, times);
    if (event !== null) return sink.event(event);
    const message = MESSAGE.exec(line);
    if (message === null) return sink.remark();
    const [, classes = "", id = "", name = "", inner = ""] = message;
    const to = ANSWERED.exec(inner)?.[1];
    const said = {
      time: times.iso(TIME.exec(inner)?.[1] ?? ""),
      name: unescaped(name),
      id,
    };
    const file = fileIn(inner);
    sink.message({
      ...said,
      text: unescaped((TEXT.exec(inner)?.[1] ?? "").replace(/<[^>]*>/g, "")),
      ...to === undefined ? {} : { to },
      ...file === null ? {} : { files: [file] },
      reactions: [...inner.matchAll(REACTION)].flatMap(([, emoji = "", names = ""]) =>
        unescaped(names).split(", ").map((name) => ({ emoji: unescaped(emoji), name }))
      ),
      edited: classes.split(" ").includes("edited"),
    });
    if (inner.includes('<p class="erased">')) tellErased(sink, said);
  };
}

function eventIn(line: string, times: LogContext["times"]): LogEvent | null {
  const [tag = ""] = line.split(">", 1);
  const facts = Object.fromEntries(
    [...tag.matchAll(FACT)].map(([, fact = "", value = ""]) => [fact, unescaped(value)]),
  );
  const time = times.iso(TIME.exec(line)?.[1] ?? "");
  return eventOfFields(facts, time, facts.name ?? "");
}

function fileIn(html: string): Attachment | null {
  const [tag, id, name = ""] = FILE.exec(html) ?? [];
  if (tag === undefined || id === undefined) return null;
  const path = decodeURI(unescaped(HREF.exec(tag)?.[1] ?? ""));
  return exportedFile(unescaped(id), unescaped(name), path);
}

function unescaped(html: string): string {
  return html.replace(/&#(\d{1,7});/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
