/** What the commands with a slash do to messages: each word of `CommandContext`, over the client and the server. */
import { emoji as readEmoji } from "../../chat/fields.ts";
import { ChatError } from "../../base/errors.ts";
import { foldName } from "../../people/names.ts";
import { TalkAttachments } from "./attachments.ts";
import type { Numbered } from "./numbered.ts";
import { readPath } from "./paths.ts";
import type { SentCommand } from "./outbox.ts";
import { PastActions } from "./past_actions.ts";
import { PeopleActions } from "./people_actions.ts";
import { telling } from "./problems.ts";
import { RoomActions } from "./room_actions.ts";
import type { CommandContext } from "./command_context.ts";
import type { TalkClient } from "./talk_client.ts";
import type { TalkClientOptions } from "./talk_options.ts";

/** A command without the ref that it gets here. */
type Unsent<C> = C extends { ref: string } ? Omit<C, "ref"> : never;

/** The words of commands. */
export class TalkActions implements CommandContext {
  readonly #client: TalkClient;
  readonly #options: TalkClientOptions;
  readonly #attachments: TalkAttachments;
  readonly rooms: RoomActions;
  readonly people: PeopleActions;
  readonly past: PastActions;

  constructor(client: TalkClient, options: TalkClientOptions) {
    this.#client = client;
    this.#options = options;
    const say = (text: string, room: string) => this.say(text, { room });
    this.rooms = new RoomActions(client, options);
    this.people = new PeopleActions(client, options, say);
    this.past = new PastActions(client, options);
    this.#attachments = new TalkAttachments({
      ...{ api: options.api, files: options.files, home: options.home },
      maxBytes: () => client.limits.file_bytes,
      status: (text) => options.view.status(text),
    });
  }

  get columns(): number {
    return this.#options.view.columns;
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
    await telling(this.#client, async () => {
      const { id } = await this.#attachments.send(room, path);
      this.#queue({ type: "message", room, text: this.#options.emoji.replaceIn(words), file: id });
    });
  }

  async save({ message }: Numbered, to: string): Promise<void> {
    await telling(this.#client, async () => {
      this.remark(`Saved as ${await this.#attachments.save(message, readPath(to).path)}`);
    });
  }

  open({ message: { file } }: Numbered): void {
    if (file === undefined) {
      return this.remark("There is no file in this message");
    }
    this.remark(`${this.#options.api.address}files/${encodeURIComponent(file.id)}`);
  }

  async signOut(): Promise<void> {
    await telling(this.#client, () => this.#options.api.leave());
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

  #queue(command: Unsent<SentCommand>): void {
    const { outbox } = this.#client;
    if (!outbox.add({ ...command, ref: this.#options.random() } as SentCommand)) {
      this.remark("Cannot send this: too much waits already");
    }
  }
}
