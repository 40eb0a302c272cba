/**
 * What each setting stands at, and who said so: what admins may read in the page, where the machine is not
 * theirs. A value that opens something is not among it.
 */
import type { RawValue, SettingSource } from "./values.ts";
import type { Setting } from "./table.ts";

/** One setting as it counts now. */
export interface Standing {
  /** Its variable, and its name in the file. */
  name: string;
  flag: string;
  /** Not there where the value is a secret that was set. */
  value?: string;
  standard: string;
  from: SettingSource;
}

/** Settings whose values let somebody in: a code, an address that may hold a password. */
const SECRET: ReadonlySet<string> = new Set(["invite", "cluster"]);

/** What a setting stands at. */
export function standingOf({ env, flag, standard }: Setting, raw: RawValue): Standing {
  const isSecret = SECRET.has(flag) && raw.text !== "";
  return {
    name: env,
    flag,
    ...(isSecret ? {} : { value: raw.text }),
    standard,
    from: raw.source,
  };
}

/** What counts after a change: of settings that changed while the chat runs the next, of all others the old. */
export function standingAfter(
  old: readonly Standing[],
  next: readonly Standing[],
  isLive: (flag: string) => boolean,
): Standing[] {
  return old.map((one, i) => isLive(one.flag) ? next[i] ?? one : one);
}
