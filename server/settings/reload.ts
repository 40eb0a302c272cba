/**
 * Settings that are read again while the chat runs. What can change does so for what is done from then on;
 * what cannot is reported by name and counts from the next start. A value that cannot be used changes nothing.
 */
import type { Config } from "../config.ts";
import { standingAfter } from "./standing.ts";
import { SETTINGS } from "./table.ts";

/** What each setting is in the config, where it is called otherwise there. */
const FIELDS: Readonly<Record<string, readonly (keyof Config)[]>> = {
  "origin": ["origins"],
  "rooms": ["adminsManage"],
  // Who may claim a name follows from these too, where it is left to them.
  "accounts": ["accounts"],
  "trust-proxy": ["trustProxy"],
  "connections-per-address": ["connectionsPerAddress"],
  "connections-per-session": ["connectionsPerSession"],
  "file-size": ["fileSize"],
  "files-each": ["filesEach"],
  "files-total": ["filesTotal"],
  "keep-free": ["keepFree"],
  "cluster-node": ["clusterNode"],
  "cluster-secret": ["clusterSecret"],
  "cluster-ca": ["clusterCa"],
  "tls-cert": ["tlsCert"],
  "tls-key": ["tlsKey"],
};

/** Fields that can change while the chat runs. */
const LIVE = [
  "limits",
  "guests",
  "accounts",
  "invite",
  "adminsManage",
  "metrics",
  "connections",
  "connectionsPerAddress",
  "connectionsPerSession",
  "rates",
  "log",
] as const satisfies readonly (keyof Config)[];

/** What can change while a chat runs, and what everything stands at then. */
export type LiveConfig = Pick<Config, typeof LIVE[number] | "standing">;

/** What became of the settings: names of those that changed, and of those that count from the next start. */
export interface Changed {
  config: Config;
  now: string[];
  later: string[];
}

/** True for a setting that can change while the chat runs. */
export function changesWhileRunning(flag: string): boolean {
  const live: readonly string[] = LIVE;
  return (FIELDS[flag] ?? [flag]).every((field) => live.includes(field));
}

/** The settings that count from now on. */
export function changed(old: Config, next: Config): Changed {
  const changes: Changed = { config: old, now: [], later: [] };
  const live = new Set<keyof Config>(LIVE);
  const config: Record<string, unknown> = { ...old };
  for (const { flag, env } of SETTINGS) {
    for (const field of FIELDS[flag] ?? [flag as keyof Config]) {
      if (JSON.stringify(old[field]) === JSON.stringify(next[field])) continue;
      if (live.has(field)) config[field] = next[field];
      (live.has(field) ? changes.now : changes.later).push(env);
    }
  }
  config.standing = standingAfter(old.standing, next.standing, changesWhileRunning);
  return { ...changes, config: Object.freeze(config) as unknown as Config };
}

/** What to say of it. */
export function changeReport({ now, later }: Changed): string[] {
  return [
    now.length === 0 ? "No setting changed" : `Changed: ${now.join(", ")}`,
    ...(later.length === 0 ? [] : [`After a restart: ${later.join(", ")}`]),
  ];
}
