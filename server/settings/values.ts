/** Values of settings, each as it was told and from where; one that cannot be used is one sentence. */
import { parseNetwork } from "../base/address.ts";
import type { Rate } from "../base/token_bucket.ts";
import { DEFAULT_RATES } from "../chat/rate_limits.ts";

/** A setting with a value that cannot be used. The message is the sentence to print. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** A value, and what a person who set it calls the place: `--port`, `the environment's PORT`. */
export interface RawValue {
  text: string;
  from: string;
  /** False for what is meant where nobody says anything. */
  isSaid: boolean;
}

/** Who may claim a name. */
export type AccountsPolicy = "open" | "invited" | "closed";

/** Characters of an invitation: a shorter one is found by trying. */
const MIN_INVITE_LENGTH = 12;

function invalid({ text, from }: RawValue, wanted: string, part = text): ConfigError {
  return new ConfigError(`Cannot use ${from} "${part}": ${wanted}`);
}

/** A whole number. */
export function whole(told: RawValue, min: number, max: number): number {
  const number = /^\d{1,9}$/.test(told.text) ? Number(told.text) : NaN;
  if (number >= min && number <= max) return number;
  throw invalid(told, `expected a whole number from ${min} to ${max}`);
}

/** One of some words. */
export function oneOf<const T extends string>(told: RawValue, words: readonly T[]): T {
  const word = words.find((w) => w === told.text);
  if (word !== undefined) return word;
  throw invalid(told, `${words.join(", ")} are the choices`);
}

/** Values between commas. */
export function list({ text }: RawValue): string[] {
  return text.split(",").map((item) => item.trim()).filter((item) => item !== "");
}

/** Addresses that browsers come from. */
export function origins(told: RawValue): string[] {
  return list(told).map((item) => {
    try {
      const url = new URL(item);
      if (/^https?:$/.test(url.protocol) && url.origin === item) return item;
    } catch {
      // Said below, as for any other value that is none.
    }
    throw invalid(told, "https://chat.example.org is the form", item);
  });
}

/** Addresses and networks. */
export function networks(told: RawValue): string[] {
  return list(told).map((item) => {
    if (parseNetwork(item) !== null) return item;
    throw invalid(told, "expected an address or a network such as 10.0.0.0/8", item);
  });
}

/** An invitation, "" for none. */
export function invitation({ text, from }: RawValue): string {
  const length = [...text].length;
  if (text === "" || length >= MIN_INVITE_LENGTH) return text;
  throw new ConfigError(
    `Cannot use ${from} with ${length} characters: expected at least ${MIN_INVITE_LENGTH}, for it can be guessed`,
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
export function basePath(told: RawValue): string {
  const path = told.text.replace(/\/+$/, "");
  if (/^(\/[\w.~-]+)*$/.test(path)) return path;
  throw invalid(told, "expected a path such as /chat");
}

/** Days, 0 for ever. */
export function days(told: RawValue): number {
  const [, number] = /^([1-9]\d{0,5})d?$/.exec(told.text) ?? [];
  if (number !== undefined) return Number(number);
  if (told.text === "forever") return 0;
  throw invalid(told, "expected a number of days such as 90d");
}

/** How fast each person may do what: the usual, and what is told otherwise. */
export function rates(told: RawValue): Record<string, Rate> {
  const found: Record<string, Rate> = { ...DEFAULT_RATES };
  for (const item of list(told)) {
    const match = /^(\w+)=(\d{1,9})\/(\d{1,9}(?:\.\d{1,6})?)$/.exec(item);
    const [, what = "", burst, perSecond] = match ?? [];
    if (!Object.hasOwn(DEFAULT_RATES, what) || Number(perSecond) === 0 || Number(burst) === 0) {
      const words = Object.keys(DEFAULT_RATES).join(", ");
      throw invalid(told, `say=10/2 is the form, of ${words}, above 0`, item);
    }
    found[what] = { burst: Number(burst), perSecond: Number(perSecond) };
  }
  return found;
}
