/**
 * Settings: a flag beats the environment, which beats the default. Read once by `main.ts`; a value
 * that cannot be used is one sentence. `--help` is made from the same table, so it cannot lie.
 */
import { parseArgs } from "@std/cli/parse-args";
import { parseNetwork } from "./base/address.ts";
import type { Rate } from "./base/limiter.ts";
import { RATES } from "./chat/rates.ts";
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
  readonly log: "text" | "json";
  readonly dev: boolean;
}

/** A setting with a value that cannot be used. The message is the sentence to print. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** One setting as it is told in `--help`. */
export interface Setting {
  flag: string;
  env: string;
  value: string;
  standard: string;
  help: string;
}

/** All settings, in the order in which they are told. */
export const SETTINGS: readonly Setting[] = [
  {
    flag: "port",
    env: "PORT",
    value: "NUMBER",
    standard: "8000",
    help: "port to listen on; 0 picks a free one",
  },
  {
    flag: "host",
    env: "HOST",
    value: "ADDRESS",
    standard: "127.0.0.1",
    help: "address to listen on; 0.0.0.0 lets the local network in",
  },
  {
    flag: "data",
    env: "DATA_DIR",
    value: "FOLDER",
    standard: "./data",
    help: "folder that holds everything; made if it is not there",
  },
  {
    flag: "recent",
    env: "RECENT",
    value: "NUMBER",
    standard: "50",
    help: "messages a newcomer to a room is given, 1 to 200",
  },
  {
    flag: "sync",
    env: "SYNC",
    value: "WHEN",
    standard: "second",
    help: "when lines are safe against a power cut: always (before they are told), second, never",
  },
  {
    flag: "limits",
    env: "LIMITS",
    value: "on|none",
    standard: "on",
    help: "none lifts every rate limit and connection cap, for load tests",
  },
  {
    flag: "origin",
    env: "ORIGIN",
    value: "ADDRESS,…",
    standard: "",
    help: "the address people open, if a proxy changes it: https://chat.example.org",
  },
  {
    flag: "trust-proxy",
    env: "TRUST_PROXY",
    value: "ADDRESS,…",
    standard: "",
    help: "proxies whose X-Forwarded-For is believed: 127.0.0.1 or 10.0.0.0/8",
  },
  {
    flag: "connections",
    env: "CONNECTIONS",
    value: "NUMBER",
    standard: "1000",
    help: "most connections in all",
  },
  {
    flag: "connections-per-address",
    env: "CONNECTIONS_PER_ADDRESS",
    value: "NUMBER",
    standard: "16",
    help: "most connections from one address (IPv6: one /64)",
  },
  {
    flag: "connections-per-session",
    env: "CONNECTIONS_PER_SESSION",
    value: "NUMBER",
    standard: "5",
    help: "most windows one person may have open",
  },
  {
    flag: "rates",
    env: "RATES",
    value: "WHAT=BURST/PER-SECOND,…",
    standard: "",
    help: Object.entries(RATES).map(([what, { burst, perSecond }]) =>
      `${what}=${burst}/${perSecond}`
    ).join(" "),
  },
  {
    flag: "memory",
    env: "MEMORY_LIMIT",
    value: "MB",
    standard: "auto",
    help:
      "at which the process ends itself, to be started again: auto is 3/4 of the machine, 1024 at most; 0 never",
  },
  {
    flag: "log",
    env: "LOG_FORMAT",
    value: "text|json",
    standard: "text",
    help: "how happenings are written",
  },
];

/** What can be asked for, in the order in which it is told; the first is meant where none is said. */
export const COMMANDS = {
  serve: "serve the chat",
  check: "read the whole data folder and tell of every line that does not fit; changes nothing",
} as const;

/** What the command line asks for. */
export type Asked =
  | { command: keyof typeof COMMANDS; config: Config }
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
    string: SETTINGS.map(({ flag }) => flag),
    boolean: ["help", "version", "dev"],
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
  const extra = unknown[0] === command ? unknown[1] : unknown[0];
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
  return {
    command,
    config: Object.freeze({
      port: whole(value("port"), "port", 0, 65_535),
      host: value("host"),
      data: value("data"),
      recent: whole(value("recent"), "recent", 1, 200),
      sync: oneOf(value("sync"), "sync", ["always", "second", "never"]),
      limits: oneOf(value("limits"), "limits", ["on", "none"]) === "on",
      origins: list(value("origin")).map(origin),
      trustProxy: list(value("trust-proxy")).map(network),
      connections: whole(value("connections"), "connections", 1, 1_000_000),
      connectionsPerAddress: whole(
        value("connections-per-address"),
        "connections-per-address",
        1,
        1_000_000,
      ),
      connectionsPerSession: whole(
        value("connections-per-session"),
        "connections-per-session",
        1,
        1_000_000,
      ),
      rates: rates(value("rates")),
      memory: value("memory") === "auto" ? "auto" : whole(value("memory"), "memory", 0, 1_000_000),
      log: oneOf(value("log"), "log", ["text", "json"]),
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

function network(value: string): string {
  if (parseNetwork(value) !== null) return value;
  throw new ConfigError(
    `Cannot use --trust-proxy "${value}": an address or a network such as 10.0.0.0/8 is wanted`,
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
