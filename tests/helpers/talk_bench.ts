/** A terminal client in the hands of a test: its keys, its screen, its line, its requests and its files. */
import { TalkApi } from "../../server/cli/talk/api.ts";
import { commandKinds } from "../../server/cli/talk/slash_commands.ts";
import { EmojiCodes } from "../../server/cli/talk/emoji_codes.ts";
import type { LocalFiles } from "../../server/cli/talk/local_files.ts";
import { MessageLines } from "../../server/cli/talk/message_lines.ts";
import { type ColourDepth, Style } from "../../server/cli/talk/style.ts";
import { TalkClient } from "../../server/cli/talk/talk_client.ts";
import { PlainView, type TalkView } from "../../server/cli/talk/talk_view.ts";
import { TerminalView } from "../../server/cli/talk/terminal_view.ts";
import { Characters } from "../../server/cli/talk/width.ts";
import type { Command, Event, RoomInfo } from "../../server/protocol.ts";
import type { Problem } from "../../server/protocol_http.ts";
import { FakeClock } from "./clock.ts";
import { FakeTerminal } from "./fake_terminal.ts";

const LIMITS = {
  ...{ text: 4000, text_bytes: 16_384, name: 32, topic: 200, recent: 50, page: 200 },
  ...{ file_bytes: 1000, preview_bytes: 0 },
};

export const EMOJI = "smileys\n😄\tsmile\tgrin\n🎉\ttada\tparty\n🍵\ttea\tcup\n🫖\tteapot\tpot\n";

/** One end of a line; the test is the other. */
export class FakeSocket {
  readyState: number = WebSocket.OPEN;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly sent: Command[] = [];

  send(frame: string): void {
    this.sent.push(JSON.parse(frame));
  }

  close(): void {
    if (this.readyState === WebSocket.CLOSED) return;
    this.closes(1000);
  }

  /** The server, or the way to it, ends the line. */
  closes(code: number): void {
    this.readyState = WebSocket.CLOSED;
    this.onclose?.({ code } as CloseEvent);
  }

  tells(...events: (Event | Record<string, unknown>)[]): void {
    this.onmessage?.({ data: JSON.stringify(events) } as MessageEvent);
  }
}

/** Files in memory, by path. */
export class FakeFiles implements LocalFiles {
  readonly files = new Map<string, string>();

  readText(path: string): string | null {
    return this.files.get(path) ?? null;
  }

  writePrivate(path: string, text: string): void {
    this.files.set(path, text);
  }

  open(path: string): Promise<{ size: number; stream: ReadableStream<Uint8Array> }> {
    const text = this.files.get(path);
    if (text === undefined) return Promise.reject(new Deno.errors.NotFound());
    const bytes = new TextEncoder().encode(text);
    return Promise.resolve({ size: bytes.length, stream: ReadableStream.from([bytes]) });
  }

  async create(path: string, bytes: ReadableStream<Uint8Array>): Promise<void> {
    if (this.files.has(path)) {
      await bytes.cancel();
      throw new Deno.errors.AlreadyExists();
    }
    this.files.set(path, await new Response(bytes).text());
  }

  isFolder(path: string): boolean {
    return [...this.files.keys()].some((file) => file.startsWith(`${path.replace(/\/$/, "")}/`));
  }

  list(folder: string): string[] {
    const within = folder === "." ? "" : folder.endsWith("/") ? folder : `${folder}/`;
    const names = [...this.files.keys()].filter((path) => path.startsWith(within))
      .map((path) => path.slice(within.length).replace(/\/.*/, "/"));
    return [...new Set(names)].sort();
  }
}

export interface TalkSetting {
  columns?: number;
  rows?: number;
  colours?: ColourDepth;
  room?: string;
  name?: string;
  /** Plain lines instead of a terminal: what is piped in, all of it. */
  piped?: string;
  /** Answers requests; what it has no answer for is not found. */
  answers?: (request: Request) => Response | undefined | Promise<Response | undefined>;
  refusal?: Problem | null;
}

/** A conversation that runs. */
export class TalkBench {
  readonly clock = new FakeClock();
  readonly terminal: FakeTerminal;
  readonly sockets: FakeSocket[] = [];
  readonly requests: string[] = [];
  readonly files = new FakeFiles();
  /** Plain lines that were printed. */
  readonly printed: string[] = [];
  readonly client: TalkClient;
  readonly view: TalkView;
  /** Its exit code. */
  readonly ended: Promise<number>;
  isForgotten = false;
  #refs = 0;

  constructor(setting: TalkSetting = {}) {
    const { columns, rows, colours = "none", room = "general", name = "Ada" } = setting;
    const { clock, files } = this;
    this.terminal = new FakeTerminal(columns, rows);
    const style = new Style(colours, false);
    const api = new TalkApi({
      address: "http://localhost:8000/",
      fetch: (url, init) => this.#answers(new Request(url, init), setting),
      post: async (url, { headers, size, body, signal }) => {
        const sized = { ...headers, "content-length": `${size}` };
        const bytes = await new Response(body).bytes();
        const init = { method: "POST", headers: sized, body: bytes, signal };
        return await this.#answers(new Request(url, init), setting);
      },
    });
    const emoji = new EmojiCodes(() => api.emoji());
    const view = setting.piped === undefined
      ? new TerminalView({
        ...{ device: this.terminal, clock, style },
        ...{ characters: new Characters(), hasTitle: true },
      })
      : new PlainView(
        (line) => this.printed.push(line),
        ReadableStream.from([new TextEncoder().encode(setting.piped)]),
      );
    this.view = view;
    this.client = new TalkClient({
      ...{ room, name, view, api, emoji, clock, files, home: "/home/ada" },
      limits: LIMITS,
      lines: new MessageLines(style),
      open: () => {
        this.sockets.push(new FakeSocket());
        return this.socket as unknown as WebSocket;
      },
      refusal: () => Promise.resolve(setting.refusal ?? null),
      forget: () => this.isForgotten = true,
      random: () => `ref${++this.#refs}`,
    });
    if (view instanceof TerminalView) {
      view.open();
      view.bind({
        present: () => this.client.present(),
        cancel: () => this.client.cancel(),
        sources: {
          commands: commandKinds(),
          people: () => this.client.people,
          groups: () => this.client.rooms.groups(this.client.conversation.room),
          rooms: () => this.client.rooms.labels,
          emoji: (prefix) => emoji.startingWith(prefix),
          list: (folder) => files.list(folder.replace(/^~/, "/home/ada") || "."),
        },
      });
    }
    this.ended = this.client.run().finally(() => view.close());
  }

  async #answers(request: Request, { answers }: TalkSetting): Promise<Response> {
    this.requests.push(`${request.method} ${request.url.replace("http://localhost:8000/", "")}`);
    if (request.url.endsWith("emoji/en.txt")) return new Response(EMOJI);
    return await answers?.(request) ??
      Response.json({ code: "not_found", text: "Nothing there" }, { status: 404 });
  }

  /** The line that is open, or was last. */
  get socket(): FakeSocket {
    return this.sockets.at(-1)!;
  }

  /** What was sent since the last time, pings and reading aside. */
  get sent(): Command[] {
    return this.socket.sent.splice(0).filter(({ type }) =>
      !["ping", "active", "read"].includes(type)
    );
  }

  /** What a person sees: the conversation, and below it what they write. */
  get seen(): string {
    return this.terminal.text;
  }

  /** Lets everything happen that waits for nothing but its turn. */
  async settles(): Promise<void> {
    // Streams and requests of the platform take turns of the loop, not only microtasks.
    for (let i = 0; i < 5; i++) await new Promise((go) => setTimeout(go, 0));
  }

  async types(...keys: string[]): Promise<void> {
    await this.terminal.types(...keys);
    await this.settles();
  }

  /** The server lets us in and shows the room. */
  async welcomes({ rooms = [], messages = [], users = ["Ada", "Boris"] }: {
    rooms?: Partial<RoomInfo>[];
    messages?: Record<string, unknown>[];
    users?: string[];
  } = {}): Promise<void> {
    const people = users.map((name) => ({ name, account: false }));
    const listed = rooms.map((one) => ({ epoch: "e", end: 1000, read: 0, people: 1, ...one }));
    this.socket.tells({
      type: "welcome",
      me: { name: "Ada", account: true, admin: false },
      rooms: [{ room: "general", epoch: "e", end: 1000, read: 0, people: 2 }, ...listed],
      ...{ people, version: "1" },
      limits: LIMITS,
    });
    await this.settles();
    this.shows("general", messages);
    this.socket.tells({ type: "users", room: "general", users: people, total: people.length });
    await this.settles();
  }

  /** The server answers a join. */
  shows(
    room: string,
    messages: Record<string, unknown>[],
    more: Record<string, unknown> = {},
  ): void {
    this.socket.tells({
      ...{ type: "history", room, epoch: "e", start: messages[0]?.id ?? 10, end: 1000 },
      ...{ more: false, reset: false, messages: messages.map(said), ...more },
    });
  }

  /** Somebody says something. */
  async hears(message: Record<string, unknown>): Promise<void> {
    this.socket.tells({ type: "message", room: "general", ...said(message) });
    await this.settles();
  }

  /** What the terminal says of what was sent last: it is in the room. */
  async confirms(id: number, command: Command): Promise<void> {
    if (command.type !== "message") {
      throw new Error(`Not said: ${command.type}`);
    }
    await this.hears({ ...command, id, name: "Ada" });
  }
}

/** A message with what the test did not say. */
function said(message: Record<string, unknown>): Record<string, unknown> {
  return { time: "2025-11-19T23:46:36Z", name: "Boris", text: "", ...message };
}
