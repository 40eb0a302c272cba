/** Values of settings, each as it was told and from where; one that cannot be used is one sentence. */
import { parseNetwork } from "../base/address.ts";
import type { Rate } from "../base/token_bucket.ts";
import { RATES } from "../chat/rate_limits.ts";

/** A setting with a value that cannot be used. The message is the sentence to print. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** A value, and what a person who set it calls the place: `--port`, `the environment's PORT`. */
export interface Told {
  text: string;
  from: string;
  /** False for what is meant where nobody says anything. */
  isSaid: boolean;
}

/** Who may claim a name. */
export type AccountsPolicy = "open" | "invited" | "closed";

/** Characters of an invitation: a shorter one is found by trying. */
const MIN_INVITE_LENGTH = 12;

function unfit({ text, from }: Told, wanted: string, part = text): ConfigError {
  return new ConfigError(`Cannot use ${from} "${part}": ${wanted}`);
}

/** A whole number. */
export function whole(told: Told, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(told.text) ? Number(told.text) : NaN;
  if (number >= least && number <= most) return number;
  throw unfit(told, `expected a whole number from ${least} to ${most}`);
}

/** One of some words. */
export function oneOf<const T extends string>(told: Told, words: readonly T[]): T {
  const word = words.find((w) => w === told.text);
  if (word !== undefined) return word;
  throw unfit(told, `${words.join(", ")} are the choices`);
}

/** Values between commas. */
export function list({ text }: Told): string[] {
  return text.split(",").map((item) => item.trim()).filter((item) => item !== "");
}

/** Addresses that browsers come from. */
export function origins(told: Told): string[] {
  return list(told).map((item) => {
    try {
      const url = new URL(item);
      if (/^https?:$/.test(url.protocol) && url.origin === item) return item;
    } catch {
      // Said below, as for any other value that is none.
    }
    throw unfit(told, "https://chat.example.org is the form", item);
  });
}

/** Addresses and networks. */
export function networks(told: Told): string[] {
  return list(told).map((item) => {
    if (parseNetwork(item) !== null) return item;
    throw unfit(told, "expected an address or a network such as 10.0.0.0/8", item);
  });
}

/** An invitation, "" for none. */
export function invitation({ text, from }: Told): string {
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
export function tls(cert: Told, key: Told): { tlsCert: string; tlsKey: string } {
  const [tlsCert, tlsKey] = [cert.text, key.text];
  if ((tlsCert === "") === (tlsKey === "")) return { tlsCert, tlsKey };
  throw new ConfigError("Cannot use --tls-cert without --tls-key, or the other way round");
}

/** A path without its last slash. */
export function basePath(told: Told): string {
  const path = told.text.replace(/\/+$/, "");
  if (/^(\/[\w.~-]+)*$/.test(path)) return path;
  throw unfit(told, "expected a path such as /chat");
}

/** Days, 0 for ever. */
export function days(told: Told): number {
  const [, number] = /^([1-9]\d{0,5})d?$/.exec(told.text) ?? [];
  if (number !== undefined) return Number(number);
  if (told.text === "forever") return 0;
  throw unfit(told, "expected a number of days such as 90d");
}

/** How fast each person may do what: the usual, and what is told otherwise. */
export function rates(told: Told): Record<string, Rate> {
  const found: Record<string, Rate> = { ...RATES };
  for (const item of list(told)) {
    const match = /^(\w+)=(\d{1,9})\/(\d{1,9}(?:\.\d{1,6})?)$/.exec(item);
    const [, what = "", burst, perSecond] = match ?? [];
    if (!Object.hasOwn(RATES, what) || Number(perSecond) === 0 || Number(burst) === 0) {
      const words = Object.keys(RATES).join(", ");
      throw unfit(told, `say=10/2 is the form, of ${words}, above 0`, item);
    }
    found[what] = { burst: Number(burst), perSecond: Number(perSecond) };
  }
  return found;
}
