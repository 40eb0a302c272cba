/**
 * What whoever runs the chat does to its people: a link to a new password, another name, no account any
 * more. Admins do it in the page, the owner from the command line; both come here, into the process that
 * has the data, so that whoever is connected is in or out at once.
 */
import type { Lobby } from "./lobby.ts";
import { type RemovalOptions, removeWords } from "./removal/erasure.ts";
import { RemovalQueue } from "./removal/removal_queue.ts";
import type { Rooms } from "./rooms.ts";
import { ChatError } from "../base/errors.ts";
import { randomHex } from "../base/random.ts";
import { foldName, personName } from "../people/names.ts";
import type { SanctionKind } from "../people/moderation.ts";
import type { People } from "../people/people.ts";
import type { Removal } from "../people/removals.ts";
import type { Random } from "../people/secrets.ts";

/** What the house needs from outside. */
export interface AdministrationOptions extends Omit<RemovalOptions, "rooms"> {
  people: People;
  rooms: Rooms;
  lobby: Lobby;
  random: Random;
  /** Takes the files of an owner away that nobody was shown. */
  dropOwned: (owner: string) => void;
  /** Told what was done, for the log. */
  onDone: (what: string, name: string, by: string) => void;
  onTrouble: (what: string, error: unknown) => void;
}

/** One person as those see them who run the chat. */
export interface AccountSummary {
  name: string;
  admin: boolean;
  /** Milliseconds since 1970, to half a day; null where nobody knows. */
  seen: number | null;
}

/** Closed with this a page comes back at once, and learns who it is. */
export const SESSION_ENDED_CODE = 4001;

/** The people of a chat in the hands of whoever runs it. */
export class Administration {
  /** Words that are being taken from the disk. */
  readonly removals: RemovalQueue;
  readonly #options: AdministrationOptions;

  constructor(options: AdministrationOptions) {
    this.#options = options;
    const { rooms, people: { removals } } = options;
    this.removals = new RemovalQueue({
      ...options,
      removals,
      remove: async (removal, progress) => {
        await this.#removeAccount(removal);
        await rooms.whole;
        const all = () => [
          ...rooms.readable(null),
          ...rooms.direct.rooms,
          ...rooms.private.rooms,
        ];
        const erased = await removeWords({ ...options, rooms: all }, removal, progress);
        for (const owner of removal.keys) options.dropOwned(owner);
        return erased;
      },
    });
  }

  /** Everybody with an account, by name. */
  people(): AccountSummary[] {
    const { accounts, sessions } = this.#options.people;
    return accounts.list().map(({ name, admin }) => {
      const times = sessions.of(name).filter(({ account }) => account).map(({ seen }) => seen);
      return { name, admin, seen: times.length === 0 ? null : Math.max(...times) };
    });
  }

  /** Makes a link to a new password, told once; whoever is signed in to the account is not any more. */
  async resetPassword(name: unknown, by: string): Promise<{ name: string; code: string }> {
    const { people, onDone } = this.#options;
    const account = this.#account(name);
    const { code } = await people.resets.begin(account);
    this.#signOut(account);
    onDone("password", account, by);
    return { name: account, code };
  }

  /**
   * Gives an account another name. The old one is nobody's from then on; what was said under it stays
   * theirs, and private conversations go on. They sign in under the new name with their old password.
   */
  async rename(name: unknown, wanted: unknown, by: string): Promise<{ name: string; to: string }> {
    const { people, rooms, lobby, onDone } = this.#options;
    const { accounts, moderation, marks } = people;
    const [old, to] = [this.#account(name), personName(wanted)];
    const key = foldName(to);
    if (key !== foldName(old)) this.#mustBeFree(old, to);
    // Reserved first: what a crash leaves undone takes nothing from anybody and can be done again.
    await people.renamed(old, to);
    await accounts.rename(old, to);
    await moderation.rename(old, to);
    marks.rename(foldName(old), key);
    this.#signOut(old);
    await rooms.private.renamed(old, to);
    for (const name of [old, to]) lobby.publish({ type: "profile", ...people.profiles.told(name) });
    for (const room of await rooms.direct.renamed(old)) {
      for (const { member, transport } of room.audience.connections) {
        if (member.key !== foldName(old)) transport.close(1012, "renamed");
      }
    }
    onDone("rename", `${old} to ${to}`, by);
    return { name: old, to };
  }

  /**
   * Takes an account away. Its name stays reserved, so that nobody inherits what was written to it; with
   * `words` everything that was said under it goes from the disk. Returns how many messages that was.
   */
  async remove(
    name: unknown,
    words: boolean,
    by: string,
  ): Promise<{ name: string; erased: number }> {
    const { accounts } = this.#options.people;
    const wanted = personName(name);
    if (foldName(by) === foldName(wanted)) {
      throw new ChatError("not_allowed", "Cannot remove yourself");
    }
    const account = accounts.mustBeRemovable(wanted);
    const removal = await this.#begin(account.name, words, by);
    const erased = words ? await this.removals.run(removal) : 0;
    return { name: account.name, erased };
  }

  /**
   * Somebody takes their own account away. Words go afterwards, while everybody is served; returns by what
   * that is asked after, null without words.
   */
  async leave(name: string, words: boolean): Promise<string | null> {
    const removal = await this.#begin(name, words, name);
    if (!words) return null;
    const watch = randomHex(this.#options.random, 16);
    this.removals.run(removal, watch).catch((error) =>
      this.#options.onTrouble("Cannot erase what somebody said; it is tried again", error)
    );
    return watch;
  }

  /** Takes back every measure against a name; returns which those were, or a ChatError `not_found`. */
  async lift(name: unknown): Promise<SanctionKind[]> {
    const { moderation } = this.#options.people;
    const wanted = personName(name);
    const own = moderation.list().filter((one) => foldName(one.name) === foldName(wanted));
    for (const { what } of own) await moderation.lift(what, wanted);
    if (own.length > 0) return own.map(({ what }) => what);
    throw new ChatError("not_found", `Cannot undo this: there is no ban or mute of "${wanted}"`);
  }

  /** The name of an account, or a ChatError `not_found`. */
  #account(name: unknown): string {
    const wanted = personName(name);
    const account = this.#options.people.accountName(wanted);
    if (account !== null) return account;
    throw new ChatError("not_found", `Cannot find an account "${wanted}"`);
  }

  #mustBeFree(old: string, to: string): void {
    const { people: { accounts, tokens, reserved, names }, rooms } = this.#options;
    const refuse = (why: string): never => {
      throw new ChatError("claimed", `Cannot rename "${old}" to "${to}": ${why}`);
    };
    if (accounts.find(to) !== null || tokens.has(foldName(to))) refuse("somebody has that name");
    const earlier = reserved.find(to);
    // One may go back to a name that was one's own.
    const isOwn = earlier?.to !== null && foldName(earlier?.to ?? "") === foldName(old);
    if (earlier !== null && !isOwn) refuse("it was somebody else's");
    if (!isOwn && rooms.hadPrivate(to)) {
      refuse("an earlier account of that name had private conversations here");
    }
    const alike = accounts.lookalikeOf(to);
    if (alike !== null && alike.key !== foldName(old)) refuse(`it looks like "${alike.name}"`);
    if (names.sessionOf(foldName(to)) !== null) refuse("a guest here has it");
  }

  /** The account is gone when this is done; its words are to go, whatever happens then. */
  async #begin(name: string, words: boolean, by: string): Promise<Removal> {
    const { people: { accounts, reserved, removals }, onDone } = this.#options;
    const { name: gone, key, claimed: since } = accounts.mustBeRemovable(name);
    const removal = { name: gone, keys: [key, ...reserved.formerly(gone)], since, by };
    if (words) await removals.begin(removal);
    await this.#removeAccount(removal);
    onDone(words ? "remove with words" : "remove", gone, by);
    return removal;
  }

  /** What there is of an account beside its words goes; doing it again finishes what was left. */
  async #removeAccount({ name, keys, since }: Removal): Promise<void> {
    const { people, rooms, lobby } = this.#options;
    const { accounts, resets, marks, invites } = people;
    const account = accounts.find(name);
    if (account === null || account.claimed !== since) return;
    this.#signOut(name);
    await invites.removeBy(keys);
    await resets.end(name);
    marks.rename(account.key, null);
    await rooms.private.removed(name);
    // Reserved first: nobody may take the name in between.
    await people.removed(name);
    await accounts.remove(name);
    this.#signOut(name);
    lobby.publish({ type: "profile", name });
  }

  /** Ends the sessions of an account and closes what is open. */
  #signOut(name: string): void {
    const { people: { sessions }, lobby } = this.#options;
    const key = foldName(name);
    for (const { id, account } of sessions.of(name)) if (account) sessions.end(id);
    lobby.disconnect(
      (member) => member.key === key && member.account,
      SESSION_ENDED_CODE,
      "session ended",
    );
  }
}
