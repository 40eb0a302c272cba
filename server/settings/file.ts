/**
 * A file of settings: `KEY=value` lines under the names of the environment, as systemd's EnvironmentFile has
 * them, so that one file serves both. The environment beats it; a variable that says what the file said at
 * the start came from there, and follows the file when it is read again.
 */
import { closestMatch } from "../base/closest_match.ts";
import { ConfigError } from "./values.ts";
import { SETTINGS } from "./table.ts";

/** The text of a file, null where there is none; throws where it cannot be read. `isNamed`: the file was asked for by name. */
export type ReadFile = (path: string, isNamed: boolean) => string | null;

const COMMENT = /^[#;]/;
const SETTING_LINE = /^(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/;

/** The settings of one file, as it is now and as it was at the start. */
export class SettingsFile {
  readonly #read: ReadFile;
  #first: ReadonlyMap<string, string> | null = null;
  #now: ReadonlyMap<string, string> = new Map();
  #path = "";

  constructor(read: ReadFile = () => null) {
    this.#read = read;
  }

  /** Where it is, "" where there is none. */
  get path(): string {
    return this.#path;
  }

  /** Reads the file again; with `must` it is a ConfigError where there is none. */
  take(path: string, must: boolean): void {
    let text: string | null;
    try {
      text = this.#read(path, must);
    } catch (error) {
      throw new ConfigError(`Cannot read the settings in ${path} (${(error as Error).message})`);
    }
    if (text === null && must) {
      throw new ConfigError(`Cannot read the settings in ${path}: there is no such file`);
    }
    this.#now = text === null ? new Map() : parseSettings(text, path);
    this.#path = text === null ? "" : path;
    this.#first ??= this.#now;
  }

  /** What a setting stands at, and whether the file says so; undefined where nobody says anything. */
  find(name: string, env: string | undefined): { text: string; isOwn: boolean } | undefined {
    const isFromFile = env !== undefined && env === this.#first?.get(name);
    if (env !== undefined && env !== "" && !isFromFile) return { text: env, isOwn: false };
    const text = this.#now.get(name);
    return text === undefined || text === "" ? undefined : { text, isOwn: true };
  }
}

/** The lines of a file, by name; a ConfigError for what is no line, or a name that was mistyped. */
export function parseSettings(text: string, path: string): Map<string, string> {
  const known = SETTINGS.map(({ env }) => env);
  const found = new Map<string, string>();
  for (const [i, raw] of text.replace(/^\ufeff/, "").split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || COMMENT.test(line)) continue;
    const where = `line ${i + 1} of ${path}`;
    const [, name, value = ""] = SETTING_LINE.exec(line) ?? [];
    if (name === undefined) {
      throw new ConfigError(`Cannot understand ${where}: expected NAME=value`);
    }
    // What else stands in such a file is another program's: of systemd, of the C library.
    const meant = known.includes(name) ? null : closestMatch(name, known);
    if (meant !== null) {
      throw new ConfigError(`Cannot understand "${name}" in ${where}: did you mean ${meant}?`);
    }
    found.set(name, unquoted(value));
  }
  return found;
}

function unquoted(value: string): string {
  const [, , quoted] = /^(["'])(.*)\1$/.exec(value) ?? [];
  return quoted ?? value;
}
