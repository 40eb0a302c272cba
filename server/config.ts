/**
 * Settings: a flag beats the environment, which beats the default. Read once by `main.ts`; a value
 * that cannot be used is one sentence. `--help` is made from the same table, so it cannot lie.
 */
import { parseArgs } from "@std/cli/parse-args";
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
    flag: "log",
    env: "LOG_FORMAT",
    value: "text|json",
    standard: "text",
    help: "how happenings are written",
  },
];

/** What the command line asks for. */
export type Asked = { command: "serve"; config: Config } | {
  command: "help" | "version";
};

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
  const extra = unknown.filter((arg, i) => !(i === 0 && arg === "serve"));
  if (extra[0] !== undefined) {
    throw new ConfigError(
      `Cannot understand "${extra[0]}": see --help for what there is`,
    );
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
    command: "serve",
    config: Object.freeze({
      port: whole(value("port"), "port", 0, 65_535),
      host: value("host"),
      data: value("data"),
      recent: whole(value("recent"), "recent", 1, 200),
      sync: oneOf(value("sync"), "sync", ["always", "second", "never"]),
      limits: oneOf(value("limits"), "limits", ["on", "none"]) === "on",
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
    `  ${`--${flag} ${value}`.padEnd(width)}  ${help} (${env}; ${standard})`
  );
  return [
    `Plaintalk ${version}: a chat whose history is a plain text file`,
    "",
    "  plaintalk [serve] [settings]",
    "",
    "Settings (environment variable; default):",
    ...rows,
    "",
    `  ${"--help".padEnd(width)}  this text`,
    `  ${"--version".padEnd(width)}  the version`,
  ].join("\n");
}

function whole(
  value: string,
  flag: string,
  least: number,
  most: number,
): number {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
  if (number >= least && number <= most) return number;
  throw new ConfigError(
    `Cannot use --${flag} "${value}": a whole number from ${least} to ${most} is wanted`,
  );
}

function oneOf<const T extends string>(
  value: string,
  flag: string,
  words: readonly T[],
): T {
  const word = words.find((w) => w === value);
  if (word !== undefined) return word;
  throw new ConfigError(
    `Cannot use --${flag} "${value}": ${words.join(", ")} are the choices`,
  );
}
