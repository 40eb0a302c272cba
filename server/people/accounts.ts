/**
 * Names that someone claimed with a password: `accounts.txt`, a line each. The file holds hashes,
 * never a password, and is reread when it changed, as the command line does while
 * the chat runs. While it holds something but no account that can be read, nobody claims a name.
 */
import { ChatError } from "../base/errors.ts";
import { type Clock, formatTime, readTime, wholeSeconds } from "../base/clock.ts";
import type { Disk } from "../store/disk.ts";
import { LineTable } from "../store/line_table.ts";
import { foldName, NAME } from "./names.ts";
import type { NameLooks } from "./name_looks.ts";
import type { PasswordPolicy } from "./password_policy.ts";
import type { Passwords } from "./passwords.ts";

/** One claimed name. */
export interface Account {
  name: string;
  /** The name folded. */
  key: string;
  admin: boolean;
  /** PHC string; "" for one that nobody can sign in to. */
  hash: string;
  /** Milliseconds since 1970, whole seconds: what was said under the name before is not the account's. */
  claimed: number;
}
export interface AccountsOptions {
  path: string;
  disk: Disk;
  clock: Clock;
  passwords: Passwords;
  policy: PasswordPolicy;
  looks: NameLooks;
}

/** What is logged of a file that holds something, but no account that can be read. */
export const DAMAGED =
  "accounts.txt holds no readable account: nobody can sign in or claim a name until it is repaired";

const MAX_ACCOUNTS = 10_000;
const ACCOUNT_LINE = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] ([^:()]+?)( \(admin\))?: (\$\S+|)$/;

/** All accounts. */
export class Accounts {
  readonly #options: AccountsOptions;
  readonly #table: LineTable<Account>;
  #sorted = { version: -1, all: [] as Account[] };
  #byLook = { version: -1, index: new Map<string, Account>() };

  constructor(options: AccountsOptions) {
    this.#options = options;
    this.#table = new LineTable({
      ...options,
      parse: parseAccount,
      format: formatAccount,
      keyOf: ({ key }) => key,
    });
  }

  /** True where the file holds something, but no account that can be read. */
  get isDamaged(): boolean {
    return this.#table.isDamaged;
  }

  /** Lines that are kept and not understood. */
  get malformed(): number {
    return this.#table.malformed;
  }

  get hasAdmin(): boolean {
    return this.#admins().length > 0;
  }

  /** The account of a name, or null. */
  find(name: string): Account | null {
    return this.#table.get(foldName(name)) ?? null;
  }

  /** An account whose name looks like this one and is another, or null. */
  lookalikeOf(name: string): Account | null {
    const { looks } = this.#options;
    if (this.#byLook.version !== this.#table.version) {
      const index = new Map<string, Account>();
      for (const account of this.#table.values()) {
        for (const look of looks.of(account.name)) index.set(look, account);
      }
      this.#byLook = { version: this.#table.version, index };
    }
    const alike = looks.of(name).map((look) => this.#byLook.index.get(look));
    return alike.find((account) => account !== undefined && account.key !== foldName(name)) ?? null;
  }

  /** Everybody with an account, by name; sorted once, not for each who asks. */
  list(): readonly Account[] {
    const { version } = this.#table;
    if (this.#sorted.version !== version) {
      const all = [...this.#table.values()].sort((a, b) => a.name < b.name ? -1 : 1);
      this.#sorted = { version, all };
    }
    return this.#sorted.all;
  }

  /** Claims a name, or throws a ChatError `claimed`, `too_many` or `damaged`. */
  async claim(name: string, password: unknown, admin = false): Promise<Account> {
    this.#mustBeFree(name);
    this.#options.policy.mustBeHardToGuess(password, name);
    const hash = await this.#options.passwords.hash(password);
    // Someone else may have claimed it while this was hashed.
    this.#mustBeFree(name);
    if (this.#table.size >= MAX_ACCOUNTS) {
      throw new ChatError(
        "too_many",
        `Cannot claim a name: there are ${MAX_ACCOUNTS} accounts already`,
      );
    }
    const claimed = wholeSeconds(this.#options.clock.now());
    const account = { name, key: foldName(name), admin, hash, claimed };
    await this.#table.put(account);
    return account;
  }

  /** The account if the password is its own, else null; takes as long for a name without one. */
  async signIn(name: string, password: unknown): Promise<Account | null> {
    const { passwords } = this.#options;
    const account = this.find(name);
    if (!await passwords.fits(password, account?.hash || null) || account === null) return null;
    // Parameters rise over the years: whoever signs in is hashed anew with those of today.
    if (passwords.isWeak(account.hash)) {
      await this.#update(account.key, { hash: await passwords.hash(password) });
    }
    return this.find(name);
  }

  /** Gives an account another password. */
  async changePassword(account: Account, password: unknown): Promise<void> {
    const { passwords, policy } = this.#options;
    policy.mustBeHardToGuess(password, account.name);
    await this.#update(account.key, { hash: await passwords.hash(password) });
  }

  /** Makes an account an admin, or no longer one; a ChatError where there is none or none would remain. */
  async setAdmin(name: string, admin: boolean): Promise<Account> {
    this.refresh();
    const account = this.find(name);
    if (account === null) {
      throw new ChatError("not_found", `Cannot find an account "${name}": claim the name first`);
    }
    if (!admin && this.#admins().every(({ key }) => key === account.key)) {
      throw new ChatError("not_allowed", `Cannot remove "${name}": at least one admin must remain`);
    }
    await this.#update(account.key, { admin });
    return { ...account, admin };
  }

  /** Gives an account another name: what else is known of it stays. A ChatError where it cannot be had. */
  async rename(name: string, newName: string): Promise<Account> {
    const account = this.#mustBeThere(name);
    const key = foldName(newName);
    if (key !== account.key) this.#mustBeFree(newName);
    const renamed = { ...account, name: newName, key };
    await this.#table.update({
      put: [renamed],
      removeWhere: (other) => other.key === account.key && key !== account.key,
    });
    return renamed;
  }

  /** Throws a ChatError where an account cannot be taken away: there is none, or no admin would remain. */
  mustBeRemovable(name: string): Account {
    const account = this.#mustBeThere(name);
    if (account.admin && this.#admins().length === 1) {
      throw new ChatError(
        "last_admin",
        `Cannot remove "${name}": at least one admin must remain, make somebody else one first`,
      );
    }
    return account;
  }

  /** Takes an account away. */
  async remove(name: string): Promise<void> {
    const { key } = this.mustBeRemovable(name);
    await this.#table.update({ removeWhere: (other) => other.key === key });
  }

  /** Rereads the file if it changed; true if so. */
  refresh(): boolean {
    return this.#table.refresh();
  }

  #mustBeThere(name: string): Account {
    this.refresh();
    const account = this.find(name);
    if (account !== null) return account;
    throw new ChatError("not_found", `Cannot find an account "${name}"`);
  }

  #admins(): Account[] {
    return [...this.#table.values()].filter(({ admin }) => admin);
  }

  #mustBeFree(name: string): void {
    if (this.isDamaged) {
      throw new ChatError(
        "damaged",
        "Cannot claim a name: accounts.txt on the server holds no readable account; whoever runs the chat must repair it first",
      );
    }
    if (this.find(name) === null) return;
    throw new ChatError("claimed", `Cannot claim "${name}": it has been claimed already`);
  }

  /** Changes an account as it is now: it may have changed since it was looked up, or be gone. */
  async #update(key: string, change: Partial<Pick<Account, "hash" | "admin">>): Promise<void> {
    this.refresh();
    const account = this.#table.get(key);
    if (account !== undefined) await this.#table.put({ ...account, ...change });
  }
}

/** True for a line that this file may hold. */
export function isAccountLine(line: string): boolean {
  return parseAccount(line) !== null;
}

function parseAccount(line: string): Account | null {
  const [, time = "", name = "", admin, hash = ""] = ACCOUNT_LINE.exec(line) ?? [];
  const claimed = readTime(time);
  if (Number.isNaN(claimed) || !NAME.test(name)) return null;
  return { name, key: foldName(name), admin: admin !== undefined, hash, claimed };
}

function formatAccount({ name, admin, hash, claimed }: Account): string {
  return `[${formatTime(claimed)}] ${name}${admin ? " (admin)" : ""}: ${hash}`;
}
