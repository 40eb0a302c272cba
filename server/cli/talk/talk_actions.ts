/** What the commands with a slash do: each word of `CommandContext`, over the client and the server. */
import { emoji as readEmoji } from "../../chat/fields.ts";
import { ChatError } from "../../base/errors.ts";
import { foldName } from "../../people/names.ts";
import type { Command } from "../../protocol.ts";
import type { Found } from "../../protocol_http.ts";
import { RequestError } from "./api.ts";
import { FileProblem, TalkAttachments } from "./attachments.ts";
import type { Numbered } from "./numbered.ts";
import { readPath } from "./paths.ts";
import type { SentCommand } from "./outbox.ts";
import type { CommandContext } from "./command_context.ts";
import type { TalkClient } from "./talk_client.ts";
import type { TalkClientOptions } from "./talk_options.ts";

/** Hits of a search that are shown: the newest. */
const MAX_HITS = 20;
const MAX_ROOMS_SHOWN = 200;

/** A command without the ref that it gets here. */
type Unsent<C> = C extends { ref: string } ? Omit<C, "ref"> : never;

/** The words of commands. */
export class TalkActions implements CommandContext {
  readonly #client: TalkClient;
  readonly #options: TalkClientOptions;
  readonly #attachments: TalkAttachments;

  constructor(client: TalkClient, options: TalkClientOptions) {
    this.#client = client;
    this.#options = options;
    this.#attachments = new TalkAttachments({
      ...{ api: options.api, files: options.files, home: options.home },
      maxBytes: () => client.limits.file_bytes,
      status: (text) => options.view.status(text),
    });
  }

  remark(text: string): void {
    this.#client.conversation.remark(text);
  }

  write(text: string): void {
    this.#options.view.write(text);
  }

  clear(): void {
    this.#options.view.clear();
  }

  cancel(): boolean {
    return this.#attachments.cancel();
  }

  join(room: string): void {
    this.#client.join(room);
  }

  say(text: string, { room, to }: { room?: string; to?: number } = {}): void {
    const words = this.#options.emoji.replaceIn(text);
    const { limits } = this.#client;
    if ([...words].length > limits.text) {
      this.remark(`Cannot send this: ${[...words].length} characters, at most ${limits.text}`);
      return this.write(text);
    }
    const where = room ?? this.#client.conversation.room;
    const answers = to === undefined ? {} : { to };
    this.#queue({ type: "message", room: where, text: words, ...answers });
  }

  async react({ room, message }: Numbered, written: string): Promise<void> {
    await this.#options.emoji.load();
    try {
      const emoji = readEmoji({ emoji: this.#options.emoji.find(written) ?? written });
      const { me } = this.#client;
      const on = !(message.reactions ?? []).some((one) =>
        one.emoji === emoji &&
        one.names.some((name) => foldName(name) === foldName(me))
      );
      this.#queue({ type: "react", room, id: message.id, emoji, on });
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.remark(`There is no emoji "${written}": Tab completes :names: of emoji`);
    }
  }

  edit({ room, message }: Numbered, text: string): void {
    const words = this.#options.emoji.replaceIn(text);
    this.#queue({ type: "edit", room, id: message.id, text: words });
  }

  erase({ room, message }: Numbered): void {
    this.#queue({ type: "erase", room, id: message.id });
  }

  async attach(rest: string): Promise<void> {
    const { path, words } = readPath(rest);
    if (path === "") {
      return this.remark("Cannot attach nothing: /attach PATH [TEXT]");
    }
    const { room } = this.#client.conversation;
    await this.#tellProblems(async () => {
      const { id } = await this.#attachments.send(room, path);
      this.#queue({ type: "message", room, text: this.#options.emoji.replaceIn(words), file: id });
    });
  }

  async save({ message }: Numbered, to: string): Promise<void> {
    await this.#tellProblems(async () => {
      this.remark(`Saved as ${await this.#attachments.save(message, readPath(to).path)}`);
    });
  }

  open({ message: { file } }: Numbered): void {
    if (file === undefined) {
      return this.remark("There is no file in this message");
    }
    this.remark(`${this.#options.api.address}files/${encodeURIComponent(file.id)}`);
  }

  async search(rest: string): Promise<void> {
    const [, all, words = ""] = /^(\*\s+)?([^]*)$/.exec(rest) ?? [];
    const { conversation } = this.#client;
    const room = all === undefined ? conversation.room : null;
    const hits: Extract<Found, { message: unknown }>[] = [];
    await this.#tellProblems(async () => {
      for await (const found of this.#options.api.search(room, words)) {
        if ("message" in found) hits.push(found);
        else if ("done" in found) {
          this.#options.view.status(`Searching: ${Math.round(found.done * 100)} %`);
        }
        if (hits.length === MAX_HITS) break;
      }
    });
    this.#options.view.status(null);
    const more = hits.length === MAX_HITS ? ", the newest" : "";
    const where = room === null ? "all rooms" : room;
    this.remark(
      hits.length === 0
        ? `Nothing in ${where} says "${words}"`
        : `${hits.length} ${hits.length === 1 ? "message" : "messages"} in ${where}${more}:`,
    );
    conversation.extra(hits.reverse());
  }

  async older(count: number): Promise<void> {
    const { conversation } = this.#client;
    const { room, start } = conversation;
    await this.#tellProblems(async () => {
      const page = await this.#options.api.messages(room, start, count);
      if (conversation.room !== room) return;
      if (page.messages.length === 0) {
        return this.remark("Nothing was said before");
      }
      conversation.start = page.start;
      this.remark(`Before, from ${page.messages[0]!.time.slice(0, 10)}:`);
      conversation.extra(page.messages.map((message) => ({ room, message })));
      this.remark(page.more ? "There is more: /history" : "This is where it began");
    });
  }

  createRoom(name: string): void {
    this.#sendNow({ type: "create_room", room: name });
  }

  openPrivate(rest: string): void {
    const { name, words } = this.#nameIn(rest);
    if (words === "") return this.join(`@${name}`);
    this.say(words, { room: `@${name}` });
  }

  listRooms(): void {
    const { rooms, conversation } = this.#client;
    const lines = rooms.all.slice(0, MAX_ROOMS_SHOWN).map((one) =>
      `${one.room === conversation.room ? "*" : " "} ${one.room}${unreadText(one)}`
    );
    const more = rooms.all.length - lines.length;
    this.remark(["Rooms:", ...lines, ...more > 0 ? [`and ${more} more`] : []].join("\n"));
  }

  listUnread(): void {
    const { rooms, conversation } = this.#client;
    const found = rooms.all.filter(({ unread, room }) => unread > 0 && room !== conversation.room);
    if (found.length === 0) return this.remark("Nothing is unread");
    this.remark(["Unread:", ...found.map((one) => `${one.room}${unreadText(one)}`)].join("\n"));
  }

  listPeople(): void {
    this.#client.conversation.tellPeople();
  }

  next(): void {
    const room = this.#client.rooms.next(this.#client.conversation.room);
    if (room === null) this.remark("Nothing is unread");
    else this.join(room);
  }

  markAllRead(): void {
    const { rooms } = this.#client;
    const unread = rooms.all.filter((one) => one.unread > 0);
    void this.#tellProblems(async () => {
      for (const { room, end } of unread) {
        const { messages } = await this.#options.api.messages(room, end, 1);
        const last = messages.at(-1);
        if (last === undefined) continue;
        rooms.seen(room, last.id);
        this.#client.send({ type: "read", room, id: last.id });
      }
      this.remark("Everything is read");
    });
  }

  async signOut(): Promise<void> {
    await this.#tellProblems(() => this.#options.api.leave());
    this.#options.forget();
  }

  target(number: number | null, fallback: "others" | "own"): Numbered | null {
    const { numbered, me, conversation } = this.#client;
    const isOwn = (one: Numbered) => foldName(one.message.name) === foldName(me);
    const found = number !== null
      ? numbered.at(number)
      : numbered.newest((one) =>
        one.room === conversation.room && !one.message.erased &&
        isOwn(one) === (fallback === "own")
      );
    if (found === null) {
      this.remark(
        number === null
          ? `There is no message ${fallback === "own" ? "of yours" : "of others"} here yet`
          : `No message has the number ${number}`,
      );
    }
    return found;
  }

  /** The name that a line begins with: quoted, the longest that is known, or a word. */
  #nameIn(rest: string): { name: string; words: string } {
    const line = rest.replace(/^@/, "");
    const quoted = /^"([^"]+)"\s*([^]*)$/.exec(line);
    if (quoted !== null) return { name: quoted[1]!, words: quoted[2]! };
    const known =
      this.#client.people.filter((name) =>
        foldName(line.slice(0, name.length)) === foldName(name) &&
        /^(?:\s|$)/.test(line.slice(name.length))
      ).sort((a, b) => b.length - a.length)[0];
    const [, word = "", words = ""] = /^(\S+)\s*([^]*)$/.exec(line) ?? [];
    return known === undefined
      ? { name: word, words }
      : { name: known, words: line.slice(known.length).trim() };
  }

  #queue(command: Unsent<SentCommand>): void {
    const { outbox } = this.#client;
    if (!outbox.add({ ...command, ref: this.#options.random() } as SentCommand)) {
      this.remark("Cannot send this: too much waits already");
    }
  }

  #sendNow(command: Command): void {
    if (!this.#client.send(command)) {
      this.remark("Cannot do this: there is no connection");
    }
  }

  async #tellProblems(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const isKnown = error instanceof FileProblem ||
        error instanceof RequestError;
      if (!isKnown) throw error;
      this.#client.conversation.notice(error.message);
    }
  }
}

function unreadText(
  { unread, mentions }: { unread: number; mentions: number },
): string {
  if (unread === 0) return "";
  return `  ${unread} unread${mentions > 0 ? `, ${mentions} calling` : ""}`;
}
