/**
 * Who may not speak or not come in, and until when: `moderation.txt`, a line each, replaced in one
 * step. A mute or ban is by folded name; a ban may be by address as well, for those who change names.
 */
import { type Clock, formatTime, readTime } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Disk } from "../store/disk.ts";
import { readText, replaceText } from "../store/text_file.ts";
import { foldName } from "./names.ts";

/** What is done to somebody. */
export type Measure = "mute" | "ban";

/** One measure that counts until a time. */
export interface Sanction {
  what: Measure;
  name: string;
  /** What stands for the address where callers are counted, or "" for the name alone. */
  caller: string;
  /** Milliseconds since 1970. */
  until: number;
  by: string;
}

/** What moderation needs from outside. */
export interface ModerationOptions {
  path: string;
  disk: Disk;
  clock: Clock;
}

const MOST = 1000;
const LINE =
  /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] (mute|ban) ([^:\t]+)\t((?:[46]:\d{1,39})?)\t([^\t]+)$/;

/** All measures. */
export class Moderation {
  readonly #options: ModerationOptions;
  #sanctions: Sanction[] = [];

  constructor(options: ModerationOptions) {
    this.#options = options;
    const text = readText(options.disk, options.path) ?? "";
    this.#sanctions = text.split("\n").map(parseSanction).filter((s) => s !== null);
  }

  /** What counts now, by name. */
  list(): Sanction[] {
    const now = this.#options.clock.now();
    return this.#sanctions.filter(({ until }) => until > now)
      .sort((a, b) => a.name < b.name ? -1 : 1);
  }

  /** Throws a ChatError `muted` for somebody who may not speak. */
  mustNotBeMuted(key: string): void {
    const found = this.#find((s) => s.what === "mute" && foldName(s.name) === key);
    if (found !== undefined) {
      throw refusal("muted", "You may not write", found, this.#options.clock);
    }
  }

  /** Throws a ChatError `banned` for somebody who may not come in. */
  mustNotBeBanned(key: string, caller: string): void {
    const found = this.#find((s) =>
      s.what === "ban" && (foldName(s.name) === key || (s.caller !== "" && s.caller === caller))
    );
    if (found !== undefined) {
      throw refusal("banned", "You may not come in", found, this.#options.clock);
    }
  }

  /** Adds a measure in the place of an older one of its kind. */
  async add(sanction: Sanction): Promise<void> {
    const others = this.list().filter((s) => !isSame(s, sanction.what, sanction.name));
    if (others.length >= MOST) {
      throw new ChatError("too_many", `Cannot do this: ${MOST} measures count already`);
    }
    await this.#replace([...others, sanction]);
  }

  /** Takes a measure back; a ChatError `not_found` where there is none. */
  async lift(what: Measure, name: string): Promise<void> {
    const rest = this.list().filter((s) => !isSame(s, what, name));
    if (rest.length === this.list().length) {
      throw new ChatError("not_found", `Cannot undo this: there is no ${what} of "${name}"`);
    }
    await this.#replace(rest);
  }

  /** A measure that counts now: asked for every message, so without a sorted copy. */
  #find(fits: (sanction: Sanction) => boolean): Sanction | undefined {
    const now = this.#options.clock.now();
    return this.#sanctions.find((sanction) => sanction.until > now && fits(sanction));
  }

  async #replace(sanctions: Sanction[]): Promise<void> {
    const { disk, path } = this.#options;
    const replaced = replaceText(disk, path, sanctions.map(formatSanction).join(""));
    this.#sanctions = sanctions;
    await replaced;
  }
}

/** True for a line that this file may hold. */
export function isSanctionLine(line: string): boolean {
  return parseSanction(line) !== null;
}

function isSame(sanction: Sanction, what: Measure, name: string): boolean {
  return sanction.what === what && foldName(sanction.name) === foldName(name);
}

function refusal(code: "muted" | "banned", text: string, found: Sanction, clock: Clock): ChatError {
  const wait = found.until - clock.now();
  const minutes = Math.max(1, Math.round(wait / 60_000));
  return new ChatError(code, `${text} for another ${minutes} minutes: ${found.by} decided so`, {
    wait,
  });
}

function parseSanction(line: string): Sanction | null {
  const [, time = "", what, name = "", caller = "", by = ""] = LINE.exec(line) ?? [];
  const until = readTime(time);
  if (Number.isNaN(until)) return null;
  return { what: what as Measure, name, caller, until, by };
}

function formatSanction({ what, name, caller, until, by }: Sanction): string {
  return `[${formatTime(until)}] ${what} ${name}\t${caller}\t${by}\n`;
}
