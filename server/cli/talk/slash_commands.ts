/** What can be asked for with a slash: which command a line means, and what `/help` tells of them. */
import { closestMatch } from "../../base/closest_match.ts";
import type { CommandContext } from "./command_context.ts";
import { MESSAGE_COMMANDS } from "./commands/message_commands.ts";
import { PEOPLE_COMMANDS } from "./commands/people_commands.ts";
import { ROOM_COMMANDS } from "./commands/room_commands.ts";
import { answerTo, detailOf, type SlashCommand } from "./commands/slash_command.ts";
import type { ArgumentKind } from "./completion.ts";

/** `+:tada:` and `+🎉`, as others have it; `+1` is something to say. */
const QUICK_REACTION = /^\+(?::[a-z0-9_+\-]+:|\p{RGI_Emoji})$/v;
/** Columns that stand before a row of commands, and between two commands. */
const INDENT_COLUMNS = 6;
const GAP_COLUMNS = 2;
/** Of these a remark has the others itself. */
const ROW_BEGINNING = "  ";

const OWN_COMMANDS: readonly SlashCommand[] = [
  {
    names: ["help"],
    usage: "[COMMAND]",
    help: "the commands, or one of them",
    completes: "command",
    run: (context, rest) => context.remark(helpText(rest, context.columns)),
  },
  {
    names: ["clear"],
    usage: "",
    help: "an empty screen (Ctrl-L)",
    completes: "none",
    run: (context) => context.clear(),
  },
  {
    names: ["signout"],
    usage: "",
    help: "end this session, forget it, and leave",
    completes: "none",
    run: async (context) => {
      await context.signOut();
      return false;
    },
  },
  {
    names: ["quit", "q", "exit"],
    usage: "",
    help: "leave (Ctrl-D)",
    completes: "none",
    run: () => false,
  },
];

const GROUPS: readonly [heading: string, commands: readonly SlashCommand[]][] = [
  ["Messages", MESSAGE_COMMANDS],
  ["Rooms", ROOM_COMMANDS],
  ["People", PEOPLE_COMMANDS],
  ["This program", OWN_COMMANDS],
];
const COMMANDS = GROUPS.flatMap(([, commands]) => commands);

const KEYS = [
  "/help COMMAND tells of one. Tab completes names, rooms, emoji and paths.",
  "Alt-Enter, or \\ before Enter, begins another line. PageUp: what was before.",
  "/7 TEXT answers message 7; /7 +:tada: reacts to it, +:tada: to the last.",
  "Ctrl-C empties the line, twice it leaves. //TEXT says a line with a slash.",
];

/** Completion's view of the table. */
export function commandKinds(): ReadonlyMap<string, ArgumentKind> {
  return new Map(
    COMMANDS.flatMap(({ names, completes }) => names.map((name) => [name, completes])),
  );
}

/** True where a line is a command and no text. */
export function isCommand(line: string): boolean {
  return /^\/(?:\d+(?=\s)|[a-z-]+(?=\s|$))/i.test(line) ||
    QUICK_REACTION.test(line);
}

/** Does what a line asks for; false where that is to leave. */
export async function runCommand(context: CommandContext, line: string): Promise<boolean> {
  const [, quick, name = "", rest = ""] = /^(\+)?\/?(\S+)\s*([^]*)$/.exec(line) ?? [];
  if (quick !== undefined) {
    const target = context.target(null, "others");
    if (target !== null) await context.react(target, name);
    return true;
  }
  if (/^\d+$/.test(name)) {
    const target = context.target(Number(name), "others");
    if (target !== null && rest.startsWith("+")) {
      await context.react(target, rest.slice(1).trim());
    } else if (target !== null) context.say(rest, answerTo(target));
    return true;
  }
  const found = COMMANDS.find(({ names }) => names.includes(name.toLowerCase()));
  if (found !== undefined) {
    return await found.run(context, rest.trim()) !== false;
  }
  const meant = closestMatch(name, COMMANDS.flatMap(({ names }) => names));
  context.remark(
    `There is no /${name}: ${meant === null ? "see /help" : `did you mean /${meant}?`} ` +
      `To say it, write //${name}`,
  );
  return true;
}

/** What takes long enough that one would write on. */
export function isSlow(line: string): boolean {
  return /^\/(?:a|attach|save|search|s|history|date|files|pins|people)\b/i.test(line);
}

/** All commands in as many columns as fit, or what one of them does. */
function helpText(about: string, columns: number): string {
  const name = about.replace(/^\//, "").toLowerCase();
  const one = COMMANDS.find(({ names }) => names.includes(name));
  if (one !== undefined) return detailOf(one);
  if (name !== "") {
    const meant = closestMatch(name, COMMANDS.flatMap(({ names }) => names));
    return `There is no /${name}: ${meant === null ? "see /help" : `did you mean /${meant}?`}`;
  }
  const usages = GROUPS.map(([heading, commands]) =>
    [heading, commands.map(({ names, usage }) => `/${names[0]} ${usage}`.trim())] as const
  );
  const cell = Math.max(...usages.flatMap(([, all]) => all.map(({ length }) => length))) +
    GAP_COLUMNS;
  const perLine = Math.max(1, Math.floor((columns - INDENT_COLUMNS) / cell));
  const lines = usages.flatMap(([heading, all]) => [`${heading}:`, ...rowsOf(all, cell, perLine)]);
  return [...lines, ...KEYS].join("\n");
}

function rowsOf(cells: readonly string[], width: number, perLine: number): string[] {
  const count = Math.ceil(cells.length / perLine);
  return Array.from(
    { length: count },
    (_, row) =>
      ROW_BEGINNING +
      cells.slice(row * perLine, (row + 1) * perLine).map((one) => one.padEnd(width)).join("")
        .trimEnd(),
  );
}
