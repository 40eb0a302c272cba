/**
 * Names that somebody claimed with a password: `accounts.txt`, a line each. The file is replaced in
 * one step, so it is whole at any instant, and read again when somebody else changed it, as the
 * command line does while the chat runs. It holds hashes, never a password.
 */
import { ChatError } from "../base/errors.ts";
import { type Clock, formatTime, readTime, wholeSeconds } from "../base/clock.ts";
import type { Disk } from "../store/disk.ts";
import { readText, replaceText } from "../store/text_file.ts";
import { foldName, NAME } from "./names.ts";
import type { Passwords } from "./passwords.ts";

/** One claimed name. */
export interface Account {
  name: string;
  /** The name folded. */
  key: string;
  admin: boolean;
  /** PHC string; "" for one that nobody can sign in to. */
  hash: string;
  /** Milliseconds since 1970, whole seconds. */
  claimed: number;
}

/** What accounts need from outside. */
export interface AccountsOptions {
  path: string;
  disk: Disk;
  clock: Clock;
  passwords: Passwords;
}

const MOST = 10_000;
const LINE = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] ([^:()]+?)( \(admin\))?: (\$\S+|)$/;

/** All accounts. */
export class Accounts {
  readonly #options: AccountsOptions;
  #accounts = new Map<string, Account>();
  /** The file as it was read or written last. */
  #text = "";

  constructor(options: AccountsOptions) {
    this.#options = options;
    this.refresh();
  }

  /** The account of a name, or null. */
  find(name: string): Account | null {
    return this.#accounts.get(foldName(name)) ?? null;
  }

  /** Everybody with an account, by name. */
  list(): Account[] {
    return [...this.#accounts.values()].sort((a, b) => a.name < b.name ? -1 : 1);
  }

  /** Claims a name, or throws a ChatError `claimed`. The first account is the admin. */
  async claim(name: string, password: unknown): Promise<Account> {
    this.#mustBeFree(name);
    const hash = await this.#options.passwords.hash(password);
    // Somebody else may have claimed it while this was hashed.
    this.#mustBeFree(name);
    if (this.#accounts.size >= MOST) {
      throw new ChatError("too_many", `Cannot claim a name: there are ${MOST} accounts already`);
    }
    const claimed = wholeSeconds(this.#options.clock.now());
    const account = { name, key: foldName(name), admin: this.#accounts.size === 0, hash, claimed };
    await this.#put(account);
    return account;
  }

  /** The account if the password is its own, else null; takes as long for a name without one. */
  async signIn(name: string, password: unknown): Promise<Account | null> {
    const { passwords } = this.#options;
    const account = this.find(name);
    if (!await passwords.fits(password, account?.hash || null) || account === null) return null;
    // Parameters rise over the years: whoever signs in is hashed anew with those of today.
    if (passwords.isWeak(account.hash)) {
      await this.#put({ ...account, hash: await passwords.hash(password) });
    }
    return this.find(name);
  }

  /** Gives an account another password. */
  async changePassword(account: Account, password: unknown): Promise<void> {
    const hash = await this.#options.passwords.hash(password);
    await this.#put({ ...account, hash });
  }

  /** Makes an account an admin; a ChatError `not_found` where there is none. */
  async makeAdmin(name: string): Promise<Account> {
    const account = this.find(name);
    if (account === null) {
      throw new ChatError("not_found", `Cannot find an account "${name}": claim the name first`);
    }
    await this.#put({ ...account, admin: true });
    return { ...account, admin: true };
  }

  /** Reads the file again if somebody else changed it; true if so. */
  refresh(): boolean {
    const { disk, path } = this.#options;
    const text = readText(disk, path) ?? "";
    if (text === this.#text) return false;
    this.#text = text;
    this.#accounts = new Map(
      text.split("\n").map(parseAccount).filter((account) => account !== null)
        .map((account) => [account.key, account]),
    );
    return true;
  }

  #mustBeFree(name: string): void {
    if (this.find(name) === null) return;
    throw new ChatError("claimed", `Cannot claim "${name}": it has been claimed already`);
  }

  async #put(account: Account): Promise<void> {
    const { disk, path } = this.#options;
    this.refresh();
    const accounts = new Map(this.#accounts).set(account.key, account);
    const text = [...accounts.values()].map(formatAccount).join("");
    const replaced = replaceText(disk, path, text);
    this.#accounts = accounts;
    this.#text = text;
    try {
      await replaced;
    } catch (error) {
      // What is on the disk is true, whichever of the two it is.
      this.#text = "";
      this.refresh();
      throw error;
    }
  }
}

/** True for a line that this file may hold. */
export function isAccountLine(line: string): boolean {
  return parseAccount(line) !== null;
}

function parseAccount(line: string): Account | null {
  const [, time = "", name = "", admin, hash = ""] = LINE.exec(line) ?? [];
  const claimed = readTime(time);
  if (Number.isNaN(claimed) || !NAME.test(name)) return null;
  return { name, key: foldName(name), admin: admin !== undefined, hash, claimed };
}

function formatAccount({ name, admin, hash, claimed }: Account): string {
  return `[${formatTime(claimed)}] ${name}${admin ? " (admin)" : ""}: ${hash}\n`;
}
