/** What commands tell of people, write to them in private, and do about those one does not want to hear. */
import { foldName } from "../../people/names.ts";
import type { PersonInfo } from "../../protocol_http.ts";
import { clockTime, dayOf } from "./message_lines.ts";
import { telling } from "./problems.ts";
import type { TalkClient } from "./talk_client.ts";
import type { TalkClientOptions } from "./talk_options.ts";

const MAX_PEOPLE_SHOWN = 100;

/** The words of commands for people. */
export class PeopleActions {
  readonly #client: TalkClient;
  readonly #options: TalkClientOptions;
  readonly #say: (text: string, room: string) => void;

  constructor(
    client: TalkClient,
    options: TalkClientOptions,
    say: (text: string, room: string) => void,
  ) {
    this.#client = client;
    this.#options = options;
    this.#say = say;
  }

  /** Writes to somebody in private, or goes there. */
  write(rest: string): void {
    const { name, words } = nameIn(rest, this.#client.people);
    if (words === "") this.#client.join(`@${name}`);
    else this.#say(words, `@${name}`);
  }

  listHere(): void {
    this.#client.conversation.tellPeople();
  }

  /** Everybody whose name begins so, those who are here first. */
  async list(begun: string): Promise<void> {
    const key = foldName(begun.replace(/^@/, ""));
    await telling(this.#client, async () => {
      const { people, more } = await this.#options.api.people();
      const found = people.filter(({ name }) => foldName(name).startsWith(key))
        .sort((a, b) => Number(b.online) - Number(a.online));
      if (found.length === 0) return this.#remark(`Nobody is called "${begun}"`);
      const lines = found.slice(0, MAX_PEOPLE_SHOWN).map(personLine);
      const isCut = more || found.length > MAX_PEOPLE_SHOWN;
      this.#remark(["People:", ...lines, ...isCut ? ["and others: /people NAME"] : []].join("\n"));
    });
  }

  listSeen(): void {
    const { seenBy, conversation, numbered } = this.#client;
    const { room, last } = conversation;
    const lines = seenBy.of(room).map(([name, id]) => {
      if (last !== null && id >= last) return `${name}: everything`;
      const one = numbered.find(room, id);
      return one === null ? `${name}: something before` : `${name}: up to ${one.number}`;
    });
    this.#remark(
      lines.length === 0
        ? "Nobody tells here how far they have read"
        : ["Read by:", ...lines].join("\n"),
    );
  }

  async status(text: string): Promise<void> {
    const { me } = this.#client;
    await telling(this.#client, async () => {
      if (text === "") {
        const { status } = await this.#options.api.person(me);
        return this.#remark(
          status === undefined ? "You have no status: /status TEXT" : `Your status: ${status}`,
        );
      }
      await this.#options.api.setStatus(me, text === "--clear" ? null : text);
      this.#remark(text === "--clear" ? "Your status is gone" : `Your status: ${text}`);
    });
  }

  async block(rest: string, on: boolean): Promise<void> {
    const [name = ""] = namesIn(rest, [...this.#client.people, ...this.#client.blocks.names]);
    await telling(this.#client, async () => {
      await this.#options.api.block(name, on);
      this.#client.blocks.set(name, on);
      this.#remark(
        on
          ? `You hear nothing of ${name} any more: /unblock ${name} changes that`
          : `You hear ${name} again`,
      );
    });
  }

  listBlocked(): void {
    const { names } = this.#client.blocks;
    this.#remark(names.length === 0 ? "You have blocked nobody" : `Blocked: ${names.join(", ")}`);
  }

  #remark(text: string): void {
    this.#client.conversation.remark(text);
  }
}

/** The name that a line begins with: quoted, the longest that is known, or a word. */
export function nameIn(rest: string, people: readonly string[]): { name: string; words: string } {
  const line = rest.replace(/^@/, "");
  const quoted = /^"([^"]+)"\s*([^]*)$/.exec(line);
  if (quoted !== null) return { name: quoted[1]!, words: quoted[2]! };
  const known = people.filter((name) =>
    foldName(line.slice(0, name.length)) === foldName(name) &&
    /^(?:\s|$)/.test(line.slice(name.length))
  ).sort((a, b) => b.length - a.length)[0];
  const [, word = "", words = ""] = /^(\S+)\s*([^]*)$/.exec(line) ?? [];
  return known === undefined
    ? { name: word, words }
    : { name: known, words: line.slice(known.length).trim() };
}

/** Names with commas between them, each as it is known. */
export function namesIn(rest: string, people: readonly string[]): string[] {
  return rest.split(",").map((part) => part.trim().replace(/^@/, "").replace(/^"(.*)"$/, "$1"))
    .filter((name) => name !== "")
    .map((name) => people.find((known) => foldName(known) === foldName(name)) ?? name);
}

function personLine({ name, account, admin, online, status, seen }: PersonInfo): string {
  const kind = admin ? " (admin)" : account ? "" : " (guest)";
  const when = online
    ? "  here"
    : seen === undefined
    ? ""
    : `  last here ${dayOf(seen)} ${clockTime(seen)}`;
  return `${name}${kind}${when}${status === undefined ? "" : `  ${status}`}`;
}
