/**
 * Whom people do not want to hear: `blocks.txt`, a line for each two, of accounts. Of a guest it is known for
 * as long as the process lives: their browser keeps it and tells it again. Nobody is told that they are blocked.
 */
import { BoundedMap } from "../base/bounded_map.ts";
import { type Clock, formatTime, readTime } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Disk } from "../store/disk.ts";
import { LineTable } from "../store/line_table.ts";
import { foldName, NAME } from "./names.ts";

/** Who does not want to hear whom, since when. */
export interface Block {
  by: string;
  name: string;
  /** As it stands in the line. */
  time: string;
}

/** Who blocks: an account by its folded name, a guest by the session. */
export interface Blocker {
  key: string;
  account: boolean;
  session?: string;
}

/** What they need from outside. */
export interface BlocksOptions {
  path: string;
  disk: Disk;
  clock: Clock;
}

/** People whom one may block, and lines in all. */
export const MAX_BLOCKED = 200;
const MAX_LINES = 50_000;
const MAX_GUESTS = 1000;

const LINE = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] ([^\t:]+)\tblocked ([^\t:]+)$/;

/** Everybody's. */
export class Blocks {
  readonly #clock: Clock;
  readonly #table: LineTable<Block>;
  /** Names by session. */
  readonly #guests = new BoundedMap<string, ReadonlyMap<string, Block>>(MAX_GUESTS);
  readonly #nobody: ReadonlySet<string> = new Set();
  #index = { version: -1, byKey: new Map<string, Set<string>>() };

  constructor(options: BlocksOptions) {
    this.#clock = options.clock;
    this.#table = new LineTable({
      ...options,
      parse: parseBlock,
      format: ({ by, name, time }) => `[${time}] ${by}\tblocked ${name}`,
      keyOf: ({ by, name }) => keyOf(by, name),
    });
  }

  /** Lines that are kept and not understood. */
  get malformed(): number {
    return this.#table.malformed;
  }

  /** Folded names of those whom somebody does not want to hear: asked for each message, so looked up at once. */
  of({ key, account, session = "" }: Blocker): ReadonlySet<string> {
    if (!account) {
      const own = this.#guests.get(session);
      return own === undefined ? this.#nobody : new Set(own.keys());
    }
    const { version } = this.#table;
    if (this.#index.version !== version) {
      const byKey = new Map<string, Set<string>>();
      for (const { by, name } of this.#table.values()) {
        const own = byKey.get(foldName(by)) ?? new Set();
        byKey.set(foldName(by), own.add(foldName(name)));
      }
      this.#index = { version, byKey };
    }
    return this.#index.byKey.get(key) ?? this.#nobody;
  }

  /** The same as they were called, in the order in which they were blocked. */
  list({ key, account, session = "" }: Blocker): Block[] {
    if (!account) return [...this.#guests.get(session)?.values() ?? []];
    return [...this.#table.values()].filter(({ by }) => foldName(by) === key);
  }

  /** Somebody does not want to hear these; a ChatError `too_many` where these are too many. */
  async add(blocker: Blocker & { name: string }, names: readonly string[]): Promise<void> {
    const known = this.of(blocker);
    const added = names.filter((name) => !known.has(foldName(name)));
    const isFull = known.size + added.length > MAX_BLOCKED ||
      (blocker.account && this.#table.size + added.length > MAX_LINES);
    if (isFull) {
      throw new ChatError("too_many", `Cannot block: at most ${MAX_BLOCKED} people at a time`);
    }
    const time = formatTime(this.#clock.now());
    const put = added.map((name) => ({ by: blocker.name, name, time }));
    if (put.length === 0) return;
    if (blocker.account) return await this.#table.update({ put });
    const { session = "" } = blocker;
    const more = put.map((block): [string, Block] => [foldName(block.name), block]);
    this.#guests.set(session, new Map([...this.#guests.get(session) ?? [], ...more]));
  }

  /** Somebody wants to hear a name again. */
  async remove(blocker: Blocker, name: string): Promise<void> {
    const gone = foldName(name);
    if (!this.of(blocker).has(gone)) return;
    if (blocker.account) {
      const { key } = blocker;
      const isIt = (one: Block) => foldName(one.by) === key && foldName(one.name) === gone;
      return await this.#table.update({ removeWhere: isIt });
    }
    const { session = "" } = blocker;
    const left = [...this.#guests.get(session) ?? []].filter(([key]) => key !== gone);
    this.#guests.set(session, new Map(left));
  }

  /** A guest has an account now, and still does not want to hear them. */
  async claimed(guest: Blocker, name: string): Promise<void> {
    const names = this.list(guest).map((block) => block.name);
    await this.add({ key: foldName(name), account: true, name }, names);
    this.#guests.delete(guest.session ?? "");
  }

  /** An account has another name: what it wants goes along, and who blocks it blocks both names. */
  async renamed(old: string, to: string): Promise<void> {
    const key = foldName(old);
    const all = [...this.#table.values()];
    const own = all.filter(({ by }) => foldName(by) === key);
    const about = all.filter(({ name }) => foldName(name) === key);
    if (own.length + about.length === 0 || key === foldName(to)) return;
    await this.#table.update({
      put: [
        ...own.map((block) => ({ ...block, by: to })),
        ...about.map((block) => ({ ...block, name: to })),
      ],
      removeWhere: ({ by }) => foldName(by) === key,
    });
  }

  /** An account is gone, and what it wanted. */
  async forget(name: string): Promise<void> {
    const key = foldName(name);
    if (this.of({ key, account: true }).size === 0) return;
    await this.#table.update({ removeWhere: ({ by }) => foldName(by) === key });
  }

  /** Rereads the file if it changed. */
  refresh(): void {
    this.#table.refresh();
  }
}

/** True for a line that this file may hold. */
export function isBlockLine(line: string): boolean {
  return parseBlock(line) !== null;
}

function keyOf(by: string, name: string): string {
  return `${foldName(by)}\t${foldName(name)}`;
}

function parseBlock(line: string): Block | null {
  const [, time = "", by = "", name = ""] = LINE.exec(line) ?? [];
  if (Number.isNaN(readTime(time)) || !NAME.test(by) || !NAME.test(name)) return null;
  return { by, name, time };
}
