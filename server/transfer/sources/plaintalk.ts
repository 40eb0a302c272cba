/**
 * Our own files: a room's, and what `export --format text` prints. What was edited, erased, answered, shared
 * and put under messages comes back as it was.
 */
import { Buffer } from "node:buffer";
import { type FileFacts, parse } from "../../history/line.ts";
import { isErased } from "../../history/room_facts.ts";
import { MORE, UNDER } from "../formats/text.ts";
import { eventOfEntry } from "./plaintalk_events.ts";
import { ExportedLines } from "./plaintalk_text.ts";
import type { Attachment, LineSource, LogContext } from "./source.ts";

/** `[2025-11-19 23:46:36] Ada: Hello`; a line that goes on is indented. */
export const PLAINTALK: LineSource = { shape: "lines", name: "Plaintalk", open };

const STAMP = /^\[(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\] /;
const SAID = /^\[[\d :-]{19}\] ([^*:][^:]{0,200}):(?: (.*))?$/s;
/** The first line of a private conversation, as `export --format text` tells it. */
const PRIVATE = /^# (@[^+]+\+[^+,]+), a private conversation$/;
/** The first lines of a private room. */
const PRIVATE_ROOM = /^# (\+[^+,]+\+[a-z2-7]{26}), a private room$/;
const MEMBER = /^# member (.{1,200})$/;
/** What was done to a message, as `export --format text` tells it. */
const UNDER_MESSAGE = /^ {2}\S/;
/** Messages of which only dashes are left that are remembered. */
const MAX_BLANKED = 100;

function open(context: LogContext): (line: string) => void {
  const { sink, times, path, markBytes } = context;
  const [, folder, room] = /(?:^|\/)(rooms|direct|private)\/([^/]+)\.txt$/.exec(path) ?? [];
  if (room !== undefined) sink.room(`${{ rooms: "", direct: "@", private: "+" }[folder!]}${room}`);
  const members: string[] = [];
  let ours = "";
  const exported = new ExportedLines(context);
  const read = reader(exported, times);
  let next = 0;
  /** Blank lines that belong to the message before them if it goes on. */
  let blank = 0;
  return (raw) => {
    const at = next;
    next += Buffer.byteLength(raw) + 1 + (at === 0 ? markBytes : 0);
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (line.startsWith(MORE)) {
      for (; blank > 0; blank--) exported.more("");
      return exported.more(line.slice(MORE.length));
    }
    if (line.trim() === "") {
      blank++;
      return;
    }
    blank = 0;
    const pair = PRIVATE.exec(line)?.[1];
    if (pair !== undefined) {
      sink.room(pair);
      return sink.remark();
    }
    ours = PRIVATE_ROOM.exec(line)?.[1] ?? ours;
    const member = MEMBER.exec(line)?.[1];
    // Who is in the room stands above what was said.
    if (ours !== "" && line.startsWith("#")) {
      if (member !== undefined) members.push(member);
      sink.room(ours, [...members]);
      return sink.remark();
    }
    ours = "";
    if (UNDER_MESSAGE.test(line)) exported.under(line.slice(UNDER.length));
    else if (!exported.line(line, String(at))) read(line, String(at));
  };
}

/** Reads lines that begin with a time; each is called by where it begins. */
function reader(
  sink: LogContext["sink"],
  times: LogContext["times"],
): (line: string, id: string) => void {
  /** What was erased by its looks, the last one last. */
  const blanked: string[] = [];
  const isBlanked = (id: string): void => {
    if (blanked.push(id) > MAX_BLANKED) blanked.shift();
  };
  const blankedBy = (target: string): string | undefined => {
    const known = blanked.indexOf(target);
    // In a file that an editor changed, lines are no longer where the erasures say.
    return blanked.splice(known < 0 ? -1 : known, 1)[0];
  };
  return (line, id) => {
    const entry = parse(line);
    if (entry === null) return readOther(line, id, sink, times);
    const time = times.unix(entry.time);
    switch (entry.kind) {
      case "message":
      case "shared": {
        const { name, text } = entry;
        const to = entry.to === undefined ? {} : { to: String(entry.to) };
        if (isErased(entry)) isBlanked(id);
        const files = entry.kind === "shared" ? { files: [attachmentOf(entry.file)] } : {};
        return sink.message({ time, name, text, id, ...to, ...files });
      }
      case "created":
        return sink.event({ kind: "created", time, name: entry.name });
      case "imported":
        return sink.remark();
      case "erased": {
        const target = String(entry.target);
        const orElse = blankedBy(target);
        return sink.event({ ...entry, time, target, ...(orElse === undefined ? {} : { orElse }) });
      }
      case "reacted":
      case "edited":
        return sink.event({ ...entry, time, target: String(entry.target) });
      default: {
        const event = eventOfEntry(entry, time, id);
        if (event?.kind === "topic" && isErased(event)) isBlanked(id);
        return event === null ? sink.remark() : sink.event(event);
      }
    }
  };
}

/** A line that is none of ours to the letter: an older chat's, one to come, or nothing. */
function readOther(
  line: string,
  id: string,
  sink: LogContext["sink"],
  times: LogContext["times"],
): void {
  const stamp = STAMP.exec(line);
  if (stamp === null) return sink.malformed("does not begin with a time");
  const [year, month, day, hour, minute, second] = stamp.slice(1).map(Number);
  const time = times.utc(year!, month!, day!, hour!, minute!, second!);
  const said = SAID.exec(line);
  if (said !== null) {
    const text = (said[2] ?? "").replaceAll("\u2028", "\n");
    return sink.message({ time, name: said[1]!, text, id });
  }
  // A version to come may write what this one does not know.
  if (line.startsWith("* ", stamp[0].length)) sink.remark();
  else sink.malformed("has no name behind its time");
}

function attachmentOf({ id, name }: FileFacts): Attachment {
  const path = `files/${id}`;
  return { path, name, missing: `(${name}: ${path})` };
}
