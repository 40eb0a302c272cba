/**
 * A room as text, in the lines of the chat's own files as far as those can be read by people: what a
 * message answers is named by its time and not by a place, a line break stays one, and what was done to a
 * message stands under it.
 *
 *     [2025-11-19 23:46:36] Ada: Hello
 *         a second line of the same message
 *       (edited)
 *       👍 Boris, Vera
 *     [2025-11-19 23:49:00] * Boris answered [2025-11-19 23:46:36] Ada: Hello yourself
 *     [2025-11-19 23:49:30] * Ada set the topic: What we cook this week
 *     [2025-11-19 23:49:40] * Ada pinned [2025-11-19 23:46:36] Ada
 *     [2025-11-19 23:50:00] * Ada shared "holiday.jpg" (image/jpeg, 34012 bytes, 9f2c….jpg): look at this
 */
import type { SharedFile } from "../../protocol.ts";
import { eventLine } from "./event_words.ts";
import type { Format, Leaving, LeavingEvent, LeavingMessage } from "./format.ts";
import type { WallClock } from "./wall_clock.ts";

/** What stands before a line that a message goes on with, and before what was done to it. */
export const MORE = "    ";
export const UNDER = "  ";

/** A room as text. */
export function textFormat(
  leaving: Pick<Leaving, "wallClock" | "pathOf"> & Partial<Leaving>,
): Format {
  const { room = "", members = [] } = leaving;
  return {
    // Read again, what was said to some must not become a room of everybody's.
    begin() {
      if (room.startsWith("@")) return `# ${room}, a private conversation\n`;
      if (!room.startsWith("+")) return "";
      return `# ${room}, a private room\n${members.map((line) => `# member ${line}\n`).join("")}`;
    },
    message: (message) => messageText(message, leaving),
    event: (event) => eventText(event, leaving),
    end: () => "",
  };
}

function messageText(
  message: LeavingMessage,
  { wallClock, pathOf }: Pick<Leaving, "wallClock" | "pathOf">,
): string {
  const { time, name, text, file, to, answeredTime = time, answeredNth = 1 } = message;
  const answered = to === undefined
    ? ""
    : `answered ${namedByTime(wallClock, answeredTime, to.name, answeredNth)}`;
  const shared = file === undefined ? "" : fileText(file, pathOf(file));
  const act = shared === ""
    ? answered
    : answered === ""
    ? `shared ${shared}`
    : `${answered} with ${shared}`;
  const head = `[${wallClock.stamp(Date.parse(time))}] ${act === "" ? name : `* ${name} ${act}`}: `;
  return `${head}${text.replaceAll("\n", `\n${MORE}`)}\n${under(message)}`;
}

function eventText(event: LeavingEvent, { wallClock }: Pick<Leaving, "wallClock">): string {
  const { time, name, pinned } = event;
  const target = pinned && namedByTime(wallClock, pinned.time, pinned.name, pinned.nth);
  return `[${wallClock.stamp(Date.parse(time))}] * ${name} ${eventLine(event, target ?? "")}\n`;
}

/** Another message: when it was said, which of that second, and by whom. */
function namedByTime(wallClock: WallClock, time: string, name: string, nth: number): string {
  return `[${wallClock.stamp(Date.parse(time))}${nth > 1 ? ` #${nth}` : ""}] ${name}`;
}

function fileText({ name, type, size, id }: SharedFile, path: string | null): string {
  return `"${name}" (${type}, ${size} bytes, ${path ?? id})`;
}

function under({ edited, erased, reactions = [] }: LeavingMessage): string {
  const lines = [
    ...edited ? ["(edited)"] : [],
    ...erased ? ["(erased)"] : [],
    ...reactions.map(({ emoji, names }) => `${emoji} ${names.join(", ")}`),
  ];
  return lines.map((line) => `${UNDER}${line}\n`).join("");
}
