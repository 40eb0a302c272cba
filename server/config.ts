/**
 * Settings: a flag beats the environment, which beats the default. Read once by `main.ts`; a value
 * that cannot be used is one sentence. `--help` is made from the same table, so it cannot lie.
 */
import { parseArgs } from "@std/cli/parse-args";
import { parseNetwork } from "./base/address.ts";
import type { Rate } from "./base/limiter.ts";
import { RATES } from "./chat/rates.ts";
import { SETTINGS } from "./settings.ts";
import type { SyncPolicy } from "./store/line_file.ts";

/** Everything that can be set. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly data: string;
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
  readonly accounts: AccountsPolicy;
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
  /** Days that messages stay, 0 for ever. */
  readonly keep: number;
  readonly log: "text" | "json";
  readonly dev: boolean;
}

/** Characters of an invitation: a shorter one is found by trying. */
const MIN_INVITE_LENGTH = 12;

/** A setting with a value that cannot be used. The message is the sentence to print. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** What can be asked for, in the order in which it is told; the first is meant where none is said. */
export const COMMANDS = {
  serve: "serve the chat",
  check: "read the whole data folder and tell of every line that does not fit; changes nothing",
  admin: "NAME: make the account of that name an admin; --remove: no longer one",
  token: "NAME: make a token for a bot of that name and print it",
  say: "ROOM TEXT: say something in a room, as the name that --as gives (Plaintalk)",
  export: "ROOM: print a room, --format text, json or html",
  import:
    "FILE: make a room from a log, --room NAME; --dry-run only counts. Plaintalk, irssi, WeeChat, The Lounge, WhatsApp",
  talk: "ADDRESS [ROOM]: talk from a terminal, --name NAME",
} as const;

/** How many words follow each command. */
const WORDS: Record<keyof typeof COMMANDS, number> = {
  serve: 0,
  check: 0,
  admin: 1,
  token: 1,
  say: 2,
  export: 1,
  import: 1,
  talk: 1,
};

/** Words that may follow beyond those. */
const MORE_WORDS: Partial<Record<keyof typeof COMMANDS, number>> = { talk: 1 };

/** What commands are told beside their words. */
export interface More {
  as: string | undefined;
  format: string | undefined;
  room: string | undefined;
  name: string | undefined;
  dryRun: boolean;
  remove: boolean;
}

/** Who may claim a name. */
export type AccountsPolicy = "open" | "invited" | "closed";

/** What the command line asks for. */
export type Asked =
  | { command: keyof typeof COMMANDS; config: Config; words: string[]; more: More }
  | { command: "help" | "version" };

/** Reads arguments and environment, or throws a {@link ConfigError}. */
export function readConfig(
  args: readonly string[],
  env: (name: string) => string | undefined,
): Asked {
  // `deno task start -- --port 1` hands the two dashes on.
  const given = args.filter((arg) => arg !== "--");
  const unknown: string[] = [];
  const flags = parseArgs(given, {
    string: [...SETTINGS.map(({ flag }) => flag), "as", "format", "room", "name"],
    boolean: ["help", "version", "dev", "dry-run", "remove"],
    alias: { h: "help", p: "port" },
    unknown(arg: string) {
      unknown.push(arg);
      return false;
    },
  });
  if (flags.help === true) return { command: "help" };
  if (flags.version === true) return { command: "version" };
  const words = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[];
  const command = words.find((word) => word === unknown[0]) ?? "serve";
  const rest = unknown[0] === command ? unknown.slice(1) : unknown;
  const wanted = WORDS[command];
  if (rest.length < wanted) {
    throw new ConfigError(`Cannot ${command} without more words: see --help for what is wanted`);
  }
  const most = wanted + (MORE_WORDS[command] ?? 0);
  const extra = rest.find((word, i) => i >= most || word.startsWith("-"));
  if (extra !== undefined) {
    throw new ConfigError(`Cannot understand "${extra}": see --help for what there is`);
  }
  function value(flag: string): string {
    const setting = SETTINGS.find((s) => s.flag === flag)!;
    const raw = flags[flag];
    const picked = Array.isArray(raw) ? raw.at(-1) : raw;
    if (picked === "") {
      throw new ConfigError(`Cannot use --${flag} without a value`);
    }
    return typeof picked === "string" ? picked : env(setting.env) || setting.standard;
  }
  function number(flag: string, least: number, most: number): number {
    return whole(value(flag), flag, least, most);
  }
  function choice<const T extends string>(flag: string, words: readonly T[]): T {
    return oneOf(value(flag), flag, words);
  }
  function networks(flag: string): string[] {
    return list(value(flag)).map((item) => network(item, flag));
  }
  function word(flag: string): string | undefined {
    const value = flags[flag];
    return typeof value === "string" ? value : undefined;
  }
  return {
    command,
    words: rest,
    more: {
      as: word("as"),
      format: word("format"),
      room: word("room"),
      name: word("name"),
      dryRun: flags["dry-run"] === true,
      remove: flags.remove === true,
    },
    config: Object.freeze({
      port: number("port", 0, 65_535),
      host: value("host"),
      data: value("data"),
      recent: number("recent", 1, 200),
      sync: choice("sync", ["always", "second", "never"]),
      limits: choice("limits", ["on", "none"]) === "on",
      origins: list(value("origin")).map(origin),
      trustProxy: networks("trust-proxy"),
      connections: number("connections", 1, 1_000_000),
      connectionsPerAddress: number("connections-per-address", 1, 1_000_000),
      connectionsPerSession: number("connections-per-session", 1, 1_000_000),
      rates: rates(value("rates")),
      memory: value("memory") === "auto" ? "auto" : number("memory", 0, 1_000_000),
      fileSize: number("file-size", 0, 1_000_000),
      filesEach: number("files-each", 0, 100_000_000),
      filesTotal: number("files-total", 0, 100_000_000),
      keepFree: number("keep-free", 0, 100_000_000),
      guests: choice("guests", ["on", "off"]) === "on",
      accounts: accountsPolicy(
        choice("accounts", ["auto", "open", "invited", "closed"]),
        choice("guests", ["on", "off"]) === "on" && value("invite") === "",
      ),
      invite: invitation(value("invite")),
      adminsManage: choice("rooms", ["everyone", "admins"]) === "admins",
      ...tls(value("tls-cert"), value("tls-key")),
      base: basePath(value("base")),
      metrics: networks("metrics"),
      keep: days(value("keep")),
      log: choice("log", ["text", "json"]),
      dev: flags.dev === true,
    }),
  };
}

/** The text of `--help`. */
export function helpText(version: string): string {
  const width = Math.max(...SETTINGS.map(({ flag, value }) => flag.length + value.length)) +
    3;
  const rows = SETTINGS.map(({ flag, env, value, standard, help }) =>
    `  ${`--${flag} ${value}`.padEnd(width)}  ${help} (${env}; ${standard || "none"})`
  );
  return [
    `Plaintalk ${version}: a chat whose history is a plain text file`,
    "",
    "  plaintalk [command] [settings]",
    "",
    "Commands:",
    ...Object.entries(COMMANDS).map(([word, help]) => `  ${word.padEnd(width)}    ${help}`),
    "",
    "Settings (environment variable; default):",
    ...rows,
    "",
    `  ${"--help".padEnd(width)}  this text`,
    `  ${"--version".padEnd(width)}  the version`,
  ].join("\n");
}

function list(value: string): string[] {
  return value.split(",").map((item) => item.trim()).filter((item) => item !== "");
}

function origin(value: string): string {
  try {
    const url = new URL(value);
    if (/^https?:$/.test(url.protocol) && url.origin === value) return value;
  } catch {
    // Said below, as for any other value that is none.
  }
  throw new ConfigError(`Cannot use --origin "${value}": https://chat.example.org is the form`);
}

function invitation(value: string): string {
  if (value === "" || [...value].length >= MIN_INVITE_LENGTH) return value;
  throw new ConfigError(
    `Cannot use --invite with ${
      [...value].length
    } characters: at least ${MIN_INVITE_LENGTH} are wanted, for it can be guessed at`,
  );
}

/** Who may not come in as a guest may not claim a name either, unless invited. */
function accountsPolicy(asked: "auto" | AccountsPolicy, isOpen: boolean): AccountsPolicy {
  return asked !== "auto" ? asked : isOpen ? "open" : "invited";
}

function tls(tlsCert: string, tlsKey: string): { tlsCert: string; tlsKey: string } {
  if ((tlsCert === "") === (tlsKey === "")) return { tlsCert, tlsKey };
  throw new ConfigError("Cannot use --tls-cert without --tls-key, or the other way round");
}

function basePath(value: string): string {
  const path = value.replace(/\/+$/, "");
  if (/^(\/[\w.~-]+)*$/.test(path)) return path;
  throw new ConfigError(`Cannot use --base "${value}": a path such as /chat is wanted`);
}

function days(value: string): number {
  const [, number] = /^([1-9]\d{0,5})d?$/.exec(value) ?? [];
  if (number !== undefined) return Number(number);
  if (value === "forever") return 0;
  throw new ConfigError(`Cannot use --keep "${value}": a number of days such as 90d is wanted`);
}

function network(value: string, flag: string): string {
  if (parseNetwork(value) !== null) return value;
  throw new ConfigError(
    `Cannot use --${flag} "${value}": an address or a network such as 10.0.0.0/8 is wanted`,
  );
}

function rates(value: string): Record<string, Rate> {
  const found: Record<string, Rate> = { ...RATES };
  for (const item of list(value)) {
    const match = /^(\w+)=(\d{1,9})\/(\d{1,9}(?:\.\d{1,6})?)$/.exec(item);
    const [, what = "", burst, perSecond] = match ?? [];
    if (!Object.hasOwn(RATES, what) || Number(perSecond) === 0 || Number(burst) === 0) {
      const words = Object.keys(RATES).join(", ");
      throw new ConfigError(
        `Cannot use --rates "${item}": say=10/2 is the form, of ${words}, above 0`,
      );
    }
    found[what] = { burst: Number(burst), perSecond: Number(perSecond) };
  }
  return found;
}

function whole(value: string, flag: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
  if (number >= least && number <= most) return number;
  throw new ConfigError(
    `Cannot use --${flag} "${value}": a whole number from ${least} to ${most} is wanted`,
  );
}

function oneOf<const T extends string>(value: string, flag: string, words: readonly T[]): T {
  const word = words.find((w) => w === value);
  if (word !== undefined) return word;
  throw new ConfigError(`Cannot use --${flag} "${value}": ${words.join(", ")} are the choices`);
}
