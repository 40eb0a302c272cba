/** Values of settings, each with the text it was given as and from where; one that cannot be used is one sentence. */
import { parseNetwork } from "../base/address.ts";
import type { Rate } from "../base/token_bucket.ts";
import { DEFAULT_RATES } from "../chat/rate_limits.ts";

/** A setting with a value that cannot be used. The message is the sentence to print. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Who says what a setting stands at: a flag, a variable, the file, or nobody. */
export type SettingSource = "flag" | "environment" | "file" | "standard";

/** A value, and what a person who set it calls the place: `--port`, `the environment's PORT`. */
export interface RawValue {
  text: string;
  from: string;
  source: SettingSource;
  /** False for what is meant where nobody says anything. */
  isSaid: boolean;
}

/** Who may claim a name. */
export type AccountsPolicy = "open" | "invited" | "closed";

/** Characters of a title that still fits a tab and the head of the list of rooms. */
const MAX_TITLE_LENGTH = 40;

/** Characters of an invitation: a shorter one is found by trying. */
const MIN_INVITE_LENGTH = 12;

function invalid({ text, from }: RawValue, expected: string, part = text): ConfigError {
  return new ConfigError(`Cannot use ${from} "${part}": ${expected}`);
}

/** A whole number. */
export function whole(raw: RawValue, min: number, max: number): number {
  const number = /^\d{1,9}$/.test(raw.text) ? Number(raw.text) : NaN;
  if (number >= min && number <= max) return number;
  throw invalid(raw, `expected a whole number from ${min} to ${max}`);
}

/** One of some words. */
export function oneOf<const T extends string>(raw: RawValue, words: readonly T[]): T {
  const word = words.find((w) => w === raw.text);
  if (word !== undefined) return word;
  throw invalid(raw, `expected one of ${words.join(", ")}`);
}

/** What a chat is called: one short line. */
export function title(told: RawValue): string {
  const text = told.text.trim();
  const isFit = text !== "" && [...text].length <= MAX_TITLE_LENGTH &&
    !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
  if (isFit) return text;
  throw invalid(told, `expected one line of 1 to ${MAX_TITLE_LENGTH} characters`);
}

/** Values between commas. */
export function list({ text }: RawValue): string[] {
  return text.split(",").map((item) => item.trim()).filter((item) => item !== "");
}

/** Addresses that browsers come from. */
export function origins(raw: RawValue): string[] {
  return list(raw).map((item) => {
    try {
      const url = new URL(item);
      if (/^https?:$/.test(url.protocol) && url.origin === item) return item;
    } catch {
      // Said below, as for any other value that is none.
    }
    throw invalid(raw, "expected an address such as https://chat.example.org", item);
  });
}

/** Addresses and networks. */
export function networks(raw: RawValue): string[] {
  return list(raw).map((item) => {
    if (parseNetwork(item) !== null) return item;
    throw invalid(raw, "expected an address or a network such as 10.0.0.0/8", item);
  });
}

/** An invitation, "" for none. */
export function invitation({ text, from }: RawValue): string {
  const length = [...text].length;
  if (text === "" || length >= MIN_INVITE_LENGTH) return text;
  throw new ConfigError(
    `Cannot use ${from} with ${length} characters: expected at least ${MIN_INVITE_LENGTH}, so that nobody guesses it`,
  );
}

/** Who may not come in as a guest may not claim a name either, unless invited. */
export function accountsPolicy(asked: "auto" | AccountsPolicy, isOpen: boolean): AccountsPolicy {
  return asked !== "auto" ? asked : isOpen ? "open" : "invited";
}

/** A certificate's files, both or none. */
export function tls(cert: RawValue, key: RawValue): { tlsCert: string; tlsKey: string } {
  const [tlsCert, tlsKey] = [cert.text, key.text];
  if ((tlsCert === "") === (tlsKey === "")) return { tlsCert, tlsKey };
  throw new ConfigError("Cannot use --tls-cert without --tls-key, or the other way round");
}

/** A chat on several machines: what all of it needs, and when lines are safe. */
export function cluster(
  told: Record<"engine" | "node" | "secret" | "ca" | "sync", RawValue>,
): {
  cluster: string;
  clusterNode: string;
  clusterSecret: string;
  clusterCa: string;
  sync: "always" | "second" | "never";
} {
  const { engine, node, secret, ca } = told;
  const sync = oneOf(told.sync, ["always", "second", "never"]);
  const files = { clusterSecret: secret.text, clusterCa: ca.text };
  if (engine.text === "") return { cluster: "", clusterNode: node.text, ...files, sync };
  if (!/^etcds?:\/\/[^/]/.test(engine.text)) {
    throw invalid(
      engine,
      "expected etcd://a:2379,b:2379,c:2379",
      engine.text.replace(/\/\/.*@/, "//…@"),
    );
  }
  if (!/^https?:\/\/[^/]+$/.test(node.text) || !URL.canParse(node.text)) {
    throw invalid(node, "expected the address at which the other machines reach this one");
  }
  if (secret.text === "") throw new ConfigError("Cannot use --cluster without --cluster-secret");
  if (told.sync.isSaid && sync !== "always") {
    throw invalid(told.sync, "with --cluster a line is told once a quorum has it, which is always");
  }
  return { cluster: engine.text, clusterNode: node.text, ...files, sync: "always" };
}

/** A path without its last slash. */
export function basePath(raw: RawValue): string {
  const path = raw.text.replace(/\/+$/, "");
  if (/^(\/[\w.~-]+)*$/.test(path)) return path;
  throw invalid(raw, "expected a path such as /chat");
}

/** Days, 0 for ever. */
export function days(raw: RawValue): number {
  const [, number] = /^([1-9]\d{0,5})d?$/.exec(raw.text) ?? [];
  if (number !== undefined) return Number(number);
  if (raw.text === "forever") return 0;
  throw invalid(raw, "expected a number of days such as 90d");
}

/** How fast each person may do what: the defaults, and what is set otherwise. */
export function rates(raw: RawValue): Record<string, Rate> {
  const found: Record<string, Rate> = { ...DEFAULT_RATES };
  for (const item of list(raw)) {
    const match = /^(\w+)=(\d{1,9})\/(\d{1,9}(?:\.\d{1,6})?)$/.exec(item);
    const [, what = "", burst, perSecond] = match ?? [];
    if (!Object.hasOwn(DEFAULT_RATES, what) || Number(perSecond) === 0 || Number(burst) === 0) {
      const words = Object.keys(DEFAULT_RATES).join(", ");
      throw invalid(raw, `expected the form say=10/2, of ${words}, above 0`, item);
    }
    found[what] = { burst: Number(burst), perSecond: Number(perSecond) };
  }
  return found;
}
