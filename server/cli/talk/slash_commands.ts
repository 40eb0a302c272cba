/** What can be asked for with a slash: each command, what follows it, and what it does. `/help` is this table. */
import { closestMatch } from "../../base/closest_match.ts";
import type { ArgumentKind } from "./completion.ts";
import type { CommandContext } from "./command_context.ts";
import type { Numbered } from "./numbered.ts";

/** One of them. False ends the program. */
interface SlashCommand {
  names: readonly string[];
  usage: string;
  help: string;
  completes: ArgumentKind;
  run(context: CommandContext, rest: string): boolean | void | Promise<boolean | void>;
}

/** `+:tada:` and `+🎉`, as others have it; `+1` is something to say. */
const QUICK_REACTION = /^\+(?::[a-z0-9_+\-]+:|\p{RGI_Emoji})$/v;
const MAX_OLDER = 200;
const DEFAULT_OLDER = 20;

const COMMANDS: readonly SlashCommand[] = [
  {
    names: ["reply", "r"],
    usage: "[N] TEXT",
    help: "answer message N, or the last one; /N TEXT as well",
    completes: "text",
    run: (context, rest) => withTarget(context, rest, "others", answer),
  },
  {
    names: ["react"],
    usage: "[N] EMOJI",
    help: "put an emoji on a message, or take it off",
    completes: "emoji",
    run: (context, rest) =>
      withTarget(context, rest, "others", async (target, emoji) => {
        if (emoji === "") {
          context.remark("Cannot react with nothing: /react 7 :tada:");
        } else await context.react(target, emoji);
      }),
  },
  {
    names: ["edit", "e"],
    usage: "[N] [TEXT]",
    help: "change your last message, or N",
    completes: "text",
    run: (context, rest) =>
      withTarget(context, rest, "own", (target, text) => {
        if (text !== "") context.edit(target, text);
        else context.write(`/edit ${target.number} ${target.message.text}`);
      }),
  },
  {
    names: ["erase", "delete"],
    usage: "[N]",
    help: "erase your last message, or N, from the disk too",
    completes: "none",
    run: (context, rest) => withTarget(context, rest, "own", (target) => context.erase(target)),
  },
  {
    names: ["attach", "a"],
    usage: "PATH [TEXT]",
    help: "send a file; Ctrl-C breaks it off",
    completes: "path",
    run: (context, rest) => context.attach(rest),
  },
  {
    names: ["save"],
    usage: "[N] [PATH]",
    help: "save the file of a message, here or there",
    completes: "path",
    run: (context, rest) =>
      withTarget(context, rest, "others", (target, to) => context.save(target, to)),
  },
  {
    names: ["open"],
    usage: "[N]",
    help: "show the address of a message's file",
    completes: "none",
    run: (context, rest) => withTarget(context, rest, "others", (target) => context.open(target)),
  },
  {
    names: ["join", "j"],
    usage: "ROOM",
    help: "go to a room; @NAME is a private conversation",
    completes: "room",
    run: (context, rest) => needed(context, "join", rest, () => context.join(rest)),
  },
  {
    names: ["msg", "m"],
    usage: "NAME [TEXT]",
    help: "write to somebody in private, or go there",
    completes: "person",
    run: (context, rest) => needed(context, "msg", rest, () => context.openPrivate(rest)),
  },
  {
    names: ["next", "n"],
    usage: "",
    help: "go to the next call, or what else is unread (Alt-A)",
    completes: "none",
    run: (context) => context.next(),
  },
  {
    names: ["unread"],
    usage: "",
    help: "rooms with something unread",
    completes: "none",
    run: (context) => context.listUnread(),
  },
  {
    names: ["read"],
    usage: "",
    help: "mark everything as read",
    completes: "none",
    run: (context) => context.markAllRead(),
  },
  {
    names: ["rooms"],
    usage: "",
    help: "all rooms",
    completes: "none",
    run: (context) => context.listRooms(),
  },
  {
    names: ["create"],
    usage: "ROOM",
    help: "make a room",
    completes: "none",
    run: (context, rest) => needed(context, "create", rest, () => context.createRoom(rest)),
  },
  {
    names: ["who", "people"],
    usage: "",
    help: "who is here",
    completes: "none",
    run: (context) => context.listPeople(),
  },
  {
    names: ["search", "s"],
    usage: "[*] WORDS",
    help: "search this room, with * all rooms",
    completes: "text",
    run: (context, rest) => needed(context, "search", rest, () => context.search(rest)),
  },
  {
    names: ["history"],
    usage: "[COUNT]",
    help: "show what was said before",
    completes: "none",
    run: (context, rest) =>
      context.older(Math.min(Number(/^\d+$/.exec(rest)?.[0] ?? DEFAULT_OLDER), MAX_OLDER)),
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
    names: ["help"],
    usage: "[COMMAND]",
    help: "this list",
    completes: "command",
    run: (context, rest) => context.remark(helpText(rest)),
  },
  {
    names: ["quit", "q", "exit"],
    usage: "",
    help: "leave (Ctrl-D)",
    completes: "none",
    run: () => false,
  },
];

const KEYS = [
  "Alt-Enter, or \\ before Enter, begins another line.",
  "Tab completes commands, @names, rooms, :emoji: and paths.",
  "/7 TEXT answers message 7; /7 +:tada: is a reaction, +:tada: one to the last.",
  "Ctrl-C empties the line, twice it leaves. //TEXT says a line with one slash.",
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
  return /^\/(?:a|attach|save|search|s|history)\b/i.test(line);
}

function needed<T>(context: CommandContext, name: string, rest: string, run: () => T): T | void {
  if (rest !== "") return run();
  const { usage, help } = COMMANDS.find(({ names }) => names[0] === name)!;
  context.remark(`/${name} ${usage}: ${help}`);
}

/** Runs with the message that a number at the beginning means, or with the one that is meant without. */
function withTarget(
  context: CommandContext,
  rest: string,
  fallback: "others" | "own",
  run: (target: Numbered, rest: string, context: CommandContext) => void | Promise<void>,
): void | Promise<void> {
  const [, number, words = ""] = /^(\d+)?(?:\s+|$|(?<!\d))([^]*)$/.exec(rest) ??
    [];
  const target = context.target(number === undefined ? null : Number(number), fallback);
  return target === null ? undefined : run(target, number === undefined ? rest : words, context);
}

function answer(target: Numbered, text: string, context: CommandContext): void {
  if (text === "") context.write(`/${target.number} `);
  else context.say(text, answerTo(target));
}

function answerTo({ room, message }: Numbered): { room: string; to: number } {
  return { room, to: message.id };
}

function helpText(about: string): string {
  const name = about.replace(/^\//, "").toLowerCase();
  const one = COMMANDS.find(({ names }) => names.includes(name));
  if (one === undefined) {
    return ["Commands:", ...COMMANDS.map(helpLine), ...KEYS].join("\n");
  }
  const others = one.names.slice(1).map((other) => `/${other}`);
  return `${helpLine(one)}${others.length > 0 ? `; also ${others.join(", ")}` : ""}`;
}

function helpLine({ names: [first = ""], usage, help }: SlashCommand): string {
  return `${`/${first} ${usage}`.padEnd(20)} ${help}`;
}
