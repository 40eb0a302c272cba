/**
 * What can be asked for on the command line: each command, the words that follow it, and the options
 * and settings that are its own. `--help` is this table, and what is not in it is refused.
 */
import { SETTINGS } from "./table.ts";

/** An option that is no setting: of one command, and told on the command line alone. */
export interface Option {
  flag: string;
  /** What follows it; nothing follows a switch. */
  value?: string;
  help: string;
}

/** One command. */
export interface CommandRow {
  /** The words that follow, those in brackets if one likes. */
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

/** All commands, in the order in which they are told; the first is meant where none is said. */
export const COMMANDS = {
  serve: row("", "serve the chat", [
    { flag: "dev", help: "for who works on it: the page's files are read anew each time" },
  ], EVERY_SETTING),
  check: row(
    "",
    "read the whole data folder and tell of every line that does not fit; changes nothing",
    [{
      flag: "against",
      value: "FOLDER",
      help: "tell of every file that is not the same in another data folder, as of another machine",
    }],
  ),
  admin: row("NAME", "make the account of that name an admin", [
    { flag: "remove", help: "make it no admin any more" },
  ], ["data", "sync"]),
  token: row("NAME", "make a token for a bot of that name and print it", [], ["data", "sync"]),
  say: row("ROOM TEXT", "say something in a room", [
    { flag: "as", value: "NAME", help: "the name it is said as (Plaintalk)" },
  ], ["data", "sync"]),
  export: row("ROOM", "print a room", [
    { flag: "format", value: "FORM", help: "text, json or html (text)" },
  ]),
  import: row(
    "FILE",
    "make a room from a log of Plaintalk, irssi, WeeChat, The Lounge or WhatsApp",
    [
      { flag: "room", value: "NAME", help: "what the room is called (the file's name)" },
      { flag: "dry-run", help: "only count what would become of it" },
      {
        flag: "as-accounts",
        help:
          "what was said is the accounts' of those names, not an admin's alone to edit and erase",
      },
    ],
    ["data", "sync"],
  ),
  talk: row("ADDRESS [ROOM]", "talk from a terminal", [
    { flag: "name", value: "NAME", help: "who you are (your name on this machine)" },
  ], []),
  people: row(
    "",
    "everybody with an account: seen when, admin, banned; and names that are kept from others",
  ),
  password: row(
    "NAME",
    "print a link to choose a new password with, once; ends the sessions of that account",
    [],
    ["data", "sync", "origin", "base", "port"],
  ),
  rename: row("OLD NEW", "give an account another name; nobody else can have the old one", [], [
    "data",
    "sync",
  ]),
  remove: row("NAME", "take an account away; nobody else can have its name", [
    { flag: "words", help: "erase what was said under it too, from the disk, and its files" },
  ], ["data", "sync"]),
  bans: row("", "who is banned or muted, until when"),
  unban: row("NAME", "take back every ban and mute of a name", [], ["data", "sync"]),
  "export-person": row(
    "NAME [TO]",
    "everything of one person into a .tar of text and files (NAME.tar)",
  ),
  reload: row("", "have a chat that runs read its settings file again"),
  backup: row("TO", "copy everything into a folder of its own in TO, beside a chat that runs", [
    { flag: "keep", value: "NUMBER", help: "remove all but so many of the newest copies there" },
  ]),
  restore: row("FROM", "check a copy and make the data folder of it, where there is none", [
    { flag: "anyway", help: "also where a line of it does not fit" },
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
  return { min: all.filter((word) => !word.startsWith("[")).length, max: all.length };
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
    "Commands (plaintalk COMMAND --help tells more of one):",
    ...COMMAND_NAMES.map((command) => {
      const { words, help } = rowOf(command);
      return told(`${command} ${words}`.trim(), help);
    }),
    told("help, version", "this text, the version"),
    "",
    "Settings (environment variable; default):",
    ...EVERY_SETTING.map(settingLine),
    "",
    told("--help", "this text"),
    told("--version", "the version"),
  ].join("\n");
}

function helpOf(command: CommandName): string {
  const { words, help, options, settings } = rowOf(command);
  const own = options.map(({ flag, value = "", help }) => told(`--${flag} ${value}`.trim(), help));
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
  return told(`--${flag} ${value}`, `${help} (${env}; ${standard || "none"})`);
}

function told(what: string, help: string): string {
  return `  ${what.padEnd(COLUMN)}  ${help}`;
}
