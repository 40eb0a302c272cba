/**
 * Everything the chat knows about people, made once over the files of one data folder. Nothing here
 * knows what is said in the rooms.
 */
import { join } from "@std/path";
import { Accounts, DAMAGED } from "./accounts.ts";
import { Avatars } from "./avatars.ts";
import { Blocks } from "./blocks.ts";
import { Handovers } from "./handovers.ts";
import { Invites } from "./invites.ts";
import { LoginGuard } from "./login_guard.ts";
import { Moderation } from "./moderation.ts";
import { NameLooks } from "./name_looks.ts";
import { NamesInUse } from "./names_in_use.ts";
import { PasswordPolicy } from "./password_policy.ts";
import { Passwords } from "./passwords.ts";
import { openPeopleTable, type PeopleTable } from "./people_table.ts";
import { Profiles } from "./profiles.ts";
import { ReadMarks } from "./read_marks.ts";
import { Removals } from "./removals.ts";
import { Reserved } from "./reserved.ts";
import { Resets } from "./resets.ts";
import { RoomPreferences } from "./room_preferences.ts";
import type { Random } from "./secrets.ts";
import { Sessions } from "./sessions.ts";
import { Setup } from "./setup.ts";
import { Tokens } from "./tokens.ts";
import type { Clock } from "../base/clock.ts";
import type { Disk } from "../store/disk.ts";

/** What they need from outside. */
export interface PeopleOptions {
  /** The data folder. */
  data: string;
  disk: Disk;
  clock: Clock;
  random: Random;
  /** Called when a run of password hashes is done. */
  onIdle: () => void;
  /** Told of each session that ends, whyever. */
  onSessionEnded?: (id: string) => void;
  onTrouble: (what: string, error: unknown) => void;
}

/** The people of a chat. */
export class People {
  readonly looks = new NameLooks();
  readonly accounts: Accounts;
  readonly avatars: Avatars;
  readonly blocks: Blocks;
  readonly guard: LoginGuard;
  readonly handovers: Handovers;
  readonly invites: Invites;
  readonly marks: ReadMarks;
  readonly moderation: Moderation;
  readonly names: NamesInUse;
  readonly preferences: RoomPreferences;
  readonly profiles: Profiles;
  readonly removals: Removals;
  readonly reserved: Reserved;
  readonly resets: Resets;
  readonly sessions: Sessions;
  readonly setup: Setup;
  readonly tokens: Tokens;
  readonly #table: PeopleTable;
  #wasDamaged = false;
  readonly #onTrouble: (what: string, error: unknown) => void;

  constructor(options: PeopleOptions) {
    const { data, looks } = { ...options, looks: this.looks };
    this.#onTrouble = options.onTrouble;
    this.accounts = new Accounts({
      ...options,
      path: join(data, "accounts.txt"),
      passwords: new Passwords(options),
      policy: new PasswordPolicy(),
      looks,
    });
    this.blocks = new Blocks({ ...options, path: join(data, "blocks.txt") });
    this.guard = new LoginGuard(options);
    this.invites = new Invites({ ...options, path: join(data, "invites.txt") });
    this.marks = new ReadMarks({ ...options, path: join(data, "read_marks.txt") });
    this.moderation = new Moderation({ ...options, path: join(data, "moderation.txt") });
    this.names = new NamesInUse({ ...options, looks });
    this.preferences = new RoomPreferences({ ...options, path: join(data, "preferences.txt") });
    this.removals = new Removals({ ...options, path: join(data, "removals.txt") });
    const table = openPeopleTable({ ...options, path: join(data, "people.txt") });
    this.#table = table;
    this.reserved = new Reserved({ ...options, table });
    const { accounts, names } = this;
    this.profiles = new Profiles({ ...options, table, accounts, present: () => names.present });
    const folder = join(data, "avatars");
    this.avatars = new Avatars({ ...options, folder, profiles: this.profiles });
    this.resets = new Resets({ ...options, path: join(data, "resets.txt") });
    this.sessions = new Sessions({
      ...options,
      path: join(data, "sessions.txt"),
      onEnded: (id) => options.onSessionEnded?.(id),
    });
    this.handovers = new Handovers({
      ...options,
      path: join(data, "handovers.txt"),
      sessions: this.sessions,
    });
    this.tokens = new Tokens({ ...options, path: join(data, "tokens.txt") });
    const hasAdmin = (): boolean => this.accounts.hasAdmin;
    this.setup = new Setup({ ...options, path: join(data, "setup.txt"), hasAdmin });
    this.#tellDamage();
  }

  /** Files with lines that are kept and not understood, and how many. */
  get malformed(): { file: string; lines: number }[] {
    const files = {
      "accounts.txt": this.accounts,
      "blocks.txt": this.blocks,
      "sessions.txt": this.sessions,
      "tokens.txt": this.tokens,
      "moderation.txt": this.moderation,
      "preferences.txt": this.preferences,
      "read_marks.txt": this.marks,
      "removals.txt": this.removals,
      "people.txt": this.#table,
      "resets.txt": this.resets,
      "invites.txt": this.invites,
      "handovers.txt": this.handovers,
    };
    return Object.entries(files).map(([file, { malformed }]) => ({ file, lines: malformed }))
      .filter(({ lines }) => lines > 0);
  }

  /** The name of an account as it was claimed, or null. */
  accountName(name: string): string | null {
    return this.accounts.find(name)?.name ?? null;
  }

  /** What whoever had a name is called now, also where they have no account any more; or null. */
  nameNow(name: string): string | null {
    const reserved = this.reserved.find(name);
    const now = this.accountName(name) ?? reserved?.to ?? reserved?.name ?? null;
    return now === null ? null : this.accountName(now) ?? now;
  }

  /** Names that are claimed, and those that were. */
  knownNames(): string[] {
    return [...this.accounts.list(), ...this.reserved.list()].map(({ name }) => name);
  }

  /**
   * An account has another name: what is known of it goes along, and the old name is nobody's. The account
   * itself is the caller's to rename, behind this: what a crash leaves undone can be done again.
   */
  async renamed(name: string, to: string): Promise<void> {
    this.avatars.rename(name, to);
    await this.reserved.renamed(name, to);
    await this.blocks.renamed(name, to);
    await this.preferences.renamed(name, to);
  }

  /**
   * An account goes: its picture, its status and what else `people.txt` knows of it, in one step with the
   * reservation of its name. The account itself is the caller's to remove, behind this.
   */
  async removed(name: string): Promise<void> {
    this.profiles.forget(name);
    await this.reserved.removed(name);
    this.avatars.forget(name);
    await this.blocks.forget(name);
    await this.preferences.forget(name);
  }

  /** Rereads the files that changed, each on its own. */
  refresh(): void {
    for (
      const table of [
        this.accounts,
        this.tokens,
        this.moderation,
        this.#table,
        this.invites,
        this.blocks,
        this.preferences,
      ]
    ) {
      try {
        table.refresh();
      } catch (error) {
        this.#onTrouble("Cannot read a file about people", error);
      }
    }
    this.#tellDamage();
  }

  #tellDamage(): void {
    const { isDamaged } = this.accounts;
    if (isDamaged && !this.#wasDamaged) this.#onTrouble(DAMAGED, "plaintalk check lists the lines");
    this.#wasDamaged = isDamaged;
  }

  async close(): Promise<void> {
    await this.profiles.close();
    await this.marks.close();
    await this.sessions.close();
  }
}
