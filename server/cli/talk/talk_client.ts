/**
 * `plaintalk talk`: what the server tells becomes lines, what somebody writes becomes commands. Knows no
 * terminal and no socket: both are handed in, so that a test has both in its hands.
 */
import type { Command, Event, Limits } from "../../protocol.ts";
import { TalkConnection } from "./connection.ts";
import { Blocks } from "./blocks.ts";
import { Conversation } from "./conversation.ts";
import { Elsewhere } from "./elsewhere.ts";
import { LineReader } from "./line_reader.ts";
import { NumberedMessages } from "./numbered.ts";
import { Outbox, type SentCommand, textOf } from "./outbox.ts";
import { Presence } from "./presence.ts";
import { RoomChanges } from "./room_changes.ts";
import { isConversation, isPrivateRoom } from "./room_names.ts";
import { RoomsState } from "./rooms_state.ts";
import { SeenBy } from "./seen_by.ts";
import { isCommand, runCommand } from "./slash_commands.ts";
import { TalkActions } from "./talk_actions.ts";
import type { TalkClientOptions } from "./talk_options.ts";
import { promptText, titleText } from "./talk_prompt.ts";

/** Where one goes whose room is gone: it is always there. */
const FIRST_ROOM = "general";
/** How long what was written may make no progress before one leaves without it. */
const DRAIN_PATIENCE_MS = 10_000;
const LEAVING_PATIENCE_MS = 3000;
/** The whole of a conversation. */
export class TalkClient {
  readonly #options: TalkClientOptions;
  readonly rooms = new RoomsState();
  readonly blocks = new Blocks();
  readonly seenBy = new SeenBy();
  readonly numbered = new NumberedMessages();
  readonly conversation: Conversation;
  readonly outbox: Outbox;
  readonly #connection: TalkConnection;
  readonly #actions: TalkActions;
  limits: Limits;
  #me: string;
  /** Names of those who are connected, wherever they are. */
  #everybody: string[] = [];
  /** The room that was asked for and has not answered. */
  #asked: string | null = null;
  #wasLost = false;
  /** Something was refused for good. */
  #hasFailed = false;
  readonly #presence: Presence;
  readonly #elsewhere: Elsewhere;
  readonly #changes: RoomChanges;
  readonly #reader: LineReader;

  constructor(options: TalkClientOptions) {
    this.#options = options;
    const { view, lines, clock, room } = options;
    [this.#me, this.limits] = [options.name, options.limits];
    this.conversation = new Conversation({
      ...{ view, lines, numbered: this.numbered },
      me: () => this.#me,
      label: (one) => this.rooms.label(one),
      topic: (one) => this.rooms.get(one)?.topic,
      isBlocked: (name) => this.blocks.has(name),
    });
    this.conversation.open(room);
    this.#connection = new TalkConnection({
      clock,
      open: options.open,
      refusal: options.refusal,
      onEvent: (event) => this.#hear(event),
      onLost: () => this.#lost(),
    });
    this.outbox = new Outbox({
      clock,
      send: (command) => this.#sendQueued(command),
      onFailed: (command, problem) => this.#failed(command, problem),
      onChange: () => this.#showPrompt(),
    });
    this.#presence = new Presence(clock, this.rooms, (command) => this.send(command));
    this.#elsewhere = new Elsewhere({
      ...{ api: options.api, view, rooms: this.rooms, conversation: this.conversation },
      me: () => this.#me,
      onCounted: () => this.#showPrompt(),
      onGone: () => this.join(FIRST_ROOM),
    });
    this.#actions = new TalkActions(this, options);
    this.#reader = new LineReader({
      ...{ view, clock },
      take: (line) => this.take(line),
      onFailed: (error) => this.conversation.notice(`Cannot do this: ${error}`),
    });
    this.#changes = new RoomChanges({
      ...{ rooms: this.rooms, conversation: this.conversation, actions: this.#actions.rooms },
      me: () => this.#me,
      onRenamed: (from, to) => this.#renamed(from, to),
      onGone: () => this.join(FIRST_ROOM),
    });
  }

  get me(): string {
    return this.#me;
  }

  /** Names that can be meant here: of the room, of who is connected, and of private conversations. */
  get people(): string[] {
    const pairs = this.rooms.names.filter(isConversation);
    const others = pairs.map((room) => room.slice(1));
    const all = new Set([...this.conversation.people, ...this.#everybody, ...others]);
    return [...all].filter((name) => name !== this.#me);
  }

  /** Talks until the person goes; 0 if all was sent, 1 where it was not or nobody let us in. */
  async run(): Promise<number> {
    const { view } = this.#options;
    this.#showPrompt();
    if (view.isInteractive) void this.#options.emoji.load();
    const refused = await Promise.race([this.#connection.run(), this.#reader.run()]);
    const patience = view.isInteractive ? LEAVING_PATIENCE_MS : DRAIN_PATIENCE_MS;
    if (refused !== null) this.conversation.notice(refused.text);
    else await this.outbox.drained(patience);
    this.#actions.cancel();
    this.#connection.close();
    for (const command of this.outbox.commands) {
      this.conversation.notice(`Not sent: ${textOf(command)}`);
    }
    // Who pipes something in learns by the code alone what came of it.
    const isLost = this.outbox.size > 0 || (!view.isInteractive && this.#hasFailed);
    return refused !== null || isLost ? 1 : 0;
  }

  /** Takes a line; false where the person wants to go. */
  async take(line: string): Promise<boolean> {
    const written = line.trimEnd();
    if (!/^\/(?:leave|part)$/i.test(written)) this.#actions.rooms.stays();
    if (isCommand(written)) return await runCommand(this.#actions, written);
    const text = line.startsWith("//") ? line.slice(1) : line;
    if (/\S/.test(text)) this.#actions.say(text);
    return true;
  }

  /** A key was pressed: somebody is here and reads. */
  present(): void {
    this.#presence.keyPressed(this.conversation);
  }

  /** Breaks off a file that is on its way; false where none is. */
  cancel(): boolean {
    return this.#actions.cancel();
  }

  /** False where there is no connection. */
  send(command: Command): boolean {
    return this.#connection.send(command);
  }

  /** A private conversation begins by going there. */
  #sendQueued(command: SentCommand): boolean {
    const { room } = command;
    if (isConversation(room) && room !== this.conversation.room && this.rooms.get(room) === null) {
      this.send({ type: "join", room });
      this.send({ type: "leave", room });
    }
    return this.send(command);
  }

  /** Asks for a room; it is open once it answers. */
  join(room: string): void {
    if (room === this.conversation.room) return;
    this.#asked = room;
    if (!this.send(this.conversation.joining(room))) {
      this.#asked = null;
      this.conversation.remark(`Cannot go to ${this.rooms.label(room)}: there is no connection`);
    }
  }

  #hear(event: Event): void {
    const isAnswer = this.outbox.onEvent(event);
    const isHeard = this.#hearOfConnection(event, isAnswer) || this.#changes.hear(event) ||
      this.#hearOfRoom(event);
    if (!isHeard) this.#elsewhere.hear(event);
    if (event.type === "room_created") this.#actions.rooms.made(event);
    this.#showPrompt();
  }

  /** A room is another one on the wire: what was asked of it is asked of that. */
  #renamed(room: string, to: string): void {
    this.conversation.renamed(room, to);
    if (this.#asked === room) this.#asked = to;
  }

  #hearOfConnection(event: Event, isAnswer: boolean): boolean {
    switch (event.type) {
      case "welcome":
        this.#welcome(event);
        return true;
      case "error":
        return this.#error(event, isAnswer);
      case "blocked":
        this.blocks.set(event.name, event.on);
        return true;
      case "read_by":
        this.seenBy.hear(event);
        return true;
      case "restarting":
        this.conversation.remark("The server restarts");
        return true;
      default:
        return event.type === "pong" || event.type === "typing";
    }
  }

  #welcome(event: Extract<Event, { type: "welcome" }>): void {
    const { me, rooms, people, limits, renamed, blocked } = event;
    this.#me = me.name;
    this.limits = limits;
    this.#everybody = people.map(({ name }) => name);
    this.rooms.welcome(rooms, renamed, me);
    this.blocks.reset(blocked ?? []);
    this.#findRoom();
    if (this.#wasLost) this.conversation.remark("Connected again");
    this.#wasLost = false;
    this.#presence.reset();
    this.#asked = null;
    this.send(this.conversation.joining());
    this.outbox.resend();
    if (!this.#options.view.isInteractive) return;
    const { room } = this.conversation;
    void this.rooms.countAll(this.#options.api, room).then(() => this.#showPrompt());
  }

  /** The room that is open, or asked for on the command line, by what it is called now on the wire. */
  #findRoom(): void {
    const { room } = this.conversation;
    const [meant, ...others] = this.rooms.get(room) === null ? this.rooms.meant(room) : [];
    if (meant !== undefined && others.length === 0) this.conversation.renamed(room, meant);
  }

  /** What happens in the room that is open, or that was asked for. */
  #hearOfRoom(event: Event): boolean {
    if (!("room" in event)) return false;
    const { conversation } = this;
    if (event.type === "history" && event.room === this.#asked) this.#enter(event.room);
    if (event.room !== conversation.room) return false;
    if (event.type === "history") {
      this.rooms.seen(event.room, 0);
      this.#reader.shown();
    }
    if (event.type !== "message") return conversation.hear(event);
    this.rooms.spoke(event.room);
    if (conversation.message(event) || this.#presence.isMissed(event, this.#me)) {
      this.#options.view.bell();
    }
    return true;
  }

  #enter(room: string): void {
    const { room: left, last } = this.conversation;
    this.#asked = null;
    const isGone = isPrivateRoom(left) && this.rooms.get(left) === null;
    if (last !== null && !isGone) this.send({ type: "leave", room: left });
    this.conversation.open(room);
    this.conversation.notice(this.rooms.label(room));
  }

  #error(event: Extract<Event, { type: "error" }>, isAnswer: boolean): true {
    if (event.room !== undefined && event.room === this.#asked) this.#asked = null;
    // The outbox tells of what it sent, once it gives up.
    if (!isAnswer) this.conversation.notice(event.text);
    const { room, last } = this.conversation;
    const isNowhere = event.room === room && event.code === "not_found" && last === null;
    // What one asked for at the start is not there: the first room that is.
    const other = this.rooms.names.find((name) => name !== room);
    if (isNowhere && this.#options.view.isInteractive && other !== undefined) this.join(other);
    this.#reader.shown();
    return true;
  }

  #failed(command: SentCommand, problem: string): void {
    this.#hasFailed = true;
    this.conversation.notice(`Not sent: ${textOf(command)}: ${problem}`);
  }

  #lost(): void {
    if (!this.#wasLost) {
      this.conversation.remark("No connection; trying again. What you write is sent then.");
    }
    this.#wasLost = true;
    this.#showPrompt();
  }

  #showPrompt(): void {
    const { rooms, conversation: { room } } = this;
    const { topic, isArchived = false } = rooms.get(room) ?? {};
    const standing = {
      ...{ label: rooms.label(room), topic, isArchived, ...rooms.totals(room) },
      ...{ isOpen: this.#connection.isOpen, unsent: this.outbox.size },
    };
    this.#options.view.prompt(promptText(standing));
    this.#options.view.title(titleText(standing));
  }
}
