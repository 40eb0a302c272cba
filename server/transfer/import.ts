/**
 * A room made from the log of another chat. No room that is there is changed, and none appears before it
 * is whole.
 */
import { join } from "@std/path";
import { readTime, wholeSeconds } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { type DataFolder, findRoom } from "./data_folder.ts";
import { importLine } from "../history/imported.ts";
import { format } from "../history/line.ts";
import { type OldLog, type OldMessage, recognise } from "./import_formats.ts";
import { messageText, personName, roomName } from "../people/names.ts";
import { writeAll, writeFile } from "../store/disk.ts";

/** What became of a log. */
export interface Imported {
  log: string;
  room: string;
  messages: number;
  remarks: number;
  /** Lines that fit nothing, and the first few of them by number. */
  unfit: number;
  unfitAt: number[];
}

/** Makes a room from a log; with `dry` it only counts what would become of it. `asAccounts`: the names in it
 * are those of the accounts that are here. */
export function importLog(
  options: DataFolder,
  text: Iterable<string>,
  room: string,
  dry: boolean,
  asAccounts = false,
): Imported {
  const { data, disk } = options;
  const name = roomName(room);
  const path = join(data, "rooms", `${name}.txt`);
  if (findRoom(options, name) !== null) {
    throw new ChatError("exists", `There is a room "${name}" already`);
  }
  const lines = [...text];
  const log = recognise(lines.slice(0, 500));
  if (log === null) {
    throw new ChatError(
      "bad_request",
      "Cannot read this log: expected lines of Plaintalk, irssi, WeeChat, The Lounge or WhatsApp",
    );
  }
  const { messages, ...counts } = readLog(log, lines);
  if (!dry) {
    disk.makeFolder(join(data, "rooms"));
    const latest = messages.reduce((time, message) => Math.max(time, message.time), 0);
    writeFile(disk, `${path}.new`, (file) => {
      const first = importLine(options.clock.now(), latest, asAccounts);
      writeAll(file, new TextEncoder().encode(`${first}\n`));
      for (const message of messages) {
        writeAll(file, new TextEncoder().encode(`${format({ kind: "message", ...message })}\n`));
      }
    });
    disk.rename(`${path}.new`, path);
  }
  return { log: log.name, room: name, messages: messages.length, ...counts };
}

function readLog(log: OldLog, lines: string[]) {
  const messages: OldMessage[] = [];
  const unfitAt: number[] = [];
  let [remarks, unfit] = [0, 0];
  for (const [i, raw] of lines.entries()) {
    const line = raw.replace(/\r$/, "");
    if (line === "") continue;
    const read = log.read(line);
    const last = messages.at(-1);
    if (read.kind === "message" && fits(read)) {
      messages.push({ ...read, time: wholeSeconds(read.time), name: nameFor(read.name) });
    } else if (read.kind === "more" && last !== undefined) last.text += `\n${read.text}`;
    else if (read.kind === "remark") remarks++;
    else {
      unfit++;
      if (unfitAt.length < 5) unfitAt.push(i + 1);
    }
  }
  for (const message of messages) {
    message.text = messageText(message.text.slice(0, 4000), true) || "…";
  }
  return { messages, remarks, unfit, unfitAt };
}

function fits({ name, time }: OldMessage): boolean {
  return nameFor(name) !== "" && time >= readTime("1970-01-01 00:00:00");
}

/** The name as ours may be; "" for one of which nothing is left. */
function nameFor(name: string): string {
  const tidy = name.normalize("NFC").replace(/[^\p{L}\p{M}\p{Nd} _\-.'\u2019]/gu, " ")
    .replace(/^[^\p{L}\p{Nd}]+/u, "");
  try {
    return personName([...tidy].slice(0, 32).join(""));
  } catch {
    return "";
  }
}
