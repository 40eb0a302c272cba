/**
 * What can be asked for on the command line: each command, the words that follow it, and the options
 * and settings that are its own. `--help` is this table, and what is not in it is refused.
 */
import { SETTINGS } from "./table.ts";

/** An option that is no setting: of one command, and given on the command line alone. */
export interface Option {
  flag: string;
  /** What follows it; nothing follows a switch. */
  value?: string;
  help: string;
}

/** One command. */
export interface CommandRow {
  /** The words that follow; those in brackets are optional. */
  words: string;
  help: string;
  options: readonly Option[];
  /** Flags of the settings that count for it. */
  settings: readonly string[];
}

const EVERY_SETTING: readonly string[] = SETTINGS.map(({ flag }) => flag);

function row(
  words: string,
  help: string,
  options: readonly Option[] = [],
  settings: readonly string[] = ["data"],
): CommandRow {
  const isRead = settings.length > 0 && !settings.includes("config");
  return { words, help, options, settings: isRead ? [...settings, "config"] : settings };
}

/** All commands, in the order of `--help`; the first is the default. */
export const COMMANDS = {
  serve: row("", "serve the chat", [
    { flag: "dev", help: "for development: reads the page's files anew on each request" },
  ], EVERY_SETTING),
  check: row(
    "",
    "read the whole data folder and report every malformed line; changes nothing",
    [{
      flag: "against",
      value: "FOLDER",
      help: "tell of every file that is not the same in another data folder, as of another machine",
    }],
  ),
  admin: row("NAME", "make an account an admin", [
    { flag: "remove", help: "make it no longer one" },
  ], ["data", "sync"]),
  invite: row("[NAME]", "print an invitation link, in a terminal its QR code too; NAME labels it", [
    { flag: "days", value: "NUMBER", help: "how long it is valid, 1 to 365 (30)" },
    { flag: "uses", value: "NUMBER", help: "how many people can use it (any number)" },
  ], ["data", "sync", "origin", "base", "port"]),
  token: row("NAME", "create a token for a bot and print it", [], ["data", "sync"]),
  say: row("ROOM TEXT", "post a message to a room", [
    { flag: "as", value: "NAME", help: "its author (Plaintalk)" },
  ], ["data", "sync"]),
  export: row(
    "[ROOM]",
    "print the history of a room, of the private conversation @NAME+NAME or the private room +ID",
    [
      { flag: "format", value: "FORM", help: "text, json or html (text)" },
      {
        flag: "zone",
        value: "ZONE",
        help: "the time zone of its times, such as Europe/Kyiv (UTC)",
      },
      { flag: "output", value: "FOLDER", help: "write a file in this folder instead" },
      { flag: "with-files", help: "copy attachments next to that file and link them" },
      {
        flag: "all",
        help: "every room, private ones and private conversations included, a file for each",
      },
    ],
  ),
  import: row(
    "FILE...",
    "create rooms from the logs of other chats: files, folders, zips, - for standard input (docs/import.md)",
    [
      { flag: "room", value: "NAME", help: "name of the room (the log's, or the file's name)" },
      {
        flag: "dry-run",
        help: "only report what would be imported, with the first and last messages",
      },
      {
        flag: "zone",
        value: "ZONE",
        help: "time zone of the log's clock, such as Europe/Kyiv (this machine's)",
      },
      {
        flag: "dates",
        value: "ORDER",
        help: "dmy, mdy or ymd (detected from all dates in the log)",
      },
      {
        flag: "encoding",
        value: "NAME",
        help: "such as windows-1251 or windows-874 (utf-8, or utf-16 with a byte order mark)",
      },
      {
        flag: "as-accounts",
        help:
          "what was said is the accounts' of those names, not an admin's alone to edit and erase",
      },
    ],
    ["data", "sync", "file-size", "files-total", "keep-free"],
  ),
  talk: row("ADDRESS [ROOM]", "chat from a terminal", [
    { flag: "name", value: "NAME", help: "your name (the last one there, or this machine's)" },
    { flag: "room", value: "ROOM", help: "where to begin (general); the same as the word" },
    { flag: "invite", value: "CODE", help: "the invitation that a chat asks guests for" },
    {
      flag: "ca",
      value: "FILE",
      help: "a certificate in PEM format to trust: of an authority, or one that signed itself",
    },
  ], []),
  people: row(
    "",
    "list accounts, with when they were last seen, admins and bans, and reserved names",
  ),
  password: row(
    "NAME",
    "print a link that sets a new password, once; ends the account's sessions",
    [],
    ["data", "sync", "origin", "base", "port"],
  ),
  rename: row("OLD NEW", "rename an account; the old name stays reserved", [], [
    "data",
    "sync",
  ]),
  remove: row("NAME", "delete an account; its name stays reserved", [
    { flag: "words", help: "also erase its messages and attachments from disk" },
  ], ["data", "sync"]),
  bans: row("", "list bans and mutes, and when they end"),
  unban: row("NAME", "lift every ban and mute of a name", [], ["data", "sync"]),
  "export-person": row(
    "NAME [TO]",
    "write everything about one person to a .tar of text and files (NAME.tar)",
  ),
  reload: row("", "make a running chat reread its settings file"),
  backup: row("TO", "copy everything to a new folder in TO, while the chat runs", [
    { flag: "keep", value: "NUMBER", help: "keep only so many of the newest copies there" },
  ]),
  restore: row("FROM", "verify a copy and create the data folder from it, where there is none", [
    { flag: "anyway", help: "even if some of its lines are malformed" },
  ]),
} as const satisfies Record<string, CommandRow>;

/** The name of a command. */
export type CommandName = keyof typeof COMMANDS;

/** All names, in order. */
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

/** The row of a command. */
export function rowOf(command: CommandName): CommandRow {
  return COMMANDS[command];
}

/** How many words must, and how many may follow. */
export function wordsOf({ words }: CommandRow): { min: number; max: number } {
  const all = words === "" ? [] : words.split(" ");
  const isEndless = all.at(-1)?.endsWith("...") === true;
  return {
    min: all.filter((word) => !word.startsWith("[")).length,
    max: isEndless ? Infinity : all.length,
  };
}

/** Flags that a command takes, its own and those of settings. */
export function flagsOf(command: CommandName): string[] {
  const { options, settings } = rowOf(command);
  return [...options.map(({ flag }) => flag), ...settings, "help", "version"];
}

/** Every flag there is: those that a text follows, and switches. */
export function allFlags(): { texts: string[]; switches: string[] } {
  const options = COMMAND_NAMES.flatMap((command) => rowOf(command).options);
  const [texts, switches] = [true, false].map((hasValue) =>
    options.filter(({ value }) => (value !== undefined) === hasValue).map(({ flag }) => flag)
  );
  return { texts: [...EVERY_SETTING, ...texts!], switches: ["help", "version", ...switches!] };
}

/** The text of `--help`, of everything or of one command. */
export function helpText(version: string, about: CommandName | null = null): string {
  return about === null ? helpOfAll(version) : helpOf(about);
}

/** Where what a flag does begins. */
const COLUMN = 34;

function helpOfAll(version: string): string {
  return [
    `Plaintalk ${version}: a chat whose history is a plain text file`,
    "",
    "  plaintalk [command] [settings]",
    "",
    "Commands (plaintalk COMMAND --help shows more):",
    ...COMMAND_NAMES.map((command) => {
      const { words, help } = rowOf(command);
      return helpLine(`${command} ${words}`.trim(), help);
    }),
    helpLine("help, version", "this text, the version"),
    "",
    "Settings (environment variable; default):",
    ...EVERY_SETTING.map(settingLine),
    "",
    helpLine("--help", "this text"),
    helpLine("--version", "the version"),
  ].join("\n");
}

function helpOf(command: CommandName): string {
  const { words, help, options, settings } = rowOf(command);
  const own = options.map(({ flag, value = "", help }) =>
    helpLine(`--${flag} ${value}`.trim(), help)
  );
  return [
    `plaintalk ${`${command} ${words}`.trim()}: ${help}`,
    ...own.length > 0 ? ["", "Options:", ...own] : [],
    ...settings.length > 0
      ? ["", "Settings (environment variable; default):", ...settings.map(settingLine)]
      : [],
  ].join("\n");
}

function settingLine(flag: string): string {
  const { value, help, env, standard } = SETTINGS.find((setting) => setting.flag === flag)!;
  return helpLine(`--${flag} ${value}`, `${help} (${env}; ${standard || "none"})`);
}

function helpLine(what: string, help: string): string {
  return `  ${what.padEnd(COLUMN)}  ${help}`;
}
