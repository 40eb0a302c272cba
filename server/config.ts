/**
 * The command line and the environment: what is asked for, with which settings. A flag beats the
 * environment, which beats the default. Each command takes its own options and refuses others; what
 * cannot be used or was mistyped is one sentence.
 */
import { parseArgs } from "@std/cli/parse-args";
import { dirname, join, resolve } from "@std/path";
import { closestMatch } from "./base/closest_match.ts";
import {
  allFlags,
  COMMAND_NAMES,
  type CommandName,
  flagsOf,
  rowOf,
  wordsOf,
} from "./settings/command_table.ts";
import * as read from "./settings/values.ts";
import { ConfigError, type RawValue } from "./settings/values.ts";
import { type Standing, standingOf } from "./settings/standing.ts";
import { SETTINGS } from "./settings/table.ts";
import { SettingsFile } from "./settings/file.ts";
import type { SyncPolicy } from "./store/line_file.ts";

/** Everything that can be set. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** What carries requests and frames. */
  readonly transport: "native" | "ws";
  readonly data: string;
  /** The file of settings that was read, "" for none. */
  readonly file: string;
  /** What the chat is called, and the file of its picture, "" for none. */
  readonly title: string;
  readonly logo: string;
  readonly recent: number;
  readonly sync: SyncPolicy;
  /** False lifts every rate limit and connection cap, for load tests. */
  readonly limits: boolean;
  /** Addresses that browsers may come from, besides the one they ask: `https://chat.example.org`. */
  readonly origins: readonly string[];
  /** Proxies whose X-Forwarded-For is believed: addresses and networks. */
  readonly trustProxy: readonly string[];
  /** Most connections in all, and from one address. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
  readonly connectionsPerSession: number;
  /** How fast each person may do what. */
  readonly rates: Readonly<Record<string, { burst: number; perSecond: number }>>;
  /** Megabytes of memory at which the process ends itself, to be started again; 0 for never. */
  readonly memory: number | "auto";
  /** Megabytes of one file, of one person's files, of all files; and of the disk that no file may take. */
  readonly fileSize: number;
  readonly filesEach: number;
  readonly filesTotal: number;
  readonly keepFree: number;
  /** False keeps everybody out who has no account. */
  readonly guests: boolean;
  /** Who may claim a name. */
  readonly accounts: read.AccountsPolicy;
  /** What one must know to enter or to claim a name; "" lets everybody. */
  readonly invite: string;
  /** True where only admins make and delete rooms. */
  readonly adminsManage: boolean;
  /** Files of the certificate and its key, "" for plain HTTP. */
  readonly tlsCert: string;
  readonly tlsKey: string;
  /** The path under which the chat lives, "" for the root: `/chat`. */
  readonly base: string;
  /** Networks that may read `/metrics`. */
  readonly metrics: readonly string[];
  /** False calls nobody while their page is closed. */
  readonly push: boolean;
  /** Days that messages stay, 0 for ever. */
  readonly keep: number;
  /** Where the engine of the cluster is, "" for a chat on one machine; where the others reach this one. */
  readonly cluster: string;
  readonly clusterNode: string;
  /** Files of the secret that the machines share, and of the authority of their certificates. */
  readonly clusterSecret: string;
  readonly clusterCa: string;
  readonly log: "text" | "json";
  readonly dev: boolean;
  /** All of it as it was said, and by whom. */
  readonly standing: readonly Standing[];
}

/** What the command line asks for. */
export type Invocation =
  | {
    command: CommandName;
    config: Config;
    words: string[];
    /** Options of the command that were given, by flag: their value, or true for a switch. */
    more: Readonly<Record<string, string | true | undefined>>;
  }
  | { command: "help"; about: CommandName | null }
  | { command: "version" };

/** What follows an option, undefined where nothing does. */
export function optionText(option: string | true | undefined): string | undefined {
  return option === true ? undefined : option;
}

type Flags = Record<string, unknown>;
type Env = (name: string) => string | undefined;

/** Reads arguments, environment and file, or throws a {@link ConfigError}. */
export function readConfig(
  args: readonly string[],
  env: Env,
  file: SettingsFile = new SettingsFile(),
): Invocation {
  const { flags, words, unknown } = parse(args);
  const [first = "", second = ""] = words;
  if (flags.version === true || first === "version") return { command: "version" };
  const about = commandNamed(first === "help" ? second : first);
  if (flags.help === true || first === "help") {
    if (first === "help" && second !== "" && about === null) throw unknownWord(second);
    return { command: "help", about };
  }
  const command = about ?? "serve";
  mustBeItsOwn(command, flags, unknown);
  const rest = about === null ? words : words.slice(1);
  mustHaveWords(command, rest);
  const more = Object.fromEntries(
    rowOf(command).options.map(({ flag }) => [flag, optionOf(flags, flag)]),
  );
  // A variable that is none of the command's own cannot stop it.
  const own = new Set(rowOf(command).settings);
  const value = (flag: string): RawValue =>
    own.has(flag) ? valueOf(flag, flags, env, file) : valueOf(flag, flags, () => undefined, null);
  if (own.has("config")) takeFile(file, value);
  return { command, words: rest, more, config: configOf(value, more.dev === true, file.path) };
}

/** The file that is named, or the one beside the data folder. */
function takeFile(file: SettingsFile, value: (flag: string) => RawValue): void {
  const { text, isSaid } = value("config");
  file.take(isSaid ? text : join(dirname(resolve(value("data").text)), text), isSaid);
}

function configOf(value: (flag: string) => RawValue, dev: boolean, file: string): Config {
  const number = (flag: string, min: number, max: number): number =>
    read.whole(value(flag), min, max);
  const guests = read.oneOf(value("guests"), ["on", "off"]) === "on";
  const invite = read.invitation(value("invite"));
  const accounts = read.oneOf(value("accounts"), ["auto", "open", "invited", "closed"]);
  return Object.freeze({
    port: number("port", 0, 65_535),
    host: value("host").text,
    transport: read.oneOf(value("transport"), ["native", "ws"]),
    data: value("data").text,
    file,
    title: read.title(value("title")),
    logo: value("logo").text,
    recent: number("recent", 1, 200),
    ...read.cluster({
      engine: value("cluster"),
      node: value("cluster-node"),
      secret: value("cluster-secret"),
      ca: value("cluster-ca"),
      sync: value("sync"),
    }),
    limits: read.oneOf(value("limits"), ["on", "none"]) === "on",
    origins: read.origins(value("origin")),
    trustProxy: read.networks(value("trust-proxy")),
    connections: number("connections", 1, 1_000_000),
    connectionsPerAddress: number("connections-per-address", 1, 1_000_000),
    connectionsPerSession: number("connections-per-session", 1, 1_000_000),
    rates: read.rates(value("rates")),
    memory: value("memory").text === "auto" ? "auto" as const : number("memory", 0, 1_000_000),
    fileSize: number("file-size", 0, 1_000_000),
    filesEach: number("files-each", 0, 100_000_000),
    filesTotal: number("files-total", 0, 100_000_000),
    keepFree: number("keep-free", 0, 100_000_000),
    guests,
    accounts: read.accountsPolicy(accounts, guests && invite === ""),
    invite,
    adminsManage: read.oneOf(value("rooms"), ["everyone", "admins"]) === "admins",
    ...read.tls(value("tls-cert"), value("tls-key")),
    base: read.basePath(value("base")),
    metrics: read.networks(value("metrics")),
    push: read.oneOf(value("push"), ["on", "off"]) === "on",
    keep: read.days(value("keep")),
    log: read.oneOf(value("log"), ["text", "json"]),
    dev,
    standing: SETTINGS.map((setting) => standingOf(setting, value(setting.flag))),
  });
}

/** Flags, words, and flags that are none of ours, in order. */
function parse(args: readonly string[]): { flags: Flags; words: string[]; unknown: string[] } {
  const { texts, switches } = allFlags();
  const unknown: string[] = [];
  const words: string[] = [];
  // As a shell hands on a variable that nobody has set.
  const without = args.find((arg, i) =>
    args[i + 1] === "" && texts.some((flag) => arg === `--${flag}`)
  );
  if (without !== undefined) throw new ConfigError(`Cannot use ${without} without a value`);
  // `deno task start -- --port 1` hands the two dashes on.
  const flags = parseArgs(args[0] === "--" ? args.slice(1) : [...args], {
    string: texts,
    boolean: switches,
    alias: { h: "help", p: "port" },
    unknown(arg: string) {
      // A dash alone is standard input.
      (arg.startsWith("-") && arg !== "-" ? unknown : words).push(arg);
      return false;
    },
  });
  // What follows two dashes is a word, whatever it begins with.
  return { flags, words: [...words, ...flags._.map(String)], unknown };
}

function commandNamed(word: string): CommandName | null {
  return COMMAND_NAMES.find((name) => name === word) ?? null;
}

function mustBeItsOwn(command: CommandName, flags: Flags, unknown: string[]): void {
  if (unknown[0] !== undefined) throw unknownWord(unknown[0], command);
  const own = flagsOf(command);
  for (const { flag, owner } of ownedFlags()) {
    const isGiven = flags[flag] !== undefined && flags[flag] !== false;
    if (!isGiven || own.includes(flag)) continue;
    const meant = closestMatch(flag, own);
    throw new ConfigError(
      `Cannot ${command} with "--${flag}": ` +
        (meant === null
          ? `it is an option of ${owner}; see plaintalk ${command} --help`
          : `did you mean --${meant}?`),
    );
  }
}

function ownedFlags(): { flag: string; owner: CommandName }[] {
  return COMMAND_NAMES.flatMap((owner) => flagsOf(owner).map((flag) => ({ flag, owner })));
}

function mustHaveWords(command: CommandName, words: string[]): void {
  const row = rowOf(command);
  const { min, max } = wordsOf(row);
  const extra = words[max];
  if (extra !== undefined) {
    throw unknownWord(extra, max === 0 && command === "serve" ? null : command);
  }
  if (words.length >= min) return;
  throw new ConfigError(
    `Cannot ${command} without more words: expected plaintalk ${command} ${row.words}`,
  );
}

/** The sentence for a word or flag that is none, with what may have been meant. */
function unknownWord(word: string, command: CommandName | null = null): ConfigError {
  const flag = /^--?([^=]+)/.exec(word)?.[1];
  const meant = flag !== undefined
    ? closestMatch(flag, flagsOf(command ?? "serve"))
    : command === null
    ? closestMatch(word, [...COMMAND_NAMES, "help", "version"])
    : null;
  const help = command === null ? "plaintalk --help" : `plaintalk ${command} --help`;
  const shown = flag === undefined ? word : word.replace(/=.*$/s, "");
  return new ConfigError(
    `Cannot understand "${shown}": ` +
      (meant === null
        ? `see ${help} for what there is`
        : `did you mean ${flag === undefined ? "" : "--"}${meant}?`),
  );
}

/** The last one counts. */
function given(flags: Flags, flag: string): unknown {
  const raw = flags[flag];
  const picked = Array.isArray(raw) ? raw.at(-1) : raw;
  if (picked === "") throw new ConfigError(`Cannot use --${flag} without a value`);
  return picked;
}

function optionOf(flags: Flags, flag: string): string | true | undefined {
  const picked = given(flags, flag);
  return typeof picked === "string" || picked === true ? picked : undefined;
}

function valueOf(flag: string, flags: Flags, env: Env, file: SettingsFile | null): RawValue {
  const { env: name, standard } = SETTINGS.find((setting) => setting.flag === flag)!;
  const picked = given(flags, flag);
  if (typeof picked === "string") {
    return { text: picked, from: `--${flag}`, source: "flag", isSaid: true };
  }
  const said = file === null ? undefined : file.find(name, env(name));
  if (said === undefined) {
    return { text: standard, from: `--${flag}`, source: "standard", isSaid: false };
  }
  const from = said.isOwn ? `${name} in ${file?.path}` : `the environment's ${name}`;
  return { text: said.text, from, source: said.isOwn ? "file" : "environment", isSaid: true };
}
